#pragma once

#include "core/asyncio/exceptions.hpp"
#include "core/asyncio/interpreter.hpp"

namespace corodemo::asyncio {

/// Python's time.sleep(): stops the whole thread. The clock moves on, and neither the loop nor any
/// task does anything meanwhile.   Throws: ValueError.
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
