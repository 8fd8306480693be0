#pragma once

#include <cstdint>

#include "app/commands/run.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

struct ExploreRequest {
    RunRequest run;  ///< the scenario and its options; its own order is not looked at
    std::uint64_t max_schedules = 0;
    bool timing = false;  ///< sleeps may end in any order, too: trace::Choices::timing()
    bool json = false;
};

/// Runs a scenario in every order that the sets of its run can have, and writes the distinct
/// outcomes to standard output; and whether its property holds in all of them.   Throws:
/// CommandError.
void explore(const ExploreRequest& request, const DisplayOptions& looks);

}  // namespace corodemo::app
