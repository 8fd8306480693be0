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
    bool tasks_given = false;  ///< `arguments.tasks` is the user's, not the scenario's default
    bool delay_given = false;
    asyncio::PythonVersion python;
    std::string set_order;
    std::string schedule;
    bool preset_loop = false;

    const Format* format = nullptr;  ///< of the trace; null: print the program's output, no trace
    Detail detail = Detail::normal;
    PictureOptions picture{};
    Part part{};         ///< of the text
    std::string frames;  ///< a folder for a picture per step; empty: none
    std::string file;    ///< -o; empty: standard output
};

/// Throws: UsageError if both a set order and a schedule are given.
void check_one_of_both(const RunRequest& request);

/// The options of the run itself.   Throws: UsageError.
scenarios::RunOptions options_of(const RunRequest& request);

/// Whether a run keeps its whole trace in memory: not without a trace, nor if the trace is written
/// while it is produced.
bool keeps_trace(const RunRequest& request);

/// Writes a trace to a file, or to standard output if `file` is empty: text goes through the pager.
/// Throws: FileError, OutputClosed, ReplayError.
void write_formatted(const Format& format, const trace::Trace& trace, const RenderOptions& options,
                     const std::string& file, const DisplayOptions& display);

/// Runs a scenario: prints its output, or writes its trace as requested; prints a one-line summary
/// to standard error.   Throws: CommandError.
void run_scenario(const RunRequest& request, const DisplayOptions& display);

}  // namespace corodemo::app
