#pragma once

#include <iosfwd>

#include "app/commands/run.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

/// Prints a scenario's lesson: its program in Python beside C++, what to look for, and the rule of
/// asyncio behind it, as the requested Python has it. `command` is the request as typed: "gather
/// --python 3.6".
void explain(const RunRequest& request, std::string_view command, const Style& style,
             std::ostream& out);

}  // namespace corodemo::app
