#pragma once

#include <vector>

#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// The numbered lines of the Python program to which a trace refers: of a short program all but
/// its imports, of a long one those that ran, each with the head of its function. Empty if the
/// trace has no Python program.
std::vector<StyledText> listing_lines(const trace::Trace& trace, const Style& style);

}  // namespace corodemo::app
