#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/asyncio/python_version.hpp"
#include "core/asyncio/virtual_time.hpp"
#include "core/trace/choices.hpp"
#include "core/trace/line_map.hpp"
#include "core/trace/sink.hpp"
#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"
#include "scenarios/quotation.hpp"

namespace corodemo::scenarios {

/// What a user may set. A scenario takes the arguments that its Python program assigns, each on a
/// line of its own: `n = 3` and `delay = 1`. For another value that line is replaced.
struct Arguments {
    std::uint64_t tasks = 0;    ///< -n, --tasks; `n` in Python
    asyncio::Duration delay{};  ///< --delay; `delay` in Python, in seconds
};

/// A rule of asyncio that a scenario shows.
struct Rule {
    std::vector<Quotation> source;  ///< one for each version that has the rule
    Localized meaning;              ///< what follows from it
};

/// An invariant that a program should hold under every schedule: `explore` looks for a schedule
/// that violates it.
struct Property {
    Localized text;
    bool (*holds)(const trace::Outcome& outcome, const Arguments& arguments) = nullptr;
};

/// What a scenario teaches. See lessons/.
struct Lesson {
    Localized title;  ///< a few words, for lists
    /// The title where there are more or fewer tasks, if the usual one names a number.
    Localized title_of_any_number = {};
    /// What to look for in its trace, one sentence each; #4 is step 4 of the run with the default
    /// arguments.
    std::vector<Localized> look_for;
    std::vector<Rule> rules;  ///< more than one if the versions differ
    std::string_view next;    ///< a command line to try after this one
    Property property = {};   ///< without `holds` if there is none
    /// The answers to its choices, as --schedule takes them, which show what there is to see. Null
    /// or empty: the tutorial's orders show it.
    std::string (*schedule)(const Arguments& arguments, asyncio::PythonVersion python) = nullptr;
    /// The variables whose values are in its trace: in the program, each is a Variable.
    std::vector<trace::FollowedVariable> variables = {};
    std::string_view fixed = {};  ///< the scenario that is its fixed version
    int fixed_in = 0;  ///< CPython 3.`fixed_in` no longer does what it shows; 0 if all still do
    /// What tells its coroutines apart, by their position in the order of submission: "1 + 2". Null
    /// if nothing does.
    std::string (*label)(std::size_t position) = nullptr;
    /// A scenario that does the same with other coroutines, which those of a second scenario can be
    /// compared with.
    std::string_view stand_in = {};
};

/// The rule as it is in that version, and where it stands there.
struct RuleInSource {
    const Rule& rule;
    const Quotation& source;
};
RuleInSource rule_on(const Lesson& lesson, asyncio::PythonVersion python);

/// The groups of the catalog, in its order. The files of a scenario are in the folder of that name.
enum class Group : std::uint8_t {
    tutorial,
    today,
    several,
    exceptions,
    cancellation,
    synchronization,
    races,
};
std::string_view to_string(Group group);
const Localized& title_of(Group group);

/// Where a scenario belongs, and the CPythons that have what it uses.
struct Place {
    Group group{};
    std::string_view section = "-";                     ///< of the asyncio tutorial
    int first_minor = asyncio::PythonVersion::kOldest;  ///< 3.`first_minor` has all of its API
    int usual_minor = asyncio::PythonVersion::kNewest;  ///< what it runs on by default

    /// Its API exists since 3.`minor`.
    [[nodiscard]] constexpr Place since(int minor) const {
        Place place = *this;
        place.first_minor = minor;
        return place;
    }
    /// What it shows is to be seen on 3.`minor`.
    [[nodiscard]] constexpr Place on(int minor) const {
        Place place = *this;
        place.usual_minor = minor;
        return place;
    }
};

/// A program in two languages, which the tests prove to be equivalent, and what it teaches. Each is
/// a line of catalog.def.
struct Scenario {
    std::string name;  ///< as the user types it
    Place place;
    /// The Python that it runs on by default.
    [[nodiscard]] asyncio::PythonVersion usual_python() const {
        return asyncio::PythonVersion(place.usual_minor);
    }
    [[nodiscard]] bool runs_on(asyncio::PythonVersion python) const {
        return python.minor() >= place.first_minor;
    }
    const Lesson* lesson = nullptr;
    Arguments defaults;                           ///< the values in the Python program
    bool takes_tasks = false;                     ///< whether the user may set Arguments::tasks
    bool takes_delay = false;                     ///< whether the user may set Arguments::delay
    void (*program)(const Arguments&) = nullptr;  ///< the C++ program: see program.hpp
    std::string python_file;
    std::string_view python_text;  ///< with its default arguments
    std::string cpp_file;
    std::string_view cpp_text;  ///< comments `// py:7` map its lines to python_text's
};

/// Every scenario, in teaching order.
std::span<const Scenario> catalog();

/// The scenario of that name, or null.
const Scenario* find_scenario(std::string_view name);

/// The coroutine functions of a Python program, without the code that runs them.
std::string coroutine_functions(std::string_view program);

/// The Python program with these arguments: a program that can be run as it is.
std::string python_listing(const Scenario& scenario, const Arguments& arguments);

/// How to run a scenario.
struct RunOptions {
    Arguments arguments;
    asyncio::PythonVersion python{10};   ///< CPython 3.10
    trace::Choices choices{"tutorial"};  ///< in which order sets are iterated over
    bool preset_loop = false;            ///< as if a loop had been set before the program began
};

/// The header of the trace of such a run.
trace::Header header(const Scenario& scenario, const RunOptions& options);

/// The run that the scenario shows if its user asks for no order: by its own schedule, or else in
/// the tutorial's orders.
trace::Choices default_choices(const Scenario& scenario, const Arguments& arguments,
                               asyncio::PythonVersion python);
/// That run, with the default arguments, on its usual Python.
RunOptions default_options(const Scenario& scenario);

/// Receives each line that a program prints, with its newline, and the stream it prints to.
using Output = std::function<void(trace::Stream, std::string_view)>;

/// Runs a scenario; passes every event to `sink` (may be null) and every line to `output` (may be
/// empty). Throws: ChoiceError.
trace::Outcome run(const Scenario& scenario, RunOptions& options, trace::Sink* sink,
                   Output output = {});
/// The same for repeated runs: `lines` is LineMap(scenario.cpp_text).
trace::Outcome run(const Scenario& scenario, RunOptions& options, trace::Sink* sink, Output output,
                   const trace::LineMap& lines);

/// Runs a scenario and returns its whole trace.   Throws: ChoiceError.
trace::Trace record(const Scenario& scenario, RunOptions options);
/// The same; afterwards `options` has the choices that were made.
trace::Trace record_with(const Scenario& scenario, RunOptions& options);

}  // namespace corodemo::scenarios
