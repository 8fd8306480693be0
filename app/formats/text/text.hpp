#pragma once

#include <cstdint>
#include <iosfwd>

#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// How much of a trace its text tells.
enum class Detail : std::uint8_t {
    brief,   ///< a line for each iteration
    normal,  ///< a line for each step, what the program printed, and a chart of the tasks
    full,    ///< a line for each event
};

/// Writes a trace as text, for a terminal as for a file. No line is wider than the style says (60
/// columns at least). Throws: ReplayError, for a trace that can't be; what came before is written.
void render_text(const trace::Trace& trace, const Style& style, Detail detail, std::ostream& out);

}  // namespace corodemo::app
