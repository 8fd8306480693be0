#pragma once

#include <cstdint>

#include "app/commands/run.hpp"
#include "app/errors.hpp"
#include "app/files/memory_bound.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

struct ExploreRequest {
    RunRequest run;       ///< the scenario and its options, without an order
    std::string command;  ///< as typed: "wait -n 4"
    std::uint64_t max_schedules = 0;
    bool timing = false;  ///< sleeps may expire in any order, too: trace::Choices::timing()
    bool json = false;
    MemoryBound memory;  ///< for the outcomes
};

/// Runs a scenario in every order that the sets in its run can have. Writes the distinct outcomes
/// to standard output, and whether the scenario's property holds in all of them. Ends early, with
/// what was found so far, when the outcomes take too much memory or the user interrupts it.
/// Throws: CommandError.
Exit explore(const ExploreRequest& request, const DisplayOptions& options);

}  // namespace corodemo::app
