#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands/compare.hpp"
#include "app/commands/run.hpp"
#include "app/errors.hpp"
#include "app/formats/formats.hpp"
#include "app/message.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

/// What was typed, as text until a command takes it. Each command has a part of it.
struct Options {
    // of every command
    std::string color = "auto";
    std::string lang;
    bool ascii = false;
    bool quiet = false;
    bool verbose = false;
    std::string max_memory;

    // what is written, where, and how
    bool json = false;
    std::string trace;
    std::string format;
    std::string file;
    std::string axis;
    std::string theme;
    std::string frames;

    // a scenario's
    std::string tasks;
    std::string delay;
    std::string python;
    RunRequest run;
    /// What is to be done with a scenario and its options.
    std::function<void(const RunRequest&)> on_scenario;

    // what a command is about
    std::string name;   ///< of a scenario: explain, explore
    std::string input;  ///< a trace file: view
    std::string left;   ///< compare, diff
    std::string right;
    std::string claim;
    bool all = false;
    bool check = false;
    bool timing = false;
    std::string max_schedules;

    Exit exit = Exit::done;  ///< how the program ends if nothing goes wrong
};

// What the options mean.   All throw: UsageError.

DisplayOptions display_options_of(const Options& options);
/// How much --trace shows.
Detail detail_of(const Options& options);
/// Light, unless --theme says otherwise.
Theme theme_of(const Options& options);
/// The options of a picture, which only a `format` that draws one takes.
PictureOptions picture_options_of(const Options& options, const Format* format);
/// The format that -f, --json or --frames names, that --trace means (text), or that follows from
/// the file's name. Null if none of them is given.
const Format* format_of(const Options& options);
/// The same for compare, which has formats of its own.
CompareRequest::As compare_as(const Options& options);
/// 3.10 if none is given.
asyncio::PythonVersion python_of(const Options& options);
/// How many schedules to try at most: 100,000 if it isn't said.
std::uint64_t max_schedules_of(const Options& options);
/// The number of the one claim that is asked for, from 1; 0 for all of them.
std::size_t claim_of(const Options& options);
const scenarios::Scenario& scenario_of(const std::string& name);
/// The scenario's arguments: its defaults, and what the options change.
scenarios::Arguments arguments_of(const Options& options, const scenarios::Scenario& scenario);

/// "; did you mean gather?", or nothing if `typed` is like none of them.
Message did_you_mean(std::string_view typed, const std::vector<std::string>& candidates);

}  // namespace corodemo::app
