#pragma once

#include <string>
#include <string_view>

namespace corodemo::app {

/// `text`, which may be anything, as XML's character data: without markup, control characters or
/// invalid UTF-8.
std::string xml_text(std::string_view text);

/// A number as SVG takes it: whole, or with one decimal.
std::string svg_number(double number);

}  // namespace corodemo::app
