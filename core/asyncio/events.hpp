#pragma once

#include "core/asyncio/event_loop.hpp"

// Which loop is meant where none is named. Follows asyncio.events.

namespace corodemo::asyncio {

/// The loop that runs.   Throws: RuntimeError.
EventLoop& get_running_loop();
/// The loop that runs, or the one that is set; before 3.14 one is made if none is (3.12, 3.13: with
/// a warning).   Throws: RuntimeError.
EventLoop& get_event_loop(SourceLocation where = SourceLocation::current());
EventLoop& new_event_loop(SourceLocation where = SourceLocation::current());
void set_event_loop(EventLoop* loop);

}  // namespace corodemo::asyncio
