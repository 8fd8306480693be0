#pragma once

#include <iosfwd>
#include <string_view>
#include <vector>

#include "app/terminal/styled_text.hpp"
#include "scenarios/scenario.hpp"

// Shared by output that is read as prose: the welcome, lessons, claims.

namespace corodemo::app {

/// Prints one line.
void print_line(const StyledText& line, const Style& style, std::ostream& out);

/// Prints a paragraph: its first line is prefixed with `first`, the others are indented to match.
void print_paragraph(const StyledText& first, const StyledText& text, const Style& style,
                     std::ostream& out);

/// Takes off as much of a line of code as fits, including its indentation: it breaks at a space, or
/// after a bracket, comma or period.
StyledText take_code(StyledText& code, std::size_t width);

/// Prints lines of code, each prefixed with `indent`.
void print_code(const StyledText& indent, std::string_view code, const Style& style,
                std::ostream& out);

/// The lines of a text, without line endings.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace corodemo::app
