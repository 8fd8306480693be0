#pragma once

#include <vector>

#include "core/trace/replay.hpp"

namespace corodemo::app {

/// The items of a queue, as far as known, in the order in which get() will take them. asyncio keeps
/// those of a PriorityQueue as a heap: they are put in order where their texts show it, numbers,
/// strings and tuples of these. Of a heap that the trace has not completely, only the first one is
/// certain.
std::vector<trace::Text> next_items(const trace::ObjectStateNow& queue);

}  // namespace corodemo::app
