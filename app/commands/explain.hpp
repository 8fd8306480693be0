#pragma once

#include <iosfwd>

#include "app/terminal/styled_text.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::app {

/// Prints a scenario's lesson: its program in Python beside C++, what to look for, and the rule of
/// asyncio behind it.
void explain(const scenarios::Scenario& scenario, const Style& style, std::ostream& out);

}  // namespace corodemo::app
