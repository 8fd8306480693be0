#pragma once

#include <cstdint>
#include <iosfwd>
#include <limits>

#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// How detailed the text is.
enum class Detail : std::uint8_t {
    brief,   ///< what each iteration did
    normal,  ///< a sentence per step, the ready queue after it, and a chart of the tasks
    full,    ///< one line per event
};

/// The part of a trace that is shown step by step. A step keeps its number.
struct Part {
    std::uint64_t first = 0;  ///< step
    std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
    std::uint32_t task = 0;  ///< only what concerns it; 0: all tasks
    bool shutdown = false;   ///< the runs with which asyncio.run() ends, too

    [[nodiscard]] bool whole() const {
        return first == 0 && last == std::numeric_limits<std::uint64_t>::max() && task == 0;
    }
};

/// Writes a trace as text, for a terminal or a file. No line is wider than the style's width (at
/// least 60 columns). `part` counts for Detail::normal. Throws: ReplayError, for an impossible
/// trace, after writing what precedes the error.
void render_text(const trace::Trace& trace, const Style& style, Detail detail, std::ostream& out,
                 const Part& part = {});

}  // namespace corodemo::app
