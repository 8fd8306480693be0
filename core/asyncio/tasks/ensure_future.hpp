#pragma once

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
Task<typename C::value_type> create_task(C coro, std::optional<std::string> name = {},
                                         SourceLocation where = SourceLocation::current()) {
    return get_running_loop().create_task(std::move(coro), std::move(name), where);
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
    return get_event_loop(where).create_task(std::move(coro), {}, where);
}

}  // namespace corodemo::asyncio
