#pragma once

#include <concepts>
#include <exception>
#include <utility>

#include "core/asyncio/tasks/ensure_future.hpp"
#include "core/coro/block.hpp"

namespace corodemo::asyncio {

using coro::Block;

/// Python's asynchronous context manager. aexit() gets what the block raised, or null, and returns
/// whether that has been dealt with.
template <class Manager>
concept AsyncContextManager = requires(Manager& manager, std::exception_ptr raised) {
    manager.aenter();
    { manager.aexit(raised) } -> std::same_as<Coro<bool>>;
};

/// Runs a block between the entry and the exit of a context manager. Follows `async with`:
///
///     co_await async_with(group, [&]() -> Block {     // async with group:
///         group.create_task(work());                  //     group.create_task(work())
///     });
///
/// Throws: what the block raised, unless aexit() says that it has dealt with it; or what aenter()
/// or aexit() raises.
template <AsyncContextManager Manager, class Body>
    requires std::same_as<std::invoke_result_t<Body&>, Block>
Coro<> async_with(Manager manager, Body body, CallSite /*call*/ = CallSite::library("async_with")) {
    co_await manager.aenter();
    std::exception_ptr raised;
    try {
        Coro<> block = body();
        co_await std::move(block);
    } catch (...) {
        raised = std::current_exception();
    }
    get_running_loop().current_task()->note_end_of_block();
    const bool dealt_with = co_await manager.aexit(raised);
    if (raised && !dealt_with) {
        std::rethrow_exception(raised);
    }
}

}  // namespace corodemo::asyncio
