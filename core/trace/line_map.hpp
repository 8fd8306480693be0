#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace corodemo::trace {

/// Which Python line each line of a C++ program corresponds to, read from the trailing comments of
/// the C++ text:
///
///     co_await sleep(1s);         // py:5
class LineMap {
public:
    LineMap() = default;
    explicit LineMap(std::string_view cpp_text);
    /// For a program that has no Python counterpart: each line of `text` corresponds to itself.
    static LineMap of_itself(std::string_view text);

    /// The Python line for a C++ line (both count from 1), or 0 if there is none.
    [[nodiscard]] std::uint32_t python_line(std::uint32_t cpp_line) const {
        return cpp_line < lines_.size() ? lines_[cpp_line] : 0;
    }

private:
    std::vector<std::uint32_t> lines_;
};

/// The line of `def function(` or `async def function(` in a Python program, or 0.
std::uint32_t line_of_definition(std::string_view python_text, std::string_view function);

}  // namespace corodemo::trace
