// error: .*a coroutine is awaited only once, and moved from

#include "core/coro/coro.hpp"

namespace corodemo::tests {

coro::Coro<> nothing() {
    co_return;
}

/// Not even once without std::move(), which shows the reader that it is moved from.
coro::Coro<> awaits_by_name() {
    auto coroutine = nothing();
    co_await coroutine;
}

}  // namespace corodemo::tests
