#pragma once

#include <iosfwd>

#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Writes a trace as Chrome trace events, which ui.perfetto.dev and chrome://tracing show. Under
/// virtual time a step takes no time, so a step is a millisecond wide there; the real virtual time
/// is a counter. A thread a task, an asynchronous slice for each wait, an arrow from what made a
/// task ready to the step in which it runs.   Throws: ReplayError.
void render_perfetto(const trace::Trace& trace, Language language, std::ostream& out);

}  // namespace corodemo::app
