#pragma once

#include <functional>
#include <string>
#include <utility>

#include "core/asyncio/handle.hpp"

namespace corodemo::asyncio {

/// What a timer calls of an object that owns the timer. To keep that from being a circle of
/// references, it does not own the object, which has to forget() it when it dies.
class WeakCallback final : public CallbackObject {
public:
    WeakCallback(Owner owner, std::string name, std::function<void()> function)
        : CallbackObject(owner, std::move(name)),
          function_(std::move(function)) {}
    void call(FutureBase* /*future*/) override {
        if (function_) {
            function_();
        }
    }
    void forget() { function_ = nullptr; }

private:
    std::function<void()> function_;
};

}  // namespace corodemo::asyncio
