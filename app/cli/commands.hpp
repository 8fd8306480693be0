#pragma once

#include <functional>
#include <span>
#include <string>

#include <CLI/CLI.hpp>

#include "app/cli/options.hpp"

namespace corodemo::app {

/// Parses a scenario and its options, which are given as one argument of another command: `'gather
/// --python 3.6'`.
using ParseRunRequest = std::function<RunRequest(const std::string&)>;

/// Tells what a side of compare or diff is: a program, a scenario, or a trace file. What is none
/// of these is taken for a file if `file_by_default`, otherwise for a scenario.
using ParseSide = std::function<SideRequest(const std::string& typed, bool file_by_default)>;

/// Adds every command and option to `app`, with help in `language`. Values are parsed into
/// `options`; a command runs once everything is parsed. `typed` is the whole command line: a
/// scenario that does not occur in it gets no options, and if it begins with a command, only the
/// commands that occur in it are added.
void add_commands(CLI::App& app, Options& options, Language language,
                  ParseRunRequest parse_run_request, ParseSide parse_side,
                  std::span<const char* const> typed);

/// The same with all options of all commands: for what describes the command line, and doesn't
/// parse it.
void add_all_commands(CLI::App& app, Options& options, Language language);

}  // namespace corodemo::app
