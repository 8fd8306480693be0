#pragma once

#include <exception>
#include <utility>

#include "core/asyncio/events.hpp"

namespace corodemo::asyncio {

/// What `async with` has acquired: releases it at the end of the block, as the `__aexit__` of
/// asyncio's classes does. What that raises, as when the block has released a lock itself, is
/// ignored: async_with(object, block) raises it, as Python does.
template <class Object>
class [[nodiscard("dropped, it is released at once")]] Held {
public:
    /// `where` is that of the program's `async with`, if it is one of the program's.
    explicit Held(Ref<Object> object, SourceLocation where = {})
        : object_(std::move(object)),
          where_(where) {}
    Held(Held&& other) noexcept = default;
    Held& operator=(Held&&) = delete;
    ~Held() {
        if (!object_) {
            return;
        }
        const bool at_beginning = interpreter().python().has(Behaviour::with_ends_where_it_begins);
        if (at_beginning && where_.line() != 0) {
            here(where_);
        }
        try {
            object_->release();
        } catch (const Exception&) {  // NOLINT(bugprone-empty-catch): a destructor throws nothing
        }
    }

private:
    Ref<Object> object_;
    SourceLocation where_;
};

/// The exit of async_with(object, block), which can raise.
template <class Object>
Coro<bool> release_at_exit(Ref<Object> object, CallSite /*call*/ = CallSite::library("__aexit__")) {
    get_running_loop().note_await_line();
    object->release();
    co_return false;
}

}  // namespace corodemo::asyncio
