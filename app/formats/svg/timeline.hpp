#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/narration/playback.hpp"
#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

// What a picture of a whole run shows, before anybody knows where it will stand: who ran in which
// step, and where each task waited or was ready in between. Steps count from 1; 0 is before the
// first.

namespace corodemo::app {

/// A whole run, to be drawn.
struct Timeline {
    /// Something ran.
    struct Block {
        std::uint64_t step = 0;
        StepKind kind{};
        std::uint32_t it = 0;
        std::uint32_t run = 0;
        std::uint32_t lane = 0;  ///< the task, or 0 for the loop
        bool own = false;        ///< the program's code ran
        std::array<std::string, 2> label;
        std::string printed;  ///< the first line of it
        std::uint64_t cause = 0;
        trace::Nanoseconds from = 0;
        trace::Nanoseconds time = 0;
        bool ends = false;  ///< the task is done
    };
    /// A task waits, or is ready: from the step in which that began to the one in which it ended.
    struct Interval {
        std::uint32_t task = 0;
        bool ready = false;
        std::uint64_t begin = 0;
        std::optional<std::uint64_t> end;  ///< none: it goes on
        /// Whose block it begins in; none for the program.
        std::optional<std::uint32_t> from;
        std::string waits_for;         ///< sleep(1)
        trace::Nanoseconds sleep = 0;  ///< how long that is meant to take
        trace::Nanoseconds begin_time = 0;
        trace::Nanoseconds end_time = 0;
        [[nodiscard]] bool own() const { return from == task; }
    };

    std::vector<Block> blocks;  ///< that of step n is blocks[n - 1]
    std::vector<Interval> intervals;
    std::uint32_t tasks = 0;
    trace::Nanoseconds time = 0;      ///< at the end
    std::vector<std::string> asides;  ///< warnings and the like
    std::string end;                  ///< how the program ended, in a sentence
};

/// Throws: ReplayError, for a trace that can't be.
Timeline read_timeline(const trace::Trace& trace, const Style& style);

}  // namespace corodemo::app
