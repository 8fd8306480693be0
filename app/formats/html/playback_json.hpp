#pragma once

#include <iosfwd>

#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// A playback as the page has it: lines of JSON, of which each can be read alone, so that a page
/// opens at once however long the playback is. app/formats/html/player/playback.js reads them. No
/// line has a `<` in it, so that none can end the script element that holds it.
///
/// The first line is the head: which program, its listings, how many steps. The last one is the
/// tail: the numbers of the snapshots that print (`prints`), and `phrases`, the texts that come
/// often; where it says phrase below, there is the text, or its number among them. The others are
/// snapshots:
///
///     n, p      number of the decision; how many snapshots it stands behind it (else 0)
///     k         task, jump, m timer, callback, l call, skipped, program, hung, end
///     i, r      iteration, run (else 1)
///     t         virtual time in nanoseconds
///     a         the task that ran
///     b         what its block says, a line or two
///     s         the sentence, in pieces: [paint, phrase], or a phrase
///     c         the step that brought it about
///     l         where the program stood: line of the Python listing, of the C++ one
///     o, z      lines printed, phrases; warnings and the like
///
/// and what is another than after the snapshot before: `T` tasks, `q` the queue (how many left at
/// its front, and who joined), `Q` the whole queue, `L` how many of it still run in this iteration,
/// `m` timers (who left, who joined). `K`, now and then, has all of that: a keyframe.
void write_playback(const trace::Trace& trace, const Style& style, std::ostream& out);

}  // namespace corodemo::app
