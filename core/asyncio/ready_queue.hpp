#pragma once

#include <cstdint>

#include "core/asyncio/future_base.hpp"
#include "core/asyncio/ring.hpp"

namespace corodemo::asyncio {

/// A handle in the ready queue: what to run, and with what. Only a handle that the program can
/// cancel is an object of its own (HandleObject); stepping a task or calling a future's callback
/// needs no more than this.
struct Ready {
    Role role{};
    std::uint32_t handle = 0;  ///< the number of its Id in the trace, if there is one
    /// step, wakeup: a TaskBase. callback: a CallbackObject. Otherwise a HandleObject (of a timer:
    /// a TimerObject).
    Ref<RefCounted> target = {};
    /// wakeup, callback: the future that is done.
    Ref<FutureBase> argument = {};
    EventNumber scheduled = 0;  ///< the event that scheduled it

    [[nodiscard]] Id id() const { return {Id::kHandle, handle}; }
};

/// Follows BaseEventLoop._ready.
using ReadyQueue = Ring<Ready>;

}  // namespace corodemo::asyncio
