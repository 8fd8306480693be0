#pragma once

#include <iosfwd>

#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// Writes the step-by-step text as a terminal recording in asciinema's format (v2): one second per
/// step, and a marker at the beginning of each iteration, to which players can jump.   Throws:
/// ReplayError.
void render_asciicast(const trace::Trace& trace, const Style& style, std::ostream& out);

}  // namespace corodemo::app
