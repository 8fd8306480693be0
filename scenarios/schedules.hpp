#pragma once

#include <string>
#include <utility>

#include "core/trace/exploration.hpp"
#include "core/trace/line_map.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::scenarios {

/// Runs a scenario once under each of its schedules: with every combination of the orders in which
/// asyncio may iterate over its sets.
///
///     Schedules schedules(scenario, options);
///     while (schedules.next()) {
///         const trace::Outcome outcome = schedules.run(&sink);
///         ...schedules.current()...
///     }
class Schedules {
public:
    /// `timing`: sleeps may end in any order, too (Choices::timing). The choices of `options` are
    /// ignored.
    Schedules(const Scenario& scenario, RunOptions options, bool timing = false)
        : scenario_(scenario),
          lines_(scenario.cpp_text),
          options_(std::move(options)),
          exploration_(timing) {}

    /// Advances to the next schedule, initially to the first. Returns false if there is none left.
    /// Requires: the current one has been run, which determines the next.
    bool next();
    trace::Outcome run(trace::Sink* sink);
    /// The schedule, after its run, in the form of `--schedule`.
    [[nodiscard]] std::string current() const { return trace::to_schedule(options_.choices); }

private:
    const Scenario& scenario_;
    trace::LineMap lines_;
    RunOptions options_;
    trace::Exploration exploration_;
    bool begun_ = false;
};

}  // namespace corodemo::scenarios
