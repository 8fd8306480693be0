#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include "core/coro/await_stack.hpp"

namespace corodemo::coro {

/// The object with the three `await_*` functions. Its await_suspend has to park the AwaitStack, so
/// that the task knows what it waits for; one that takes a std::coroutine_handle cannot, and is not
/// an Awaiter here.
template <class A>
concept Awaiter = requires(A& awaiter, Awaiting awaiting) {
    { awaiter.await_ready() } -> std::convertible_to<bool>;
    awaiter.await_suspend(awaiting);
    awaiter.await_resume();
};

/// What may follow co_await, apart from coroutines: an awaiter, or something that makes one.
template <class A>
concept Awaitable = !std::derived_from<std::remove_cvref_t<A>, CoroBase> &&
                    (Awaiter<std::remove_cvref_t<A>> || requires(A&& awaitable) {
                        { std::forward<A>(awaitable).operator co_await() } -> Awaiter;
                    });

/// The awaiter of an awaitable. By value, since g++ 12 silently copies one that is returned by
/// reference.
template <Awaitable A>
auto awaiter_of(A&& awaitable) {
    if constexpr (requires { std::forward<A>(awaitable).operator co_await(); }) {
        return std::forward<A>(awaitable).operator co_await();
    } else {
        return std::remove_cvref_t<A>(std::forward<A>(awaitable));
    }
}

}  // namespace corodemo::coro
