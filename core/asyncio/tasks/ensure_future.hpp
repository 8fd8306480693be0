#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/asyncio/events.hpp"

namespace corodemo::asyncio {

/// The running task, if any.   Throws: RuntimeError without a running loop.
std::optional<AnyTask> current_task();
/// All tasks of the running loop that are not done, in order of creation.   Throws: RuntimeError
/// without a running loop.
std::vector<AnyTask> all_tasks();

/// Schedules a coroutine in the running loop.   Throws: RuntimeError if no loop is running.
template <Coroutine C>
Task<typename C::value_type> create_task(C coro, TaskOptions options,
                                         SourceLocation where = SourceLocation::current()) {
    EventLoop& loop = get_running_loop();
    if (options.name && interpreter().python().has(Behaviour::name_set_afterwards)) {
        interpreter().next_task_name();
    }
    return loop.create_task(std::move(coro), std::move(options), where);
}
template <Coroutine C>
Task<typename C::value_type> create_task(C coro, std::optional<std::string> name = {},
                                         SourceLocation where = SourceLocation::current()) {
    return create_task(std::move(coro), TaskOptions{.name = std::move(name)}, where);
}

/// Returns a future as it is; wraps a coroutine in a task of the loop that get_event_loop()
/// returns. Follows asyncio.ensure_future.
template <class T>
Future<T> ensure_future(Future<T> future, SourceLocation where = SourceLocation::current()) {
    here(where);
    return future;
}
template <class T>
Task<T> ensure_future(Task<T> task, SourceLocation where = SourceLocation::current()) {
    here(where);
    return task;
}
template <Coroutine C>
Task<typename C::value_type> ensure_future(C coro,
                                           SourceLocation where = SourceLocation::current()) {
    return get_event_loop(where).create_task(std::move(coro), TaskOptions(), where);
}

/// What ensure_future() takes.
template <class A>
concept FutureOrCoroutine = Coroutine<A> || std::derived_from<A, Future<typename A::value_type>>;

namespace detail {

/// ensure_future() for coroutines of the library, whose own lines a trace does not show.
template <class T>
Future<T> future_of(EventLoop& /*loop*/, Future<T> future) {
    return future;
}
template <Coroutine C>
Task<typename C::value_type> future_of(EventLoop& loop, C coro) {
    return loop.new_task<typename C::value_type>(std::move(coro));
}

}  // namespace detail

}  // namespace corodemo::asyncio
