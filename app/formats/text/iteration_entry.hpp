#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "app/narration/step.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

/// What a step, or several neighbours alike, did in an iteration: an entry of the iteration's line.
struct Entry {
    enum class Kind : std::uint8_t { tasks, jump, timers, counts, run, program, other };

    Kind kind{};
    Localized one{};     ///< of tasks and timers: the phrase for one of them,
    Localized many{};    ///< and for several
    std::string name{};  ///< what fills the phrase; who counts; else the whole text
    std::vector<trace::Id> ids{};
    trace::Id gather{};
    std::vector<std::string> doings{};  ///< besides printing
    std::string end{};                  ///< how it ended

    std::string printed{};             ///< of the first
    std::vector<std::string> texts{};  ///< of the first few
    std::size_t printing = 0;          ///< how many of them print
    bool same_print = true;

    /// Whether the entry that follows can be part of this one.
    [[nodiscard]] bool takes(const Entry& next) const;
    void take(const Entry& next);
    /// Whether there is anything to tell.
    [[nodiscard]] bool empty() const;
};

/// The entry of a step that was just read from `steps`.
Entry entry_of(const Step& step, const Steps& steps, const Style& style);

/// An entry as text, shortened where it can be if it is wider than `width`.
StyledText to_text(const Entry& entry, const Style& style, std::size_t width);

}  // namespace corodemo::app
