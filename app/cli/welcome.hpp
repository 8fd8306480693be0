#pragma once

#include <iosfwd>

#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

/// What `corodemo` without arguments prints: what it is, three examples, the scenarios.
void print_welcome(const Style& style, std::ostream& out);

}  // namespace corodemo::app
