#pragma once

#include <iosfwd>
#include <string_view>
#include <vector>

#include "app/terminal/styled_text.hpp"
#include "scenarios/scenario.hpp"

// What the pages have in common that are there to be read: the guide, a lesson, the claims.

namespace corodemo::app {

/// A line.
void print_line(const StyledText& line, const Style& style, std::ostream& out);

/// A paragraph, its first line behind `first`, the others below it.
void print_paragraph(const StyledText& first, const StyledText& text, const Style& style,
                     std::ostream& out);

/// Takes off what fits of a line of code, its indentation kept: up to a blank, or behind a bracket,
/// a comma or a point.
StyledText take_code(StyledText& code, std::size_t width);

/// Lines of code, each behind `indent`.
void print_code(const StyledText& indent, std::string_view code, const Style& style,
                std::ostream& out);

/// A text's lines, without their ends.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace corodemo::app
