#pragma once

#include "core/asyncio/tasks/ensure_future.hpp"

namespace corodemo::asyncio {

/// Follows asyncio.sleep: a future, a timer that completes it, and at the end, however it comes,
/// the timer's cancel.
class SleepAwaiter {
public:
    explicit SleepAwaiter(Duration delay)
        : delay_(delay) {}

    static bool await_ready() noexcept { return false; }
    void await_suspend(coro::Awaiting awaiting) {
        stack_ = &awaiting.stack();
        if (delay_.count() == 0) {
            stack_->park(nullptr);
        } else {
            begin();
        }
    }
    void await_resume() {
        if (timer_) {
            timer_->cancel();  // has no effect if it has gone off
        }
        stack_->rethrow_injected();
    }

private:
    void begin();

    Duration delay_;
    coro::AwaitStack* stack_ = nullptr;
    Ref<TimerObject> timer_;
};

/// What sleep() gives: an awaitable, and a coroutine wherever one is taken (`create_task`,
/// `gather`).
class [[nodiscard]] Sleep {
public:
    using value_type = void;

    explicit Sleep(Duration delay)
        : delay_(delay) {}

    SleepAwaiter operator co_await() const { return SleepAwaiter(delay_); }
    // NOLINTNEXTLINE(google-explicit-constructor): in Python it is one
    operator Coro<>() const { return as_coroutine(delay_); }

private:
    static Coro<> as_coroutine(Duration delay, CallSite call = CallSite::library("sleep"));

    Duration delay_;
};

/// Suspends the coroutine that awaits it for `delay` of virtual time. Zero or less: lets everything
/// that is ready run once, without a timer or a future.
inline Sleep sleep(Duration delay) {
    return Sleep(delay);
}

}  // namespace corodemo::asyncio
