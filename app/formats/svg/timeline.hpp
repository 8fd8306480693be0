#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/narration/playback.hpp"
#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

// The content of a picture of a whole run, independent of its layout: who ran in which step, and
// where each task waited or was ready in between. Steps are numbered from 1; 0 is before the first.

namespace corodemo::app {

/// A whole run, to be drawn; without the end of asyncio.run(), unless something happens there.
struct Timeline {
    /// How a task ended: with its coroutine, or because nothing referred to it any more.
    enum class End : std::uint8_t { returned, raised, cancelled, destroyed };
    struct Ending {
        std::uint64_t step = 0;
        End end{};
        bool after = false;  ///< after that step, not in it
        trace::Nanoseconds time = 0;
    };

    /// The first step of an eager task, within a block.
    struct Eager {
        std::uint32_t task = 0;
        std::string printed;  ///< the first line that it printed
    };
    /// A step in which something ran.
    struct Block {
        std::uint64_t step = 0;
        StepKind kind{};
        std::uint32_t it = 0;
        std::uint32_t run = 0;
        std::string thread;      ///< its name, if it is not the main one
        std::uint32_t lane = 0;  ///< the task, or 0 for the loop
        bool own = false;        ///< code of the program ran
        std::vector<Eager> eager;
        std::array<std::string, 2> label;
        std::string printed;  ///< likewise
        std::uint64_t cause = 0;
        trace::Nanoseconds from = 0;
        trace::Nanoseconds time = 0;

        /// Whether the task ran in it.
        [[nodiscard]] bool runs(std::uint32_t task) const {
            return lane == task || std::ranges::count(eager, task, &Eager::task) != 0;
        }
        /// How long it blocked the event loop.
        [[nodiscard]] trace::Nanoseconds blocked() const {
            return kind == StepKind::jump ? 0 : trace::saturating_span(from, time);
        }
    };
    /// A task waits or is ready, from the step in which that began to the one in which it ended.
    struct Interval {
        std::uint32_t task = 0;
        bool ready = false;
        std::uint64_t begin = 0;
        std::optional<std::uint64_t> end;  ///< none: it never ended
        bool ends_after = false;           ///< after that step, not in it
        /// In whose lane it begins; none for the program.
        std::optional<std::uint32_t> from;
        std::string awaits;            ///< sleep, gather, task, ...
        trace::Nanoseconds sleep = 0;  ///< the delay of the sleep
        trace::Nanoseconds begin_time = 0;
        trace::Nanoseconds end_time = 0;

        [[nodiscard]] bool own() const { return from == task; }
        [[nodiscard]] bool sleeps() const { return awaits == "sleep"; }
        /// `sleep(1)`; empty if it waits for something else.
        [[nodiscard]] std::string label() const;
    };
    struct Task {
        std::string id;    ///< T2
        std::string name;  ///< consumer; empty where all tasks have the same
        std::optional<Ending> ending;

        /// `T2 consumer`, or `T2`.
        [[nodiscard]] std::string full_name() const { return name.empty() ? id : id + " " + name; }
    };

    /// A mistake of the program.
    struct Warning {
        std::uint64_t step = 0;
        std::string text;
    };

    std::vector<Block> blocks;  ///< of step n at n - 1
    std::vector<Interval> intervals;
    std::vector<Task> tasks;          ///< T1 first
    trace::Nanoseconds time = 0;      ///< at the end
    std::uint64_t shutdown = 0;       ///< how many steps of asyncio.run()'s end are left out
    std::vector<std::string> asides;  ///< warnings and the like
    std::vector<Warning> warnings;    ///< of our own: what is wrong with the program
    std::string end;                  ///< how the program ended, in a sentence

    [[nodiscard]] const Block& block(std::uint64_t step) const { return blocks[step - 1]; }
    /// Whether other threads than the main one have a loop, too.
    [[nodiscard]] bool has_threads() const {
        return std::ranges::any_of(blocks, [](const Block& one) { return !one.thread.empty(); });
    }
    /// How the block's task ended, if it did in that step of its own.
    [[nodiscard]] std::optional<End> end_in(const Block& block) const {
        return end_in(block, block.lane);
    }
    /// The same of a task that runs in the block; 0 for the loop.
    [[nodiscard]] std::optional<End> end_in(const Block& block, std::uint32_t task) const;
};

/// Throws: ReplayError, for an impossible trace.
Timeline read_timeline(const trace::Trace& trace, const Style& style);

}  // namespace corodemo::app
