#pragma once

#include <iosfwd>
#include <span>
#include <string>

#include <CLI/CLI.hpp>

#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Prints what may stand in place of the last of the `typed` words, which may be empty: one
/// possibility a line, with a tab and a description if there is one. A line `:files .json .jsonl`
/// stands for files with one of those extensions, `:files` for any, `:folders` for folders. The
/// scripts in app/cli/completions show them.
///
/// `app` has the options of every command; `typed` doesn't begin with the program's name.
void print_completions(const CLI::App& app, std::span<const std::string> typed, Language language,
                       std::ostream& out);

}  // namespace corodemo::app
