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

// The content of a picture of a whole run, independent of its layout: who ran in which step, and
// where each task waited or was ready in between. Steps are numbered from 1; 0 is before the first.

namespace corodemo::app {

/// A whole run, to be drawn.
struct Timeline {
    /// A step in which something ran.
    struct Block {
        std::uint64_t step = 0;
        StepKind kind{};
        std::uint32_t it = 0;
        std::uint32_t run = 0;
        std::uint32_t lane = 0;  ///< the task, or 0 for the loop
        bool own = false;        ///< code of the program ran
        std::array<std::string, 2> label;
        std::string printed;  ///< the first line that it printed
        std::uint64_t cause = 0;
        trace::Nanoseconds from = 0;
        trace::Nanoseconds time = 0;
        bool ends = false;  ///< the task ends
    };
    /// A task waits or is ready, from the step in which that began to the one in which it ended.
    struct Interval {
        std::uint32_t task = 0;
        bool ready = false;
        std::uint64_t begin = 0;
        std::optional<std::uint64_t> end;  ///< none: it never ended
        /// In whose lane it begins; none for the program.
        std::optional<std::uint32_t> from;
        std::string waits_for;         ///< sleep(1)
        trace::Nanoseconds sleep = 0;  ///< the delay of the sleep
        trace::Nanoseconds begin_time = 0;
        trace::Nanoseconds end_time = 0;
        [[nodiscard]] bool own() const { return from == task; }
    };

    std::vector<Block> blocks;  ///< of step n at n - 1
    std::vector<Interval> intervals;
    std::uint32_t tasks = 0;
    trace::Nanoseconds time = 0;      ///< at the end
    std::vector<std::string> asides;  ///< warnings and the like
    std::string end;                  ///< how the program ended, in a sentence
};

/// Throws: ReplayError, for an impossible trace.
Timeline read_timeline(const trace::Trace& trace, const Style& style);

}  // namespace corodemo::app
