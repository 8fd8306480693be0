#pragma once

#include "core/coro/coro.hpp"

namespace corodemo::coro {

class BlockPromise;

/// The indented block of a Python statement, such as `async with`, where in C++ it has to be a
/// coroutine: a lambda that captures by reference.
///
///     co_await async_with(group, [&]() -> Block { co_await sleep(1s); });
///
/// A trace shows it as part of the function that it stands in: it has no frame there, and the lines
/// of its awaits are lines of that function.
class [[nodiscard]] Block : public Coro<> {
public:
    using promise_type = BlockPromise;

private:
    friend class BlockPromise;
    using Coro::Coro;
};

class BlockPromise final : public PromiseWithAwaits<void> {
public:
    BlockPromise()
        : PromiseWithAwaits(CallSite::library("<block>")) {
        become_block();
    }

    Block get_return_object() {
        coroutine_ = std::coroutine_handle<BlockPromise>::from_promise(*this);
        return Block(*this);  // NOLINT(modernize-return-braced-init-list): explicit
    }
    void return_void() { outcome_.set_value(); }
};

}  // namespace corodemo::coro
