#pragma once

#include <utility>

#include "core/asyncio/exceptions.hpp"
#include "core/asyncio/interpreter.hpp"

namespace corodemo::asyncio {

/// What `async with` has acquired: releases it at the end of the block, as the `__aexit__` of
/// asyncio's classes does. An error of that release, which Python would raise there, is ignored.
template <class Object>
class Held {
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

}  // namespace corodemo::asyncio
