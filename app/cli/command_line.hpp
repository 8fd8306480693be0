#pragma once

#include "scenarios/localized.hpp"

namespace corodemo::app {

/// The language of help and errors, before anything is parsed: the last --lang, or the locale's.
Language language_of(int argc, const char* const* argv);

/// Parses the command line and does what it says; returns the exit status. Errors are one line on
/// standard error.
int run_command_line(int argc, const char* const* argv);

}  // namespace corodemo::app
