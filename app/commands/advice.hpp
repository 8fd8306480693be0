#pragma once

#include <iosfwd>

#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// Prints what is wrong with the program that left a trace, and what to write instead: a line or
/// more for each mistake.
void print_advice(const trace::Trace& trace, const Style& style, std::ostream& out);

}  // namespace corodemo::app
