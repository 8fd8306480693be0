#pragma once

#include "core/asyncio/tasks/ensure_future.hpp"

namespace corodemo::asyncio {

/// Follows asyncio.sleep: a future, and a timer that completes it and is cancelled however the
/// await ends.
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
            timer_->cancel();  // no effect once it has expired
        }
        stack_->rethrow_injected();
    }

private:
    void begin();

    Duration delay_;
    coro::AwaitStack* stack_ = nullptr;
    Ref<TimerObject> timer_;
};

/// What sleep() returns: an awaitable that converts to a coroutine where one is needed
/// (`create_task`, `gather`).
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

/// Suspends the awaiting coroutine for `delay` of virtual time. Zero (since 3.7 also less) yields
/// to the event loop for one iteration, without a timer or a future.
inline Sleep sleep(Duration delay) {
    return Sleep(delay);
}

}  // namespace corodemo::asyncio
