#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace corodemo::trace {

/// The number that the whole of `text` is, as std::from_chars reads it: decimal, without blanks or
/// a plus sign. Null if it is none, or none that a Number holds.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

}  // namespace corodemo::trace
