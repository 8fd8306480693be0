#include "core/trace/line_map.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "core/trace/number.hpp"

namespace corodemo::trace {

namespace {

/// Removes the first line from `text`, and returns it without its newline.
std::string_view take_line(std::string_view& text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

}  // namespace

LineMap::LineMap(std::string_view cpp_text)
    : lines_{0} {
    constexpr std::string_view kMark = "// py:";
    while (!cpp_text.empty()) {
        const std::string_view line = take_line(cpp_text);
        std::uint32_t python_line = 0;
        if (const auto mark = line.rfind(kMark); mark != std::string_view::npos) {
            const std::string_view number = line.substr(mark + kMark.size());
            python_line = parse_number<std::uint32_t>(
                              number.substr(0, number.find_first_not_of("0123456789")))
                              .value_or(0);
        }
        lines_.push_back(python_line);
    }
}

LineMap LineMap::of_itself(std::string_view text) {
    LineMap map;
    map.lines_.resize(static_cast<std::size_t>(std::ranges::count(text, '\n')) + 2);
    std::iota(map.lines_.begin(), map.lines_.end(), 0);
    return map;
}

std::uint32_t line_of_definition(std::string_view python_text, std::string_view function) {
    const std::string definition = "def " + std::string(function) + "(";
    for (std::uint32_t number = 1; !python_text.empty(); ++number) {
        std::string_view line = take_line(python_text);
        if (constexpr std::string_view kAsync = "async "; line.starts_with(kAsync)) {
            line.remove_prefix(kAsync.size());
        }
        if (line.starts_with(definition)) {
            return number;
        }
    }
    return 0;
}

}  // namespace corodemo::trace
