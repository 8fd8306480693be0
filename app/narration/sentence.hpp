#pragma once

#include "app/narration/step.hpp"
#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// A step in one sentence: who acts, why, and the consequences. The actor is painted `run`, the
/// step that caused it `ready`, what the program prints `bold`.
StyledText sentence(const Step& step, const Steps& steps, const Style& style);

/// The last sentence: how the program ended.
StyledText last_sentence(const trace::Outcome& outcome, const Style& style);

}  // namespace corodemo::app
