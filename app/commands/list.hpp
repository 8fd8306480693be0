#pragma once

#include <iosfwd>
#include <string>

#include "app/terminal/styled_text.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::app {

/// The CPythons on which a scenario's program ends as it is meant to, found by running it:
/// "3.6-3.10".
std::string versions_text(const scenarios::Scenario& scenario);

/// Every scenario in teaching order: its name, the section of the tutorial, one line, and the
/// versions it runs on.
void list_scenarios(const Style& style, std::ostream& out);
/// The same for programs: an array of objects, with the titles in both languages.
void list_scenarios_as_json(std::ostream& out);

/// Every format that a trace can be written in: its name, the ending of its files, what it is for.
void list_formats(const Style& style, std::ostream& out);

/// The program's version, the compiler that made it, and the CPythons that it covers.
std::string version_text();

}  // namespace corodemo::app
