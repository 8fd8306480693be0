#pragma once

#include <string>

#include "app/files/memory_bound.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

/// Says that the file holds a valid trace, or throws what is wrong with it, and at which event.
/// Throws: CommandError.
void check(const std::string& trace_file, const MemoryBound& memory, const DisplayOptions& display);

}  // namespace corodemo::app
