#pragma once

#include <cstddef>
#include <deque>
#include <utility>

#include "core/asyncio/future_base.hpp"

namespace corodemo::asyncio {

/// A handle in the ready queue: what to run, and with what. Only a handle that the program can
/// cancel is an object of its own (HandleObject); stepping a task or calling a future's callback
/// needs no more than this.
struct Ready {
    Role role{};
    /// step, wakeup: a TaskBase. callback: a CallbackObject. Otherwise a HandleObject (of a timer:
    /// a TimerObject).
    Ref<RefCounted> target;
    /// wakeup, callback: the future that is done.
    Ref<FutureBase> argument;
    Id handle{};                ///< in the trace, if there is one
    EventNumber scheduled = 0;  ///< the event that scheduled it
};

/// First in, first out. Follows BaseEventLoop._ready.
class ReadyQueue {
public:
    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }

    void push_back(Ready ready) { entries_.push_back(std::move(ready)); }
    [[nodiscard]] Ready& back() { return entries_.back(); }
    Ready pop_front() {
        Ready first = std::move(entries_.front());
        entries_.pop_front();
        return first;
    }
    void clear() { entries_.clear(); }

    [[nodiscard]] auto begin() const { return entries_.begin(); }
    [[nodiscard]] auto end() const { return entries_.end(); }

private:
    std::deque<Ready> entries_;
};

}  // namespace corodemo::asyncio
