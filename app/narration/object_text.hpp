#pragma once

#include <string>

#include "app/terminal/styled_text.hpp"
#include "core/trace/replay.hpp"

namespace corodemo::app {

/// The state of a queue, a lock or the like in a few words: `2/3 ['a', 'b'], put: T1`, `held by T2,
/// waiting T3 T4`, `free`. Who has been woken up waits no more. Safe to display.
std::string object_text(const trace::ObjectStateNow& object, const trace::Replay& state,
                        const Style& style);

}  // namespace corodemo::app
