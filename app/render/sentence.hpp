#pragma once

#include "app/render/step.hpp"
#include "app/style.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// A step in one sentence: who acts, why, and what comes of it. The actor is painted `run`, the
/// step that brought it about `ready`, what the program prints `bold`.
Styled sentence(const Step& step, const Steps& steps, const Style& style);

/// The last sentence: how the program ended.
Styled last_sentence(const trace::Outcome& outcome, const Style& style);

}  // namespace corodemo::app
