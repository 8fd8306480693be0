#pragma once

#include <string>
#include <utility>

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

/// The same for a sleep that has a result.
template <class T>
class SleepResultAwaiter : public SleepAwaiter {
public:
    SleepResultAwaiter(Duration delay, T result)
        : SleepAwaiter(delay),
          result_(std::move(result)) {}

    T await_resume() {
        SleepAwaiter::await_resume();
        return std::move(result_);
    }

private:
    T result_;
};

/// What sleep() with a result returns.
template <class T>
class [[nodiscard]] SleepResult {
public:
    using value_type = T;

    SleepResult(Duration delay, T result)
        : delay_(delay),
          result_(std::move(result)) {}

    SleepResultAwaiter<T> operator co_await() && { return {delay_, std::move(result_)}; }
    // NOLINTNEXTLINE(google-explicit-constructor): in Python it is one
    operator Coro<T>() && { return as_coroutine(delay_, std::move(result_)); }

private:
    static Coro<T> as_coroutine(Duration delay, T result,
                                CallSite /*call*/ = CallSite::library("sleep")) {
        co_await Sleep(delay);
        co_return std::move(result);
    }

    Duration delay_;
    T result_;
};

/// Suspends the awaiting coroutine for `delay` of virtual time. Zero (since 3.7 also less) yields
/// to the event loop for one iteration, without a timer or a future.
inline Sleep sleep(Duration delay) {
    return Sleep(delay);
}
/// Seconds without a unit, which would call POSIX's sleep() if there were no such function.
template <class Number>
    requires std::is_arithmetic_v<Number>
Sleep sleep(Number /*seconds*/) {
    static_assert(!std::is_arithmetic_v<Number>,
                  "sleep() takes a duration: sleep(1s), sleep(500ms) or sleep(seconds(0.5))");
    return Sleep(Duration());
}
/// The same; the await then has the value `result`.
template <class T>
SleepResult<T> sleep(Duration delay, T result) {
    return {delay, std::move(result)};
}
inline SleepResult<std::string> sleep(Duration delay, const char* result) {
    return {delay, result};
}

}  // namespace corodemo::asyncio
