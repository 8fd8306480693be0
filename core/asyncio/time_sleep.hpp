#pragma once

#include "core/asyncio/exceptions.hpp"
#include "core/asyncio/interpreter.hpp"

namespace corodemo::asyncio {

/// Python's time.sleep(): blocks the thread, and with it the event loop. The clock advances while
/// no task runs.   Throws: ValueError.
inline void time_sleep(Duration delay, SourceLocation where = SourceLocation::current()) {
    here(where);
    if (delay.count() < 0) {
        throw ValueError("sleep length must be non-negative");
    }
    if (delay.count() == 0) {
        return;
    }
    Interpreter& now = interpreter();
    const Time from = now.now();
    now.advance_to(deadline_after(from, delay));
    now.reporter().blocked(from, now.now());
}

}  // namespace corodemo::asyncio
