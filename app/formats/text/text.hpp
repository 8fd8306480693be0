#pragma once

#include <cstdint>
#include <iosfwd>

#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// How detailed the text is.
enum class Detail : std::uint8_t {
    brief,   ///< one line per iteration
    normal,  ///< one line per step, the program's output, and a chart of the tasks
    full,    ///< one line per event
};

/// Writes a trace as text, for a terminal or a file. No line is wider than the style's width (at
/// least 60 columns). Throws: ReplayError, for an impossible trace, after writing what precedes the
/// error.
void render_text(const trace::Trace& trace, const Style& style, Detail detail, std::ostream& out);

}  // namespace corodemo::app
