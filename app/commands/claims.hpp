#pragma once

#include <cstddef>

#include "app/terminal/terminal.hpp"
#include "scenarios/claims/claim.hpp"

namespace corodemo::app {

/// What a user asks of the claims.
struct ClaimsRequest {
    std::size_t number = 0;  ///< of the one claim to show, with its evidence; 0: all
    asyncio::PythonVersion python;
    bool one_version = false;  ///< `python` was given by the user
    bool preset_loop = false;
    bool all_versions = false;
    bool check = false;
    bool json = false;
    bool only_false = false;  ///< only those that do not hold
};

/// Judges the statements of the tutorial and writes the verdicts to standard output.   Throws:
/// CommandError; with status `difference` if that check was requested and a verdict is not as
/// expected.
void run_claims(const ClaimsRequest& request, const DisplayOptions& display);

}  // namespace corodemo::app
