#pragma once

#include <string>

#include "core/trace/exploration.hpp"
#include "core/trace/line_map.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::scenarios {

/// Runs a scenario under each of its schedules: with every answer to the question in which order
/// asyncio iterates a set, once.
///
///     Schedules schedules(scenario, options);
///     while (schedules.next()) {
///         const trace::Outcome outcome = schedules.run(&sink);
///         ...schedules.current()...
///     }
class Schedules {
public:
    /// `timing`: sleeps may end in any order, too (Choices::timing). The choices of `options` are
    /// not looked at.
    Schedules(const Scenario& scenario, const RunOptions& options, bool timing = false)
        : scenario_(scenario),
          lines_(scenario.cpp_text),
          options_(options),
          exploration_(timing) {}

    /// Goes on to the next, to the first in the beginning. False if there is none left. Each has to
    /// be run before the next one is known.
    bool next();
    trace::Outcome run(trace::Sink* sink);
    /// The schedule, after its run: as `--schedule` takes it.
    [[nodiscard]] std::string current() const { return trace::to_schedule(options_.choices); }

private:
    const Scenario& scenario_;
    trace::LineMap lines_;
    RunOptions options_;
    trace::Exploration exploration_;
    bool begun_ = false;
};

}  // namespace corodemo::scenarios
