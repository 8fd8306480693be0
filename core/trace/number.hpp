#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace corodemo::trace {

/// The whole of `text` as a number, as std::from_chars reads it: decimal, without blanks or a plus
/// sign. Null if it is not a number, or out of range.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

}  // namespace corodemo::trace
