#pragma once

#include <string>

#include "app/formats/formats.hpp"
#include "app/terminal/terminal.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::app {

/// What a user asks of a scenario.
struct RunRequest {
    const scenarios::Scenario* scenario = nullptr;
    scenarios::Arguments arguments;
    asyncio::PythonVersion python;
    std::string set_order;
    std::string schedule;
    bool preset_loop = false;

    const Format* format = nullptr;  ///< of the trace; null: what the program prints, no trace
    Detail detail = Detail::normal;
    PictureOptions picture{};
    std::string frames;  ///< a folder for a picture a step; empty: no
    std::string file;    ///< -o; empty: standard output
};

/// Under which rules that runs.   Throws: UsageError.
scenarios::RunOptions options_of(const RunRequest& request);

/// Whether a run keeps its whole trace: not if nobody wants one, nor if it is written as it
/// happens.
bool keeps_trace(const RunRequest& request);

/// Runs a scenario: its output on standard output, or the trace that it leaves, where and as asked;
/// a one-line summary on standard error.   Throws: CommandError.
void run_scenario(const RunRequest& request, const DisplayOptions& display);

}  // namespace corodemo::app
