#pragma once

#include <iosfwd>

#include <CLI/CLI.hpp>

#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Prints corodemo(1), for `man`: what --help says of every command, and what holds for all of
/// them. `app` has the options of every command.
void print_manual_page(const CLI::App& app, Language language, std::ostream& out);

}  // namespace corodemo::app
