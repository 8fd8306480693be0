#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "core/asyncio/handle.hpp"

namespace corodemo::asyncio {

/// What a future schedules once it is done: the wakeup of a task, or a callback.
struct DoneCallback {
    enum class Kind : std::uint8_t { wakeup, callback };
    Kind kind{};
    Ref<RefCounted> target = {};  ///< a TaskBase, or a CallbackObject
};

/// The done callbacks of one future, in the order in which they were added. Nearly every future has
/// exactly one, so the first is stored inline, and a vector is allocated only for any others.
class DoneCallbacks {
public:
    void add(DoneCallback callback) {
        if (!first_.target) {
            first_ = std::move(callback);
            return;
        }
        if (!others_) {
            others_ = std::make_unique<std::vector<DoneCallback>>();
        }
        others_->push_back(std::move(callback));
    }
    /// Removes those for which `chosen` is true; returns how many.   Requires: `chosen` adds none.
    template <std::predicate<const DoneCallback&> Chosen>
    std::size_t remove_if(Chosen chosen) {
        DoneCallbacks kept;
        std::size_t removed = 0;
        take_all([&](DoneCallback callback) {
            if (chosen(callback)) {
                ++removed;
            } else {
                kept.add(std::move(callback));
            }
        });
        std::swap(*this, kept);
        return removed;
    }
    /// Moves all of them out, in order, each to a call of `taker`.
    template <std::invocable<DoneCallback> Taker>
    void take_all(Taker taker) {
        if (!first_.target) {
            return;
        }
        const auto others = std::move(others_);
        taker(std::exchange(first_, {}));
        if (others) {
            std::ranges::for_each(*others, [&](DoneCallback& one) { taker(std::move(one)); });
        }
    }
    template <std::invocable<const DoneCallback&> Visitor>
    void for_each(Visitor visitor) const {
        if (first_.target) {
            visitor(first_);
        }
        if (others_) {
            std::ranges::for_each(*others_, visitor);
        }
    }
    void clear() {
        take_all([](const DoneCallback& /*callback*/) {});
    }

private:
    DoneCallback first_;  // without a target: there are no callbacks
    std::unique_ptr<std::vector<DoneCallback>> others_;
};

}  // namespace corodemo::asyncio
