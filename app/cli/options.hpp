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

/// The command line as options, until a command takes them.
struct Options {
    std::string colour = "auto";
    std::string lang;
    bool ascii = false;
    bool quiet = false;
    bool verbose = false;
    std::string max_memory;

    bool json = false;
    bool timing = false;
    std::string trace;
    std::string format;
    std::string file;
    std::string axis;
    std::string theme;
    std::string frames;
    std::string input;
    std::string name;

    std::string tasks;
    std::string delay;
    std::string python;
    RunRequest run;

    /// What is to be done with a scenario and its options.
    std::function<void(const RunRequest&)> on_scenario;

    std::string left;
    std::string right;
    std::string max_schedules;
    std::string claim;
    Exit exit = Exit::done;  ///< how the program ends if nothing goes wrong
    bool all = false;
    bool check = false;
};

// What the words say.   All throw: UsageError.

DisplayOptions looks_of(const Options& options);
/// How much --trace shows.
Detail detail_of(const Options& options);
/// The colours of pictures.
Theme theme_of(const Options& options);
/// How pictures are to look.   Asks for words that go with `format`.
PictureOptions look_of(const Options& options, const Format* format);
/// The format that the words ask for: by -f or --json, by --trace, which is text, or by the name of
/// the file. Null if they ask for none.
const Format* format_of(const Options& options);
/// The same for compare, which has formats of its own.
CompareRequest::As compare_as(const Options& options);
/// 3.10 if they name none.
asyncio::PythonVersion python_of(const Options& options);
/// How many schedules to try at most: 100,000 if they don't say.
std::uint64_t max_schedules_of(const Options& options);
/// Which claim they ask for, from 1; 0 if for none.
std::size_t claim_of(const Options& options);
const scenarios::Scenario& scenario_of(const std::string& name);
/// The scenario's arguments, with those that the words set.
scenarios::Arguments arguments_of(const Options& options, const scenarios::Scenario& scenario);

/// "; did you mean gather?", or nothing if `typed` is like none of them.
Message did_you_mean(std::string_view typed, const std::vector<std::string>& candidates);

}  // namespace corodemo::app
