#pragma once

#include <iosfwd>

#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Writes a trace as Chrome trace events, for ui.perfetto.dev and chrome://tracing. A step takes no
/// virtual time, so each is drawn one millisecond wide, and virtual time is shown as a counter.
/// Each task is a thread, each wait an asynchronous slice; an arrow leads from what made a task
/// ready to the step in which it runs.   Throws: ReplayError.
void render_perfetto(const trace::Trace& trace, Language language, std::ostream& out);

}  // namespace corodemo::app
