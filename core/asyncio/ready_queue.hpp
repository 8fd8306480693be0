#pragma once

#include <cstddef>
#include <cstdint>

#include "core/asyncio/future_base.hpp"
#include "core/containers/ring.hpp"

namespace corodemo::asyncio {

/// A handle in the ready queue: what to run, and with what. Only a handle that the program can
/// cancel is an object of its own (HandleObject); stepping a task or calling a future's callback
/// needs no more than this.
struct ReadyHandle {
    Role role{};
    std::uint32_t handle = 0;  ///< the number of its Id in the trace, if there is one
    /// step, wakeup: a TaskBase. callback: a CallbackObject. Otherwise a HandleObject (of a timer:
    /// a TimerObject).
    RefCounted* target = nullptr;
    /// wakeup, callback: the future that is done.
    FutureBase* argument = nullptr;
    EventNumber scheduled = 0;  ///< the event that scheduled it

    [[nodiscard]] Id id() const { return {Id::kHandle, handle}; }
};

/// Follows BaseEventLoop._ready. It has a reference to what is in it, which its plain entries only
/// point to: they go in and out, and to another place, as they are.
class ReadyQueue {
public:
    ReadyQueue() = default;
    ReadyQueue(const ReadyQueue&) = delete;
    ReadyQueue(ReadyQueue&&) = delete;
    ReadyQueue& operator=(const ReadyQueue&) = delete;
    ReadyQueue& operator=(ReadyQueue&&) = delete;
    ~ReadyQueue() { clear(); }

    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    const ReadyHandle& operator[](std::size_t index) const { return entries_[index]; }

    /// Returns it as it stands in the queue.
    [[gnu::always_inline]] ReadyHandle& push_back(const ReadyHandle& ready) {
        static_cast<void>(Ref<RefCounted>(ready.target).detach());
        static_cast<void>(Ref<FutureBase>(ready.argument).detach());
        return entries_.push_back(ReadyHandle(ready));
    }
    /// Hands the first over to `taker`, for which it lives.   Requires: not empty.
    template <class Taker>
    [[gnu::always_inline]] void take_front(Taker taker) {
        const ReadyHandle ready = entries_.pop_front();
        const auto target = Ref<RefCounted>::adopt(ready.target);
        const auto argument = Ref<FutureBase>::adopt(ready.argument);
        taker(ready);
    }
    /// First in, first let go; what that adds, too.
    void clear() {
        while (!empty()) {
            take_front([](const ReadyHandle& /*ready*/) {});
        }
    }

private:
    Ring<ReadyHandle> entries_;
};

}  // namespace corodemo::asyncio
