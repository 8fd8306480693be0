#include "core/asyncio/events.hpp"

namespace corodemo::asyncio {

EventLoop& get_running_loop() {
    if (EventLoop* loop = interpreter().running_loop()) {
        return *loop;
    }
    throw RuntimeError("no running event loop");
}

EventLoop& get_event_loop(SourceLocation where) {
    here(where);
    Interpreter& now = interpreter();
    if (EventLoop* loop = now.running_loop() != nullptr ? now.running_loop() : now.set_loop()) {
        return *loop;
    }
    if (now.set_called() || !now.python().has(Behaviour::get_event_loop_makes_one)) {
        throw RuntimeError(std::string(PythonVersion::text(Behaviour::get_event_loop_makes_one)));
    }
    if (now.python().has(Behaviour::get_event_loop_warns)) {
        now.warn_deprecated(Behaviour::get_event_loop_warns, where.line());
    }
    EventLoop& loop = now.make_loop();
    now.set_event_loop(&loop);
    return loop;
}

EventLoop& new_event_loop(SourceLocation where) {
    here(where);
    return interpreter().make_loop();
}

void set_event_loop(EventLoop* loop) {
    interpreter().set_event_loop(loop);
}

}  // namespace corodemo::asyncio
