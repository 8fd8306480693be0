#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "app/narration/step.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

/// What a step did, or several similar steps in a row: one entry in an iteration's line.
struct Entry {
    enum class Kind : std::uint8_t { tasks, jump, timers, counts, run, program, other };

    Kind kind{};
    Localized one{};     ///< of tasks and timers: the phrase for a single one,
    Localized many{};    ///< and for several
    std::string name{};  ///< the phrase's argument; the counting future; else the whole text
    std::vector<trace::Id> ids{};
    trace::Id gather{};
    std::vector<std::string> actions{};  ///< besides printing
    std::string end{};                   ///< how it ended

    std::string printed{};             ///< by the first
    std::vector<std::string> texts{};  ///< by the first few
    std::size_t printing = 0;          ///< how many of them print
    bool same_print = true;

    /// Whether the following entry can be merged into this one.
    [[nodiscard]] bool takes(const Entry& next) const;
    void take(const Entry& next);
    /// Whether there is nothing to show.
    [[nodiscard]] bool empty() const;
};

/// The entry for `step`, which `steps` has just returned.
Entry entry_of(const Step& step, const Steps& steps, const Style& style);

/// The entry as text, abbreviated where possible if it is wider than `width`.
StyledText to_text(const Entry& entry, const Style& style, std::size_t width);

}  // namespace corodemo::app
