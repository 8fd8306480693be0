#pragma once

#include <string>

#include "core/asyncio/events.hpp"

namespace corodemo::asyncio {

/// What belongs to one event loop: since 3.10 the loop in which a task first waits for it; until
/// 3.9 the one that get_event_loop() returned when it was created. Follows
/// asyncio.mixins._LoopBoundMixin.
class LoopBound {
public:
    LoopBound(const LoopBound&) = delete;
    LoopBound& operator=(const LoopBound&) = delete;

    /// Python's repr() of it, without its address: `<asyncio.locks.Lock object [unlocked]>`.
    [[nodiscard]] virtual std::string repr() const = 0;
    [[nodiscard]] bool is_of_same_loop_as(const LoopBound& other) const {
        return loop_ == other.loop_;
    }

protected:
    explicit LoopBound(SourceLocation where);
    virtual ~LoopBound() = default;

    /// The loop to which it belongs.   Throws: RuntimeError if that is not the running one (since
    /// 3.10), or no loop is running.
    EventLoop& get_loop();

private:
    EventLoop* loop_ = nullptr;
};

}  // namespace corodemo::asyncio
