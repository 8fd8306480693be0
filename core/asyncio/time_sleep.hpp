#pragma once

#include "core/asyncio/exceptions.hpp"
#include "core/asyncio/interpreter.hpp"

namespace corodemo::asyncio {

/// Python's time.sleep(): blocks the thread, and in the loop's own thread the loop: the clock
/// advances while no task runs. In a job of an executor it is the time that the job takes.
/// Throws: ValueError.
inline void time_sleep(Duration delay, SourceLocation where = SourceLocation::current()) {
    here(where);
    if (delay.count() < 0) {
        throw ValueError("sleep length must be non-negative");
    }
    if (delay.count() > 0) {
        interpreter().block(delay);
    }
}

}  // namespace corodemo::asyncio
