#pragma once

#include <functional>
#include <string>
#include <utility>

#include "core/asyncio/events.hpp"

namespace corodemo::asyncio {

namespace detail {

void check_has_to_thread();

template <class T>
Coro<T> to_thread(std::string name, std::function<T()> job,
                  CallSite /*call*/ = CallSite::library("to_thread")) {
    EventLoop& loop = get_running_loop();
    loop.note_await_line();
    std::function<T()> in_context = [context = copy_of_context(), job]() mutable {
        const EnteredContext entered(context);
        return job();
    };
    const Future<T> future =
        loop.submit_job<T>(std::move(name), std::move(in_context), "to_thread");
    co_return co_await future;
}

}  // namespace detail

/// Runs a function that blocks in another thread, so that the loop runs on: awaits its value. It
/// has the context variables of the caller. Follows asyncio.to_thread (3.9).
///
///     std::string text = co_await to_thread(named("read", read), "file");
///
/// Executor says what a thread is here.
/// Throws: what the function raises; AttributeError before 3.9.
template <class Function, class... Arguments>
Coro<std::invoke_result_t<Function, Arguments...>> to_thread(Named<Function> function,
                                                             Arguments... arguments) {
    using T = std::invoke_result_t<Function, Arguments...>;
    detail::check_has_to_thread();
    return detail::to_thread<T>(std::move(function.name),
                                job_of(std::move(function.function), std::move(arguments)...));
}

}  // namespace corodemo::asyncio
