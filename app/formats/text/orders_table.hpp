#pragma once

#include <iosfwd>

#include "app/narration/compared_run.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

/// Prints a table of the orders in which two runs submit, start, finish and return, and of what
/// happens in each from the first difference on: side by side, or one below the other on a narrow
/// terminal.
void print_orders_table(const ComparedRun& left, const ComparedRun& right, const Style& style,
                        std::ostream& out);

}  // namespace corodemo::app
