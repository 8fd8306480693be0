#pragma once

#include "scenarios/localized.hpp"

namespace corodemo::app {

/// The language of help and errors before anything is parsed: the last --lang, or else the
/// locale's.
Language language_of(int argc, const char* const* argv);

/// Parses the command line and runs the command; returns the exit status. An error is one line on
/// standard error.
int run_command_line(int argc, const char* const* argv);

}  // namespace corodemo::app
