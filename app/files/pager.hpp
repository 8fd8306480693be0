#pragma once

#include "app/files/output.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

/// Writes a text that may be long to standard output. On a terminal it goes through the user's
/// pager: $PAGER, by default `less`, which is told to leave a text that fits the screen in place
/// and to keep colours (LESS=FRX, unless it is set). Without a pager, or with --no-pager, it is
/// written directly.   Throws: FileError, OutputClosed.
void write_to_pager(const DisplayOptions& display, const Writer& write);

}  // namespace corodemo::app
