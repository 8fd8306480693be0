#pragma once

#include <functional>
#include <span>
#include <string>

#include <CLI/CLI.hpp>

#include "app/cli/options.hpp"

namespace corodemo::app {

/// Parses a scenario and its options, given as one argument of another command:
/// `'gather --python 3.6'`.
using ParseSide = std::function<RunRequest(const std::string&)>;

/// Adds every command and option to `app`, with help in that language. What is parsed goes to
/// `options`; a command acts as soon as everything is parsed. `typed` is the whole command line: a
/// scenario that is not in it gets no options, and if it begins with a command, only commands that
/// are in it are added.
void add_commands(CLI::App& app, Options& options, Language language, ParseSide parse_side,
                  std::span<const char* const> typed);

}  // namespace corodemo::app
