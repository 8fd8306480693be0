#pragma once

#include <string>

#include "app/commands/side.hpp"
#include "app/files/memory_bound.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

struct DiffRequest {
    SideRequest left;
    SideRequest right;
    bool json = false;
    MemoryBound memory;
};

/// Writes to standard output how the orders in two traces compare, and which events only one of
/// them has. Returns whether both have the same events, ignoring times, ids and line numbers;
/// coroutines are matched by their position in the order of submission.   Throws: CommandError.
bool diff(const DiffRequest& request, const DisplayOptions& options);

}  // namespace corodemo::app
