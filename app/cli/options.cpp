#include "app/cli/options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <type_traits>

#include "app/cli/suggest.hpp"
#include "app/errors.hpp"
#include "core/asyncio/tasks/sleep.hpp"
#include "scenarios/claims/claim.hpp"

namespace corodemo::app {

namespace {

constexpr std::uint64_t kMostTasks = 100'000'000;
constexpr double kLongestDelay =
    1'000'000;  // a clock in floating-point seconds, as CPython's, still tells nanoseconds apart
constexpr double kShortestDelay = 1e-9;

template <class Number>
Number number_of(const char* option, const std::string& text, Number most) {
    Number number{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end || !(number >= 0 && number <= most)) {
        const std::string bound = std::to_string(static_cast<std::uint64_t>(most));
        throw UsageError(std::is_integral_v<Number>
                             ? Localized{"{0} is a whole number from 0 to {1}, not '{2}'",
                                         "{0} 应为 0 到 {1} 的整数，而不是 '{2}'"}
                             : Localized{"{0} is a number from 0 to {1}, not '{2}'",
                                         "{0} 应为 0 到 {1} 的数，而不是 '{2}'"},
                         {std::string(option), bound, text});
    }
    return number;
}

std::vector<std::string> names(const auto& rows) {
    std::vector<std::string> found;
    for (const auto& row : rows) {
        found.emplace_back(row.name);
    }
    return found;
}

}  // namespace

Message did_you_mean(std::string_view typed, const std::vector<std::string>& candidates) {
    const std::string guess(nearest(typed, candidates));
    return guess.empty() ? Message("") : say({"; did you mean {0}?", "；是不是 {0}？"}, {guess});
}

DisplayOptions looks_of(const Options& options) {
    DisplayOptions looks;
    looks.ascii = options.ascii;
    looks.quiet = options.quiet;
    if (options.colour == "always") {
        looks.colour = ColorMode::always;
    } else if (options.colour == "never") {
        looks.colour = ColorMode::never;
    } else if (options.colour != "auto") {
        throw UsageError({"--color is auto, always or never, not '{0}'",
                          "--color 应为 auto、always 或 never，而不是 '{0}'"},
                         {options.colour});
    }
    if (options.lang == "zh") {
        looks.lang = Language::zh;
    } else if (options.lang == "en") {
        looks.lang = Language::en;
    } else if (!options.lang.empty()) {
        throw UsageError({"--lang is en or zh, not '{0}'", "--lang 应为 en 或 zh，而不是 '{0}'"},
                         {options.lang});
    }
    return looks;
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
    throw UsageError({"--trace is brief, steps or full, not '{0}'",
                      "--trace 应为 brief、steps 或 full，而不是 '{0}'"},
                     {options.trace});
}

namespace {

/// That words which only a picture understands stand with one.
void check_picture_words(const Options& options, bool picture) {
    for (const auto& [option, word] :
         {std::pair{"--axis", &options.axis}, std::pair{"--theme", &options.theme},
          std::pair{"--frames", &options.frames}}) {
        if (!word->empty() && !picture) {
            throw UsageError({"{0} goes with a picture: -f svg", "{0} 只用于图片：-f svg"},
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
            {"--theme is light or dark, not '{0}'", "--theme 应为 light 或 dark，而不是 '{0}'"},
            {options.theme});
    }
    return options.theme == "dark" ? Theme::dark : Theme::light;
}

PictureOptions look_of(const Options& options, const Format* format) {
    check_picture_words(options, format != nullptr && format->name == "svg");
    PictureOptions look;
    if (options.axis == "time") {
        look.axis = PictureOptions::Axis::time;
    } else if (!options.axis.empty() && options.axis != "step") {
        throw UsageError(
            {"--axis is step or time, not '{0}'", "--axis 应为 step 或 time，而不是 '{0}'"},
            {options.axis});
    }
    look.theme = theme_of(options);
    return look;
}

namespace {

/// The format that -f, --json or --frames names, or null.
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

}  // namespace

const Format* format_of(const Options& options) {
    const Format* format = format_named(options);
    const Format* format_of_name = options.file.empty() ? nullptr : format_of_file(options.file);
    if (!options.trace.empty()) {
        const Format* text = find_format("text");
        if (format != nullptr && format != text) {
            throw UsageError({"--trace is text: it does not go with {0}",
                              "--trace 输出文本：不能与 {0} 一起使用"},
                             {options.json ? std::string("--json") : "-f " + options.format});
        }
        if (format == nullptr && format_of_name != nullptr && format_of_name != text) {
            throw UsageError({"--trace is text: it does not go with the name {0}",
                              "--trace 输出文本：与文件名 {0} 不符"},
                             {options.file});
        }
        return text;
    }
    if (format == nullptr && format_of_name == nullptr && !options.file.empty()) {
        throw UsageError(
            {"the name {0} does not say which format: give one with -f, or see corodemo formats",
             "从文件名 {0} 看不出格式：请用 -f 指定，或查看 corodemo formats"},
            {options.file});
    }
    return format != nullptr ? format : format_of_name;
}

CompareRequest::As compare_as(const Options& options) {
    using As = CompareRequest::As;
    constexpr std::array kNamed{std::pair{std::string_view("text"), As::text},
                                std::pair{std::string_view("json"), As::json},
                                std::pair{std::string_view("svg"), As::svg},
                                std::pair{std::string_view("html"), As::html}};
    const Format* format = format_named(options);
    if (format == nullptr && !options.file.empty()) {
        format = format_of_file(options.file);
        if (format == nullptr) {
            throw UsageError({"the name {0} does not say which format: give one with -f",
                              "从文件名 {0} 看不出格式：请用 -f 指定"},
                             {options.file});
        }
    }
    const std::string_view name = format != nullptr ? format->name : "text";
    const auto* const found = std::ranges::find(kNamed, name, &decltype(kNamed)::value_type::first);
    if (found == kNamed.end()) {
        throw UsageError({"compare has no format '{0}': text, json, svg, html",
                          "compare 没有 '{0}' 格式：可用 text、json、svg、html"},
                         {std::string(name)});
    }
    check_picture_words(options, found->second == As::svg);
    return found->second;
}

asyncio::PythonVersion python_of(const Options& options) {
    const auto python =
        asyncio::PythonVersion::parse(options.python.empty() ? "3.10" : options.python);
    if (!python) {
        throw UsageError({"'{0}' is no CPython that is covered: 3.6 to 3.14",
                          "不支持 CPython '{0}'：可用 3.6 到 3.14"},
                         {options.python});
    }
    return *python;
}

std::uint64_t max_schedules_of(const Options& options) {
    constexpr std::uint64_t kDefault = 100'000;
    constexpr std::uint64_t kMost = 1'000'000'000;
    return options.max_schedules.empty()
               ? kDefault
               : number_of<std::uint64_t>("--max-schedules", options.max_schedules, kMost);
}

std::size_t claim_of(const Options& options) {
    if (options.claim.empty()) {
        return 0;
    }
    const std::size_t count = scenarios::claims().size();
    std::size_t number = 0;
    const char* end = options.claim.data() + options.claim.size();
    const auto [stop, error] = std::from_chars(options.claim.data(), end, number);
    if (error != std::errc() || stop != end || number < 1 || number > count) {
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

scenarios::Arguments arguments_of(const Options& options, const scenarios::Scenario& scenario) {
    scenarios::Arguments arguments = scenario.defaults;
    if (!options.tasks.empty()) {
        arguments.tasks = number_of("--tasks", options.tasks, kMostTasks);
    }
    if (!options.delay.empty()) {
        const double delay = number_of("--delay", options.delay, kLongestDelay);
        if (delay > 0 &&
            delay < kShortestDelay) {  // would become 0, at which asyncio does not sleep
            throw UsageError({"--delay is 0 or at least a nanosecond, 1e-9",
                              "--delay 应为 0，或至少一纳秒（1e-9）"});
        }
        arguments.delay = asyncio::seconds(delay);
    }
    return arguments;
}

}  // namespace corodemo::app
