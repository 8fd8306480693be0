#pragma once

#include <string>

#include "app/files/memory_bound.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

struct DiffRequest {
    std::string left_file;  ///< "-": standard input
    std::string right_file;
    bool json = false;
    MemoryBound memory;
};

/// Writes to standard output how the orders in two traces compare, and which events only one of
/// them has. Returns whether both have the same events, ignoring times, ids and line numbers;
/// coroutines are matched by their position in the order of submission.   Throws: CommandError.
bool diff(const DiffRequest& request, const DisplayOptions& options);

}  // namespace corodemo::app
