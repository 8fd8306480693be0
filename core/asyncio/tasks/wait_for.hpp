#pragma once

#include <optional>
#include <utility>

#include "core/asyncio/tasks/ensure_future.hpp"
#include "core/asyncio/timeouts.hpp"

namespace corodemo::asyncio {

namespace detail {

template <class T>
T value_for_awaiter(FutureBase& future) {
    if constexpr (!std::is_void_v<T>) {
        return give_value<T>(future);
    }
}

/// The parts of wait_for() that do not depend on the type of the value. Each may throw
/// CancelledError.

/// wait_for() with a timeout that is not positive.   Throws: TimeoutError; what `future` raises.
Coro<> wait_no_time(Ref<FutureBase> future, CallSite call = CallSite::library("wait_for"));
/// Waits until `future` is done or `waiter`, which `timeout_handle` completes. Until 3.11.
/// Throws: TimeoutError; what `future` raises.
Coro<> wait_until_done(Ref<FutureBase> future, Ref<FutureObject<void>> waiter,
                       Ref<TimerObject> timeout_handle,
                       CallSite call = CallSite::library("wait_for"));

/// wait_for() since 3.12: timeout(), in the awaiting task.
template <class A>
Coro<typename A::value_type> wait_within(A awaitable, std::optional<Duration> timeout,
                                         CallSite /*call*/ = CallSite::library("wait_for")) {
    using T = typename A::value_type;
    const Timeout within = asyncio::timeout(timeout);
    within.object()->enter();
    std::optional<ValueOf<T>> value;
    std::exception_ptr thrown;
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(awaitable);
            value.emplace();
        } else {
            value.emplace(co_await std::move(awaitable));
        }
    } catch (...) {
        thrown = std::current_exception();
    }
    get_running_loop().note_await_line();
    within.object()->exit(thrown);
    if (thrown) {
        std::rethrow_exception(thrown);
    }
    if constexpr (!std::is_void_v<T>) {
        co_return std::move(*value);
    }
}

}  // namespace detail

/// Waits for `awaitable`, but no longer than `timeout`: then cancels it, waits until it is done,
/// and throws TimeoutError. So it may take longer than `timeout`. A wait_for() that is cancelled
/// cancels it, too. Follows asyncio.wait_for, of which there are five:
///
///  - 3.6 does not wait for what it has cancelled;
///  - 3.7 does, unless it was cancelled itself or the timeout is not positive;
///  - 3.8 always does. If the awaitable is done by the time that wait_for() is cancelled, that
///    cancellation is lost (until 3.11);
///  - 3.9 returns a result that came in spite of the cancellation;
///  - 3.12 does no more than timeout() does: a coroutine becomes no task of its own.
template <FutureOrCoroutine A>
Coro<typename A::value_type> wait_for(A awaitable, std::optional<Duration> timeout,
                                      CallSite /*call*/ = CallSite::library("wait_for")) {
    using T = typename A::value_type;
    EventLoop& loop = get_running_loop();
    loop.note_await_line();
    const PythonVersion python = interpreter().python();
    if (timeout && timeout->count() <= 0 && python.has(Behaviour::wait_for_checks_zero)) {
        const Future<T> future = detail::future_of(loop, std::move(awaitable));
        co_await detail::wait_no_time(future.object());
        co_return detail::value_for_awaiter<T>(*future.object());
    }
    if (python.has(Behaviour::wait_for_is_timeout)) {
        auto within = detail::wait_within(std::move(awaitable), timeout);
        co_return co_await std::move(within);
    }
    if (!timeout) {
        co_return co_await std::move(awaitable);
    }
    const Ref<FutureObject<void>> waiter(new FutureObject<void>(loop, "wait_for"));
    const Ref<TimerObject> timeout_handle(new TimerObject(
        loop, deadline_after(loop.time(), *timeout), TimerObject::Purpose::timeout, waiter));
    loop.schedule_timer(timeout_handle);
    const Future<T> future = detail::future_of(loop, std::move(awaitable));
    co_await detail::wait_until_done(future.object(), waiter, timeout_handle);
    co_return detail::value_for_awaiter<T>(*future.object());
}

}  // namespace corodemo::asyncio
