#pragma once

#include <iosfwd>
#include <span>
#include <string_view>

#include <CLI/CLI.hpp>

#include "scenarios/localized.hpp"

namespace corodemo::app {

/// What an installation needs besides the program, which the program makes itself.
struct Generated {
    std::string_view name;
    Localized what;
    /// `app` has the options of every command.
    void (*print)(const CLI::App& app, Language language, std::ostream& out);
};

/// The manual page, and completions for shells.
std::span<const Generated> generated();
/// The one with that name, or null.
const Generated* find_generated(std::string_view name);

}  // namespace corodemo::app
