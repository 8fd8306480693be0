#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/narration/step.hpp"
#include "app/terminal/styled_text.hpp"

// How names, times and values are written for a reader.

namespace corodemo::app {

/// A time or duration in seconds, as short as possible: `1`, `0.5`, `86400`.
std::string seconds(trace::Nanoseconds time);
/// The same with a fixed number of decimals: `1.000`.
std::string seconds(trace::Nanoseconds time, std::size_t decimals);

/// A time or duration as a person writes it: `1 s`, `0.1 s`, `2.5 ms`, `0 s`.
std::string time_text(trace::Nanoseconds time);
/// A sleep as the program calls it: `sleep(0.1)`.
std::string sleep_text(trace::Nanoseconds delay);

/// As many of the first names as fit, and how many are left: `T1 T2 +98`. Calls `name` no more
/// often than necessary.
std::string abbreviate(std::size_t amount, const std::function<std::string(std::size_t)>& name,
                       std::size_t width);

/// A line that the program printed, without its ending, and where it began to print it.
struct PrintedLine {
    std::string text;            ///< safe to display
    std::uint32_t line = 0;      ///< of a Python listing; 0 if unknown
    std::uint32_t file = 0;      ///< which one
    std::uint32_t cpp_line = 0;  ///< of the C++ listing; 0 if unknown
};

/// Appends what an event printed. `open`: whether the print before did not end its line; then that
/// of this one.   Requires: an event of that kind.
void append_lines(const trace::Event& event, bool& open, std::vector<PrintedLine>& lines);

/// The lines that a step printed, without line endings; safe to display.
std::vector<std::string> printed_lines(std::span<const trace::Event> events);

/// `ValueError: text`, or `ValueError` if it has no text.
std::string error_text(std::string_view type, std::string_view message);

}  // namespace corodemo::app
