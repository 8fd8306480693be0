#pragma once

#include <iosfwd>
#include <string>

#include "app/terminal/styled_text.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::app {

/// The CPython versions on which a scenario's program ends as intended, found by running it:
/// "3.6-3.10".
std::string versions_text(const scenarios::Scenario& scenario);

/// Lists every scenario in teaching order: its name, the section of the tutorial, its title, and
/// the versions on which it works.
void list_scenarios(const Style& style, std::ostream& out);
/// The same, machine-readable: an array of objects, with the titles in both languages.
void list_scenarios_as_json(std::ostream& out);

/// Lists every output format: its name, its file extension, its purpose.
void list_formats(const Style& style, std::ostream& out);

/// The program's version, its compiler, and the supported CPython versions.
std::string version_text();

}  // namespace corodemo::app
