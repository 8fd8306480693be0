#pragma once

#include <iosfwd>
#include <string_view>
#include <vector>

#include "app/style.hpp"
#include "scenarios/scenario.hpp"

// What the pages have in common that are there to be read: the guide, a lesson, the claims.

namespace corodemo::app {

inline std::string_view in(const scenarios::Bilingual& text, Language language) {
    return language == Language::zh ? text.zh : text.en;
}

/// A line.
void put(const Styled& line, const Style& style, std::ostream& out);

/// A paragraph, its first line behind `first`, the others below it.
void put_paragraph(const Styled& first, const Styled& text, const Style& style, std::ostream& out);

/// Takes off what fits of a line of code, its indentation kept: up to a blank, or behind a bracket,
/// a comma or a point.
Styled take_code(Styled& code, std::size_t width);

/// Lines of code, each behind `indent`.
void put_code(const Styled& indent, std::string_view code, const Style& style, std::ostream& out);

/// A text's lines, without their ends.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace corodemo::app
