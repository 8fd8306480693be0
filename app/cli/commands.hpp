#pragma once

#include <functional>
#include <span>
#include <string>

#include <CLI/CLI.hpp>

#include "app/cli/options.hpp"

namespace corodemo::app {

/// Reads a scenario and its options that are one word of another command: `'gather --python 3.6'`.
using ParseSide = std::function<RunRequest(const std::string&)>;

/// Adds every command and option to `app`, with help in that language. What is typed goes to
/// `words`; a command acts as soon as all is read. `typed` is the whole command line: a scenario
/// that is not in it gets no options, and if its first word is a command, no command is added that
/// is not in it.
void add_commands(CLI::App& app, Options& options, Language language, ParseSide parse_side,
                  std::span<const char* const> typed);

}  // namespace corodemo::app
