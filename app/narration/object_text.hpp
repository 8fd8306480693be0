#pragma once

#include <string>

#include "app/terminal/styled_text.hpp"
#include "core/trace/replay.hpp"

namespace corodemo::app {

/// The state of a queue, a lock or the like in a few words: `2/3 ['a', 'b']`, `held by T2, waiting
/// T3 T4`, `free`. Safe to display.
std::string object_text(const trace::ObjectStateNow& object, const Style& style);

}  // namespace corodemo::app
