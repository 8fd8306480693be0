#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/narration/effects.hpp"
#include "app/narration/step.hpp"
#include "app/terminal/styled_text.hpp"

// The phrases for a step: who acts, what happens, what the program prints. In both languages;
// Python's names stay Python's.

namespace corodemo::app {

/// A point in time or a span of it, in seconds, as short as it can be: `1`, `0.5`, `86400`.
std::string seconds(trace::Nanoseconds time);
/// The same with a fixed number of decimals: `1.000`.
std::string seconds(trace::Nanoseconds time, std::size_t decimals);

/// The first of `amount` names, as many as fit, and how many are left: `T1 T2 +98`. Asks for no
/// more names than it needs.
std::string abbreviate(std::size_t amount, const std::function<std::string(std::size_t)>& name,
                       std::size_t width);
std::string abbreviate(const std::vector<trace::Id>& ids, std::size_t width);

/// How a handle is called in a list: `T1` steps or wakes T1, `@T1` is T1's timer, `▪T1` is a
/// callback of T1, which is done, `tick()` is a call of the program. In parentheses if it was
/// cancelled.
std::string label(const Subject& subject, const Style& style);

/// Who acts: `T1`, `G1`, `clock`, `timer`, `loop`, ...
std::string who(const Step& step, const Style& style);

/// What happens, in pieces that stand behind each other with a comma between them: `► starts`, `░
/// at 5: sleep(1)`. A piece aims at `width` columns; names and values in it may make it wider.
std::vector<StyledText> what(const Step& step, const Steps& steps, const Style& style,
                             std::size_t width);

/// An effect, as pieces of that kind.
std::vector<StyledText> describe(const Effect& effect, const trace::Replay& state,
                                 const Style& style, std::size_t width);

/// What is told besides the account: warnings, exceptions that asyncio reports, notes. Null if the
/// event is none of these.
std::optional<StyledText> aside(const trace::Event& event, const Style& style);

/// The lines that a step printed, without their ends; safe to show.
std::vector<std::string> printed_lines(std::span<const trace::Event> events);

/// `ValueError: text`, or `ValueError` if it has no text.
std::string error_text(std::string_view type, std::string_view message);

}  // namespace corodemo::app
