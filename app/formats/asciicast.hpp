#pragma once

#include <iosfwd>

#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// Writes the step-by-step text as a playback of a terminal, in asciinema's format (v2): a second a
/// step, and a marker where an iteration begins, to which players jump.   Throws: ReplayError.
void render_asciicast(const trace::Trace& trace, const Style& style, std::ostream& out);

}  // namespace corodemo::app
