#pragma once

#include <iosfwd>

#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Writes a playback as the page reads it: lines of JSON that can each be parsed alone, so that the
/// page opens at once however long the playback is. app/formats/html/player/playback.js reads them.
/// No line contains a `<`, so none can end the script element that holds it.
///
/// The first line is the head, the last one the tail; the lines in between are snapshots. All that
/// is to be read is there in both languages:
///
///     text      a string, the same in both; or [English, Chinese]; or the index of such a text in
///               the table, where it occurs often; or a sentence, which begins with a number
///     sentence  [template, argument...]: the index of a template in the table, and a text each.
///               A template is [pieces in English, pieces in Chinese]. A piece is a string; or a
///               number, the index of an argument; or [paint, piece...], where the paint is `run`
///               (who acts), `cause` (a link to the step that caused it), `out` (what was printed),
///               or `line` (the number of a line of the Python listing)
///
/// The head has what must be known before all is read:
///
///     name, title, python, arguments  of the program; the title is a text
///     lang      "en" or "zh": the language to begin with
///     steps, runs  how many scheduling decisions and runs there are
///     order     the option that chose the orders of sets and sleeps: "--schedule @1/@2"; or ""
///     clock     "virtual", "mixed" or "real"
///     end, last the latest time that the clock reaches, and the latest deadline, in nanoseconds
///     bay       whether a task ever waits without a timer of its own
///     internal  the numbers of the tasks that asyncio.run() creates for its own ends
///     variables whether the trace tells of variables
///     objects   whether the trace tells of queues, locks and the like
///     names     of the tasks, if they differ: [how many in a row, name]
///     lesson    what to look for, texts in which #4 is step 4; may be empty
///     lines     the first line of the C++ listing for each line of the Python listing
///     listings  `python`, `cpp`: {file, text} each
///
/// The tail has `prints`, the indexes of the snapshots that print; the tables `texts` and
/// `sentences`; and `advice`: [step, line or 0, sentence, file] each.
///
/// A snapshot has
///
///     n, p      number of the scheduling decision; position after that decision (else 0)
///     k         t task, j jump, m timer, c callback, l call, s skipped, h hung, p program, e end
///     i, r      iteration, run (else 1)
///     t, f      the time in nanoseconds; the time before, if it was another
///     w         the thread, if it is not the main one
///     a, e      the task that ran; the eager tasks whose first steps are nested in that
///     u         1 if a callback of the program's ran, which is no task
///     b         the label of its block, one or two texts
///     s         a sentence
///     v         the same in short: [title, who, verb, outcome], texts of which `who` and `outcome`
///               may be ""
///     c         the step that caused it
///     l         the program's position: line of the Python listing, of the C++ listing, and the
///               file if it is not the main one
///     o         lines of output, in order: [text, lane, 1 if the program did not print it, line of
///               the Python listing or [line, file], line of the C++ listing]; 0 if it is unknown
///     g         1 if it only belongs to the usual end of asyncio.run()
///
/// and the changes since the snapshot before: `T` tasks, `q` the ready queue (how many were removed
/// from its front, and which were appended), `Q` the whole ready queue, `L` how many of it still
/// run in this iteration, `m` timers (removed, set), `x` variables, `z` queues, locks and the like.
/// Now and then, `K` has the complete state, in `T`, `Q`, `L`, `M`, `X` and `Z`: a keyframe.
///
///     task      [number, phase (0 ready, 1 running, 2 waiting, 3 done), line of the Python listing
///               or [line, file], line of the C++ listing, 1 if it has started, what it awaits or
///               awaited until it got ready (a text), its await stack (a text), how it ended].
///               Until it starts, its lines are those of its function's definition; 0 if unknown.
///               How it ended is there only if it is done: [0 returned, 1 raised, 2 cancelled,
///               3 destroyed while pending, the value or error (a text)]
///     handle    [handle, kind (0 a task's step, 1 timer, 2 done callback, 3 call), task or 0, name
///               (a text), what it will do (a text), the step in which it joined the ready queue or
///               0 if the program scheduled it, 1 if it is cancelled]
///     variable  [task or 0 for the module, name, value (a text; "" if it is gone), 1 if it is a
///               copy of another one that has changed]
///     timer     [handle, when, kind (0 sleep, 1 timeout, 2 call_later or call_at), task or 0, name
///               (a text), the line of the Python listing where it was set, or 0]
///     object    [id, the name of its class (a string), its state (a text), the line of the Python
///               listing or [line, file] where it was created, or 0]
///
/// `language` is the one to begin with.
void write_playback(const trace::Trace& trace, Language language, std::ostream& out);

}  // namespace corodemo::app
