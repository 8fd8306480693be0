#pragma once

#include <cstddef>
#include <cstdint>

#include "core/asyncio/future_base.hpp"
#include "core/containers/ring.hpp"

namespace corodemo::asyncio {

/// A handle in the ready queue: what to call, and with what. Only a handle that the program can
/// cancel is an object of its own (HandleObject); stepping a task or calling a future's callback
/// needs no more than this.
struct ReadyHandle {
    enum class Kind : std::uint8_t {
        step,           ///< `target` is a TaskBase
        wakeup,         ///< `target` is a TaskBase, and `argument` the future that it awaited
        done_callback,  ///< `target` is a CallbackObject, and `argument` the future that is done
        handle,         ///< `target` is a HandleObject: from call_soon(), or a timer that is due
    };

    Kind kind{};
    std::uint32_t number = 0;  ///< the reporter's: the number of its Id in the trace
    RefCounted* target = nullptr;
    FutureBase* argument = nullptr;
    EventNumber scheduled = 0;  ///< the reporter's: the event that scheduled it
};

/// Follows BaseEventLoop._ready. It owns a reference to each target and argument. Its entries hold
/// plain pointers, so that they are trivial to move.
class ReadyQueue {
public:
    using Kind = ReadyHandle::Kind;

    ReadyQueue() = default;
    ReadyQueue(const ReadyQueue&) = delete;
    ReadyQueue(ReadyQueue&&) = delete;
    ReadyQueue& operator=(const ReadyQueue&) = delete;
    ReadyQueue& operator=(ReadyQueue&&) = delete;
    ~ReadyQueue() { clear(); }

    [[nodiscard]] bool empty() const { return handles_.empty(); }
    [[nodiscard]] std::size_t size() const { return handles_.size(); }
    const ReadyHandle& operator[](std::size_t index) const { return handles_[index]; }

    /// Returns the entry in the queue.
    [[gnu::always_inline]] ReadyHandle& push_back(Kind kind, RefCounted* target,
                                                  FutureBase* argument = nullptr) {
        static_cast<void>(Ref<RefCounted>(target).detach());
        static_cast<void>(Ref<FutureBase>(argument).detach());
        return handles_.emplace_back(kind, 0U, target, argument);
    }
    /// Removes the first and calls `taker` with it, which keeps it alive that long.   Requires: not
    /// empty.
    template <class Taker>
    [[gnu::always_inline]] void take_front(Taker taker) {
        const ReadyHandle handle = handles_.pop_front();
        const auto target = Ref<RefCounted>::adopt(handle.target);
        const auto argument = Ref<FutureBase>::adopt(handle.argument);
        taker(handle);
    }
    /// Releases all in order, including those that are added by their destructors.
    void clear() {
        while (!empty()) {
            take_front([](const ReadyHandle& /*handle*/) {});
        }
    }

private:
    containers::Ring<ReadyHandle> handles_;
};

}  // namespace corodemo::asyncio
