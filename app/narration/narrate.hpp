#pragma once

#include <cstddef>
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

/// As many of the first names as fit, and how many are left: `T1 T2 +98`. Calls `name` no more
/// often than necessary.
std::string abbreviate(std::size_t amount, const std::function<std::string(std::size_t)>& name,
                       std::size_t width);
std::string abbreviate(const std::vector<trace::Id>& ids, std::size_t width);

/// The short name of a handle in a list: `T1` steps or wakes T1, `@T1` is a timer of T1, `▪T1` is a
/// done callback of T1, `tick()` is a call by the program. In parentheses if it was cancelled.
std::string label(const Subject& subject, const Style& style);

/// The lines that a step printed, without line endings; safe to display.
std::vector<std::string> printed_lines(std::span<const trace::Event> events);

/// `ValueError: text`, or `ValueError` if it has no text.
std::string error_text(std::string_view type, std::string_view message);

}  // namespace corodemo::app
