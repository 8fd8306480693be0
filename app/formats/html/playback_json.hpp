#pragma once

#include <iosfwd>

#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// Writes a playback as the page reads it: lines of JSON that can each be parsed alone, so that the
/// page opens at once however long the playback is. app/formats/html/player/playback.js reads them.
/// No line contains a `<`, so none can end the script element that holds it.
///
/// The first line is the head: the program, its listings, the number of steps. The last line is the
/// tail: the numbers of the snapshots that print (`prints`), and the table `phrases` of texts that
/// occur often; a phrase, below, is a text or its index in that table. The lines in between are
/// snapshots:
///
///     n, p      number of the scheduling decision; position after that decision (else 0)
///     k         task, jump, m timer, callback, l call, skipped, program, hung, end
///     i, r      iteration, run (else 1)
///     t         virtual time in nanoseconds
///     a         the task that ran
///     b         the label of its block, one or two lines
///     s         the sentence, in pieces: [paint, phrase] or a phrase
///     c         the step that caused it
///     l         the program's position: line of the Python listing, of the C++ listing
///     o, z      lines printed, phrases; warnings and the like
///
/// and the changes since the snapshot before: `T` tasks, `q` the ready queue (how many were removed
/// from its front, and which were appended), `Q` the whole ready queue, `L` how many of it still
/// run in this iteration, `m` timers (removed, set). Now and then, `K` has the complete state: a
/// keyframe.
void write_playback(const trace::Trace& trace, const Style& style, std::ostream& out);

}  // namespace corodemo::app
