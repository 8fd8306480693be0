#include "core/asyncio/mixins.hpp"

namespace corodemo::asyncio {

LoopBound::LoopBound(SourceLocation where)
    : loop_(interpreter().python().has(Behaviour::primitives_made_for_a_loop)
                ? &get_event_loop(where)
                : nullptr) {}

EventLoop& LoopBound::get_loop() {
    if (interpreter().python().has(Behaviour::primitives_made_for_a_loop)) {
        return *loop_;
    }
    EventLoop& running = get_running_loop();
    if (loop_ == nullptr) {
        loop_ = &running;
    }
    if (loop_ != &running) {
        throw RuntimeError(repr() + " is bound to a different event loop");
    }
    return running;
}

}  // namespace corodemo::asyncio
