#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/generate.hpp"
#include "app/commands/compare.hpp"
#include "app/commands/recording.hpp"
#include "app/commands/run.hpp"
#include "app/errors.hpp"
#include "app/formats/formats.hpp"
#include "app/message.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

/// The options as typed, as text until a command interprets them. Each command uses a part of them.
struct Options {
    // common to all commands
    std::string color = "auto";
    std::string lang;
    bool ascii = false;
    bool quiet = false;
    bool verbose = false;
    std::string max_memory;
    std::string width;
    bool no_pager = false;

    // output: format, file, style
    bool json = false;
    std::string trace;
    std::string format;
    std::string file;
    std::string axis;
    std::string theme;
    std::string frames;
    std::string steps;
    std::string task;

    // of a scenario
    std::string tasks;
    std::string delay;
    std::string python;
    RunRequest run;
    /// Called with a scenario and its options.
    std::function<void(const RunRequest&)> on_scenario;

    // of a recorded program
    std::vector<std::string> program;  ///< and its arguments, untouched
    std::string clock;
    std::string slow;
    std::string max_steps;
    std::string max_seconds;
    std::string max_text;
    std::vector<std::string> include;
    bool variables = false;
    bool reproducible = false;
    std::string write_recorder;

    // operands of commands
    std::string name;   ///< of a scenario: explain, explore; of what generate prints
    std::string input;  ///< a trace file: view
    std::string left;   ///< compare, diff
    std::string right;
    std::string claim;
    bool all = false;
    bool check = false;
    bool only_false = false;
    bool timing = false;
    bool verbatim = false;
    std::string max_schedules;

    Exit exit = Exit::done;  ///< the exit status if nothing goes wrong
};

// What the options mean.   All throw: UsageError.

DisplayOptions display_options_of(const Options& options);
/// How much --trace shows.
Detail detail_of(const Options& options);
/// The part of the text that --steps and --task choose.
Part part_of(const Options& options);
/// Light, unless --theme is given.
Theme theme_of(const Options& options);
/// The picture options, which are accepted only if `format` draws a picture.
PictureOptions picture_options_of(const Options& options, const Format* format);
/// The format given by -f, --json, --frames or --trace (text), or else by the extension of the
/// output file. Null if there is none of these.
const Format* format_of(const Options& options);
/// The same for compare, which has its own formats.
CompareRequest::As compare_as(const Options& options);
/// Whether compare can write that format.
bool has_comparison(const Format& format);
/// `usual` if the user names none.
asyncio::PythonVersion python_of(const Options& options,
                                 asyncio::PythonVersion usual = asyncio::PythonVersion());
/// Throws: UsageError also if that Python lacks what the scenario uses.
asyncio::PythonVersion python_of(const Options& options, const scenarios::Scenario& scenario);
/// The maximum number of schedules to try: 100,000 by default.
std::uint64_t max_schedules_of(const Options& options);
/// The program to record, and how.
ProgramRequest program_of(const Options& options);
/// The format of the trace of a program, which has standard output to itself while it runs.
const Format* format_of_recording(const Options& options);
/// The number of the claim asked for, from 1; 0 for all of them.
std::size_t claim_of(const Options& options);
const scenarios::Scenario& scenario_of(const std::string& name);
/// What `generate` prints.
const Generated& generated_of(const Options& options);
/// The scenario's default arguments, overridden by the options.
scenarios::Arguments arguments_of(const Options& options, const scenarios::Scenario& scenario);

/// Whether a word names a Python program.
bool names_program(std::string_view word);

/// "; did you mean gather?", "; did you mean corodemo record shop.py?" for a program, or empty if
/// `typed` resembles none of the candidates.
Message did_you_mean(std::string_view typed, const std::vector<std::string>& candidates);

}  // namespace corodemo::app
