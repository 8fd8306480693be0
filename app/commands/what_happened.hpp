#pragma once

#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// How a run ended, for a summary: "returned [None, None]".
StyledText what_happened(const trace::Outcome& outcome, const Style& style);

}  // namespace corodemo::app
