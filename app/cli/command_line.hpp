#pragma once

namespace corodemo::app {

/// Parses the command line and does what it says; returns the exit status. Errors are one line on
/// standard error.
int run_command_line(int argc, const char* const* argv);

}  // namespace corodemo::app
