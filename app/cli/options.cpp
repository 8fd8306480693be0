#include "app/cli/options.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "app/cli/suggest.hpp"
#include "app/errors.hpp"
#include "app/input_errors.hpp"
#include "core/asyncio/tasks/sleep.hpp"
#include "core/trace/number.hpp"
#include "scenarios/claims/claim.hpp"

namespace corodemo::app {

namespace {

constexpr std::uint64_t kMostTasks = 100'000'000;
// In seconds. Up to here a clock in floating-point seconds, like CPython's, still resolves
// nanoseconds.
constexpr double kLongestDelay = 1'000'000;
constexpr double kShortestDelay = 1e-9;
constexpr double kLongestRecording = 1e9;  // seconds
constexpr std::uint64_t kMostSteps = 1'000'000'000'000;

/// The value of a numeric option, from 0 to `most`.
template <class Number>
Number number_of(const char* option, const std::string& text, Number most) {
    const std::optional<Number> number = trace::parse_number<Number>(text);
    if (!number || !(*number >= 0 && *number <= most)) {  // also rejects NaN
        const std::string bound = std::to_string(static_cast<std::uint64_t>(most));
        throw UsageError(std::is_integral_v<Number>
                             ? Localized{"{0} takes a whole number from 0 to {1}, not '{2}'",
                                         "{0} 应为 0 到 {1} 的整数，而不是 '{2}'"}
                             : Localized{"{0} takes a number from 0 to {1}, not '{2}'",
                                         "{0} 应为 0 到 {1} 的数，而不是 '{2}'"},
                         {std::string(option), bound, text});
    }
    return *number;
}

std::vector<std::string> names(const auto& rows) {
    std::vector<std::string> found;
    for (const auto& row : rows) {
        found.emplace_back(row.name);
    }
    return found;
}

}  // namespace

bool names_program(std::string_view word) {
    return word.ends_with(".py");
}

Message did_you_mean(std::string_view typed, const std::vector<std::string>& candidates) {
    const std::string guess = names_program(typed) ? "corodemo record " + std::string(typed)
                                                   : std::string(nearest(typed, candidates));
    return guess.empty() ? Message("")
                         : say({"; did you mean {0}?", "；你要找的是 {0} 吗？"}, {guess});
}

DisplayOptions display_options_of(const Options& options) {
    DisplayOptions display;
    display.ascii = options.ascii;
    display.quiet = options.quiet;
    if (options.color == "always") {
        display.colour = ColorMode::always;
    } else if (options.color == "never") {
        display.colour = ColorMode::never;
    } else if (options.color != "auto") {
        throw UsageError({"--color takes auto, always or never, not '{0}'",
                          "--color 应为 auto、always 或 never，而不是 '{0}'"},
                         {options.color});
    }
    if (options.lang == "zh") {
        display.lang = Language::zh;
    } else if (options.lang == "en") {
        display.lang = Language::en;
    } else if (!options.lang.empty()) {
        throw UsageError({"--lang takes en or zh, not '{0}'", "--lang 应为 en 或 zh，而不是 '{0}'"},
                         {options.lang});
    }
    if (!options.width.empty()) {
        constexpr int kWidest = 1000;
        display.width =
            static_cast<int>(number_of<std::uint64_t>("--width", options.width, kWidest));
    }
    display.pager = !options.no_pager;
    return display;
}

namespace {

/// "5-9", "5", "5-" or "-9".
std::pair<std::uint64_t, std::uint64_t> steps_of(const std::string& text) {
    const std::size_t dash = text.find('-');
    const std::string first = text.substr(0, dash);
    const std::string last = dash == std::string::npos ? first : text.substr(dash + 1);
    const Part all;
    const auto begin = first.empty() ? all.first : trace::parse_number<std::uint64_t>(first);
    const auto end = last.empty() ? all.last : trace::parse_number<std::uint64_t>(last);
    if (!begin || !end || *begin > *end || (first.empty() && last.empty())) {
        throw UsageError({"--steps is a step or a range, such as 5-9, not '{0}'",
                          "--steps 应为一步或一个范围，如 5-9，而不是 '{0}'"},
                         {text});
    }
    return {*begin, *end};
}

}  // namespace

Part part_of(const Options& options) {
    Part part;
    if (!options.steps.empty()) {
        std::tie(part.first, part.last) = steps_of(options.steps);
    }
    if (!options.task.empty()) {
        const trace::Id id = trace::id_from_string(options.task);
        if (id.letter != trace::Id::kTask) {
            throw UsageError({"--task is a task, such as T2, not '{0}'",
                              "--task 应为一个任务，如 T2，而不是 '{0}'"},
                             {options.task});
        }
        part.task = id.number;
    }
    part.shutdown = options.all;
    if (!part.whole() && detail_of(options) != Detail::normal) {
        throw UsageError({"--steps and --task do not go with --trace={0}",
                          "--steps 和 --task 不能与 --trace={0} 一起使用"},
                         {options.trace});
    }
    return part;
}

Detail detail_of(const Options& options) {
    if (options.trace == "brief") {
        return Detail::brief;
    }
    if (options.trace == "full") {
        return Detail::full;
    }
    if (options.trace.empty() || options.trace == "steps" || options.trace == "true") {
        return Detail::normal;
    }
    throw UsageError({"--trace takes brief, steps or full, not '{0}'",
                      "--trace 应为 brief、steps 或 full，而不是 '{0}'"},
                     {options.trace});
}

namespace {

/// Throws: UsageError if an option for pictures is given without a picture format.
void check_picture_options(const Options& options, bool picture) {
    for (const auto& [option, value] :
         {std::pair{"--axis", &options.axis}, std::pair{"--theme", &options.theme},
          std::pair{"--frames", &options.frames}}) {
        if (!value->empty() && !picture) {
            throw UsageError({"{0} is for pictures only: -f svg", "{0} 只用于图片：-f svg"},
                             {std::string(option)});
        }
    }
    if (!options.frames.empty() && (!options.file.empty() || !options.axis.empty())) {
        throw UsageError({"--frames and {0} exclude each other", "--frames 与 {0} 不能同时使用"},
                         {std::string(options.file.empty() ? "--axis" : "-o")});
    }
}

}  // namespace

Theme theme_of(const Options& options) {
    if (!options.theme.empty() && options.theme != "light" && options.theme != "dark") {
        throw UsageError(
            {"--theme takes light or dark, not '{0}'", "--theme 应为 light 或 dark，而不是 '{0}'"},
            {options.theme});
    }
    return options.theme == "dark" ? Theme::dark : Theme::light;
}

PictureOptions picture_options_of(const Options& options, const Format* format) {
    check_picture_options(options, format != nullptr && format->name == "svg");
    PictureOptions picture;
    if (options.axis == "time") {
        picture.axis = PictureOptions::Axis::time;
    } else if (!options.axis.empty() && options.axis != "step") {
        throw UsageError(
            {"--axis takes step or time, not '{0}'", "--axis 应为 step 或 time，而不是 '{0}'"},
            {options.axis});
    }
    picture.theme = theme_of(options);
    return picture;
}

namespace {

/// The option that asks for text.
std::string text_option(const Options& options) {
    return !options.trace.empty() ? "--trace" : !options.steps.empty() ? "--steps" : "--task";
}

/// The format that -f, --json or --frames names; null if none of them is given.
const Format* format_named(const Options& options) {
    if (options.json && !options.format.empty() && options.format != "json") {
        throw UsageError({"--json and -f {0} exclude each other", "--json 与 -f {0} 不能同时使用"},
                         {options.format});
    }
    const bool frames = !options.frames.empty() && options.trace.empty() && options.format.empty();
    const std::string name = options.json ? "json" : frames ? "svg" : options.format;
    const Format* format = find_format(name);
    if (format == nullptr && !name.empty()) {
        throw UsageError({"there is no format '{0}'{1}", "没有格式 '{0}'{1}"},
                         {name, did_you_mean(name, names(formats()))});
    }
    return format;
}

/// Text, which an option asks for.   Throws: UsageError if another format is given.
const Format* text_format(const Options& options, const Format* format,
                          const Format* format_of_name) {
    const Format* text = find_format("text");
    if (format != nullptr && format != text) {
        throw UsageError(
            {"{1} is text: it does not go with {0}", "{1} 输出文本：不能与 {0} 一起使用"},
            {options.json ? std::string("--json") : "-f " + options.format, text_option(options)});
    }
    if (format == nullptr && format_of_name != nullptr && format_of_name != text) {
        throw UsageError(
            {"{1} is text: it does not go with the name {0}", "{1} 输出文本：与文件名 {0} 不符"},
            {options.file, text_option(options)});
    }
    return text;
}

}  // namespace

const Format* format_of(const Options& options) {
    const Format* format = format_named(options);
    const Format* format_of_name = options.file.empty() ? nullptr : format_of_file(options.file);
    if (!options.trace.empty() || !options.steps.empty() || !options.task.empty()) {
        return text_format(options, format, format_of_name);
    }
    if (format == nullptr && format_of_name == nullptr && !options.file.empty()) {
        throw UsageError(
            {"no format follows from the name {0}: give one with -f; corodemo formats lists them",
             "从文件名 {0} 看不出格式：请用 -f 指定，或查看 corodemo formats"},
            {options.file});
    }
    return format != nullptr ? format : format_of_name;
}

namespace {

using As = CompareRequest::As;
using NamedAs = std::pair<std::string_view, As>;
constexpr std::array kComparisons{NamedAs{"text", As::text}, NamedAs{"json", As::json},
                                  NamedAs{"svg", As::svg}, NamedAs{"html", As::html}};

const NamedAs* find_comparison(std::string_view format) {
    const auto* const found = std::ranges::find(kComparisons, format, &NamedAs::first);
    return found != kComparisons.end() ? found : nullptr;
}

}  // namespace

bool has_comparison(const Format& format) {
    return find_comparison(format.name) != nullptr;
}

CompareRequest::As compare_as(const Options& options) {
    const Format* format = format_named(options);
    if (format == nullptr && !options.file.empty()) {
        format = format_of_file(options.file);
        if (format == nullptr) {
            throw UsageError({"no format follows from the name {0}: give one with -f",
                              "从文件名 {0} 看不出格式：请用 -f 指定"},
                             {options.file});
        }
    }
    const std::string_view name = format != nullptr ? format->name : "text";
    const NamedAs* const found = find_comparison(name);
    if (found == nullptr) {
        throw UsageError({"compare has no format '{0}': text, json, svg, html",
                          "compare 没有 '{0}' 格式：可用 text、json、svg、html"},
                         {std::string(name)});
    }
    check_picture_options(options, found->second == As::svg);
    return found->second;
}

asyncio::PythonVersion python_of(const Options& options, asyncio::PythonVersion usual) {
    if (options.python.empty()) {
        return usual;
    }
    const auto python = asyncio::PythonVersion::parse(options.python);
    if (!python) {
        throw UsageError({"Python '{0}' is not covered: 3.6 to 3.14 are",
                          "不支持 Python '{0}'：可用 3.6 到 3.14"},
                         {options.python});
    }
    return *python;
}

asyncio::PythonVersion python_of(const Options& options, const scenarios::Scenario& scenario) {
    const asyncio::PythonVersion python = python_of(options, scenario.usual_python());
    if (!scenario.runs_on(python)) {
        throw UsageError(
            {"{0} uses what Python has since 3.{1}", "{0} 用到的功能从 Python 3.{1} 起才有"},
            {scenario.name, std::to_string(scenario.place.first_minor)});
    }
    return python;
}

std::uint64_t max_schedules_of(const Options& options) {
    constexpr std::uint64_t kDefault = 100'000;
    constexpr std::uint64_t kMost = 1'000'000'000;
    return options.max_schedules.empty()
               ? kDefault
               : number_of<std::uint64_t>("--max-schedules", options.max_schedules, kMost);
}

namespace {

void check_positive(const char* option, auto number) {
    if (number == 0) {
        throw UsageError({"{0} takes a number above 0", "{0} 应为大于 0 的数"},
                         {std::string(option)});
    }
}

/// Throws: UsageError if the choices are none.
void check_choices(const RunRequest& run) {
    check_one_of_both(run);
    try {
        if (!run.schedule.empty()) {
            static_cast<void>(trace::Choices::schedule(run.schedule));
        } else if (!run.set_order.empty()) {
            static_cast<void>(trace::Choices(run.set_order));
        }
    } catch (const trace::ChoiceError& error) {
        throw UsageError(message_of(error));
    }
}

/// Throws: UsageError if there is no program, or something is wrong with how to record it.
void check_recording(const Options& options) {
    if (options.program.empty() || options.program == std::vector<std::string>{"-m"}) {
        throw UsageError({"the program is missing: corodemo record PROGRAM.py",
                          "缺少程序：corodemo record PROGRAM.py"});
    }
    if (!options.clock.empty() && options.clock != "auto" && options.clock != "virtual" &&
        options.clock != "real") {
        throw UsageError({"--clock takes auto, virtual or real, not '{0}'",
                          "--clock 应为 auto、virtual 或 real，而不是 '{0}'"},
                         {options.clock});
    }
    check_choices(options.run);
    for (const auto& [option, value] :
         {std::pair{"--slow", &options.slow}, std::pair{"--max-seconds", &options.max_seconds}}) {
        if (!value->empty()) {
            check_positive(option, number_of(option, *value, kLongestRecording));
        }
    }
    for (const auto& [option, value] : {std::pair{"--max-steps", &options.max_steps},
                                        std::pair{"--max-text", &options.max_text}}) {
        if (!value->empty()) {
            check_positive(option, number_of(option, *value, kMostSteps));
        }
    }
}

}  // namespace

ProgramRequest program_of(const Options& options) {
    check_recording(options);
    ProgramRequest program{options.program, options.python, {}, {}};
    const auto pass_on = [&](const char* option, const std::string& value) {
        if (!value.empty()) {
            program.options.insert(program.options.end(), {option, value});
        }
    };
    pass_on("--slow", options.slow);
    pass_on("--max-seconds", options.max_seconds);
    pass_on("--max-steps", options.max_steps);
    pass_on("--max-text", options.max_text);
    pass_on("--clock", options.clock);
    pass_on("--set-order", options.run.set_order);
    pass_on("--schedule", options.run.schedule);
    for (const std::string& folder : options.include) {
        pass_on("--include", folder);
    }
    if (options.variables) {
        program.options.emplace_back("--variables");
    }
    if (options.reproducible) {
        program.options.emplace_back("--reproducible");
    }
    if (options.run.preset_loop) {
        program.options.emplace_back("--preset-loop");
    }
    if (!options.max_seconds.empty()) {
        program.max_seconds = number_of("--max-seconds", options.max_seconds, kLongestRecording);
    }
    return program;
}

const Format* format_of_recording(const Options& options) {
    const Format* format = format_of(options);
    if (format != nullptr && format != find_format("text") && options.file.empty() &&
        options.frames.empty()) {
        throw UsageError({"-f {0} needs -o FILE: standard output is the program's",
                          "-f {0} 需要 -o FILE：标准输出属于程序"},
                         {std::string(format->name)});
    }
    return format;
}

std::size_t claim_of(const Options& options) {
    if (options.claim.empty()) {
        return 0;
    }
    const std::size_t count = scenarios::claims().size();
    const std::size_t number = trace::parse_number<std::size_t>(options.claim).value_or(0);
    if (number < 1 || number > count) {
        throw UsageError({"there is no claim '{0}': they are numbered from 1 to {1}",
                          "没有第 '{0}' 条说法：编号从 1 到 {1}"},
                         {options.claim, std::to_string(count)});
    }
    return number;
}

const scenarios::Scenario& scenario_of(const std::string& name) {
    const scenarios::Scenario* scenario = scenarios::find_scenario(name);
    if (scenario == nullptr) {
        throw UsageError({"there is no scenario '{0}'{1}", "没有场景 '{0}'{1}"},
                         {name, did_you_mean(name, names(scenarios::catalog()))});
    }
    return *scenario;
}

const Generated& generated_of(const Options& options) {
    const Generated* found = find_generated(options.name);
    if (found == nullptr) {
        throw UsageError({"generate takes man, bash, zsh or fish, not '{0}'",
                          "generate 应为 man、bash、zsh 或 fish，而不是 '{0}'"},
                         {options.name});
    }
    return *found;
}

scenarios::Arguments arguments_of(const Options& options, const scenarios::Scenario& scenario) {
    scenarios::Arguments arguments = scenario.defaults;
    if (!options.tasks.empty()) {
        arguments.tasks = number_of("--tasks", options.tasks, kMostTasks);
    }
    if (!options.delay.empty()) {
        const double delay = number_of("--delay", options.delay, kLongestDelay);
        // A shorter delay would round to 0, for which asyncio does not sleep.
        if (delay > 0 && delay < kShortestDelay) {
            throw UsageError({"--delay takes 0 or at least a nanosecond, 1e-9",
                              "--delay 应为 0，或至少一纳秒（1e-9）"});
        }
        arguments.delay = asyncio::seconds(delay);
    }
    return arguments;
}

}  // namespace corodemo::app
