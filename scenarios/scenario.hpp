#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/asyncio/tasks/sleep.hpp"
#include "core/trace/choices.hpp"
#include "core/trace/line_map.hpp"
#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::scenarios {

/// What a user may set. A scenario takes those that its Python program assigns, each on a line of
/// its own: `n = 3` and `delay = 1`. Where the user gives another value, that line is replaced.
struct Arguments {
    std::uint64_t tasks = 0;    ///< -n, --tasks; Python's `n`
    asyncio::Duration delay{};  ///< --delay; Python's `delay`, which is in seconds
};

/// A rule of asyncio that a scenario shows, with the lines of its source that make it so.
struct Rule {
    std::string_view where;  ///< "asyncio/tasks.py, gather, 3.10-3.14"
    std::string_view code;   ///< the lines there that matter, word for word
    Localized meaning;       ///< what follows from them
};

/// What a program should do, whatever comes in first: `explore` looks for a schedule that breaks
/// it.
struct Property {
    Localized text;
    bool (*holds)(const trace::Outcome& outcome, const Arguments& arguments) = nullptr;
};

/// What a scenario teaches. See lessons/.
struct Lesson {
    Localized title;  ///< a few words, for a list
    /// What to see in its trace, a sentence each; #4 is step 4 of the run with the defaults.
    std::vector<Localized> look_for;
    Rule rule;
    std::string_view next;   ///< a command line to try after this one
    Property property = {};  ///< without `holds` where there is none
};

/// A program in two languages, which the tests hold to be the same, and what to see in it. Each is
/// a line of catalog.def.
struct Scenario {
    std::string name;          ///< as the user types it
    std::string_view section;  ///< of the asyncio tutorial whose example it is
    const Lesson* lesson = nullptr;
    Arguments defaults;                           ///< the values that stand in the Python program
    bool takes_tasks = false;                     ///< whether the user may set Arguments::tasks
    bool takes_delay = false;                     ///< whether the user may set Arguments::delay
    void (*program)(const Arguments&) = nullptr;  ///< the C++ program: see program.hpp
    std::string python_file;
    std::string_view python_text;  ///< with its default arguments
    std::string cpp_file;
    std::string_view cpp_text;  ///< its marks `// py:7` tie its lines to those of python_text
};

/// Every scenario, in teaching order.
std::span<const Scenario> catalog();

/// The scenario of that name, or null.
const Scenario* find_scenario(std::string_view name);

/// The Python program with the values of its parameters set: a program that can be run as it is.
std::string python_listing(const Scenario& scenario, const Arguments& arguments);

/// Under which rules a scenario runs.
struct RunOptions {
    Arguments arguments;
    asyncio::PythonVersion python{10};   ///< CPython 3.10
    trace::Choices choices{"tutorial"};  ///< in which order sets are iterated
    bool preset_loop = false;            ///< as if a loop had been set before the program
};

/// The header of the trace that such a run leaves.
trace::Header header(const Scenario& scenario, const RunOptions& options);

/// Is given each line that a program prints, its end included, and which stream it prints it on.
using Output = std::function<void(trace::Stream, std::string_view)>;

/// Runs it; tells `sink` (may be null) every event and `output` (may be empty) every line. Throws:
/// ChoiceError.
trace::Outcome run(const Scenario& scenario, RunOptions& options, trace::Sink* sink,
                   Output output = {});
/// The same for who runs it often: `lines` is LineMap(scenario.cpp_text).
trace::Outcome run(const Scenario& scenario, RunOptions& options, trace::Sink* sink, Output output,
                   const trace::LineMap& lines);

/// Runs it and keeps everything.   Throws: ChoiceError.
trace::Trace record(const Scenario& scenario, RunOptions options);

}  // namespace corodemo::scenarios
