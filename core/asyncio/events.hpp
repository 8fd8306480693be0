#pragma once

#include "core/asyncio/event_loop.hpp"

// Which loop is used where none is given. Follows asyncio.events.

namespace corodemo::asyncio {

/// The running loop.   Throws: RuntimeError if there is none.
EventLoop& get_running_loop();
/// The running loop, or else the one that was set; before 3.14, if there is neither, a new one
/// (with a warning in 3.12 and 3.13).   Throws: RuntimeError if there is neither, since 3.14.
EventLoop& get_event_loop(SourceLocation where = SourceLocation::current());
EventLoop& new_event_loop(SourceLocation where = SourceLocation::current());
void set_event_loop(EventLoop* loop);

}  // namespace corodemo::asyncio
