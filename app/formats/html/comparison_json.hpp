#pragma once

#include <iosfwd>

#include "app/message.hpp"
#include "app/narration/pairing.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// What a page says of two traces that it shows side by side.
struct PageComparison {
    Message verdict;  ///< whether their orders are the same
    Message rule;     ///< what has to be known of them, and the rules behind their orders
    PairedBy paired_by{};
};

/// Writes a comparison as the page reads it, a line of JSON in ASCII, without a `<`.
/// app/formats/html/player/comparison.js reads it:
///
///     verdict   "wait and gather: different orders"
///     rule      why; "" if there is nothing to say. Both are a string, or [English, Chinese]
///     aligned   which snapshots of the two playbacks belong together, in order: [index in the
///               first, index in the second] each, null where one has no counterpart
///     differs   the indexes in `aligned` of those that differ
///     first     the first of these; null if there is none
void write_comparison(const PageComparison& comparison, const trace::Trace& left,
                      const trace::Trace& right, std::ostream& out);

}  // namespace corodemo::app
