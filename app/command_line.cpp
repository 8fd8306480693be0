#include "app/command_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <type_traits>

#include "app/errors.hpp"
#include "app/suggest.hpp"
#include "core/asyncio/sleep.hpp"
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
                             ? Words{"{0} is a whole number from 0 to {1}, not '{2}'",
                                     "{0} 应为 0 到 {1} 的整数，而不是 '{2}'"}
                             : Words{"{0} is a number from 0 to {1}, not '{2}'",
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

Looks looks_of(const CommandLine& words) {
    Looks looks;
    looks.ascii = words.ascii;
    looks.quiet = words.quiet;
    if (words.colour == "always") {
        looks.colour = ColourWish::always;
    } else if (words.colour == "never") {
        looks.colour = ColourWish::never;
    } else if (words.colour != "auto") {
        throw UsageError({"--color is auto, always or never, not '{0}'",
                          "--color 应为 auto、always 或 never，而不是 '{0}'"},
                         {words.colour});
    }
    if (words.lang == "zh") {
        looks.lang = Language::zh;
    } else if (words.lang == "en") {
        looks.lang = Language::en;
    } else if (!words.lang.empty()) {
        throw UsageError({"--lang is en or zh, not '{0}'", "--lang 应为 en 或 zh，而不是 '{0}'"},
                         {words.lang});
    }
    return looks;
}

Detail detail_of(const CommandLine& words) {
    if (words.trace == "brief") {
        return Detail::brief;
    }
    if (words.trace == "full") {
        return Detail::full;
    }
    if (words.trace.empty() || words.trace == "steps" || words.trace == "true") {
        return Detail::normal;
    }
    throw UsageError({"--trace is brief, steps or full, not '{0}'",
                      "--trace 应为 brief、steps 或 full，而不是 '{0}'"},
                     {words.trace});
}

namespace {

/// That words which only a picture understands stand with one.
void check_picture_words(const CommandLine& words, bool picture) {
    for (const auto& [option, word] :
         {std::pair{"--axis", &words.axis}, std::pair{"--theme", &words.theme},
          std::pair{"--frames", &words.frames}}) {
        if (!word->empty() && !picture) {
            throw UsageError({"{0} goes with a picture: -f svg", "{0} 只用于图片：-f svg"},
                             {std::string(option)});
        }
    }
    if (!words.frames.empty() && (!words.file.empty() || !words.axis.empty())) {
        throw UsageError({"--frames and {0} exclude each other", "--frames 与 {0} 不能同时使用"},
                         {std::string(words.file.empty() ? "--axis" : "-o")});
    }
}

}  // namespace

Theme theme_of(const CommandLine& words) {
    if (!words.theme.empty() && words.theme != "light" && words.theme != "dark") {
        throw UsageError(
            {"--theme is light or dark, not '{0}'", "--theme 应为 light 或 dark，而不是 '{0}'"},
            {words.theme});
    }
    return words.theme == "dark" ? Theme::dark : Theme::light;
}

PictureLook look_of(const CommandLine& words, const Format* format) {
    check_picture_words(words, format != nullptr && format->name == "svg");
    PictureLook look;
    if (words.axis == "time") {
        look.axis = PictureLook::Axis::time;
    } else if (!words.axis.empty() && words.axis != "step") {
        throw UsageError(
            {"--axis is step or time, not '{0}'", "--axis 应为 step 或 time，而不是 '{0}'"},
            {words.axis});
    }
    look.theme = theme_of(words);
    return look;
}

namespace {

/// The format that -f, --json or --frames names, or null.
const Format* format_named(const CommandLine& words) {
    if (words.json && !words.format.empty() && words.format != "json") {
        throw UsageError({"--json and -f {0} exclude each other", "--json 与 -f {0} 不能同时使用"},
                         {words.format});
    }
    const bool frames = !words.frames.empty() && words.trace.empty() && words.format.empty();
    const std::string name = words.json ? "json" : frames ? "svg" : words.format;
    const Format* format = find_format(name);
    if (format == nullptr && !name.empty()) {
        throw UsageError({"there is no format '{0}'{1}", "没有格式 '{0}'{1}"},
                         {name, did_you_mean(name, names(formats()))});
    }
    return format;
}

}  // namespace

const Format* format_of(const CommandLine& words) {
    const Format* format = format_named(words);
    const Format* format_of_name = words.file.empty() ? nullptr : format_of_file(words.file);
    if (!words.trace.empty()) {
        const Format* text = find_format("text");
        if (format != nullptr && format != text) {
            throw UsageError({"--trace is text: it does not go with {0}",
                              "--trace 输出文本：不能与 {0} 一起使用"},
                             {words.json ? std::string("--json") : "-f " + words.format});
        }
        if (format == nullptr && format_of_name != nullptr && format_of_name != text) {
            throw UsageError({"--trace is text: it does not go with the name {0}",
                              "--trace 输出文本：与文件名 {0} 不符"},
                             {words.file});
        }
        return text;
    }
    if (format == nullptr && format_of_name == nullptr && !words.file.empty()) {
        throw UsageError(
            {"the name {0} does not say which format: give one with -f, or see corodemo formats",
             "从文件名 {0} 看不出格式：请用 -f 指定，或查看 corodemo formats"},
            {words.file});
    }
    return format != nullptr ? format : format_of_name;
}

CompareRequest::As compare_as(const CommandLine& words) {
    using As = CompareRequest::As;
    constexpr std::array kNamed{std::pair{std::string_view("text"), As::text},
                                std::pair{std::string_view("json"), As::json},
                                std::pair{std::string_view("svg"), As::svg},
                                std::pair{std::string_view("html"), As::html}};
    const Format* format = format_named(words);
    if (format == nullptr && !words.file.empty()) {
        format = format_of_file(words.file);
        if (format == nullptr) {
            throw UsageError({"the name {0} does not say which format: give one with -f",
                              "从文件名 {0} 看不出格式：请用 -f 指定"},
                             {words.file});
        }
    }
    const std::string_view name = format != nullptr ? format->name : "text";
    const auto* const found = std::ranges::find(kNamed, name, &decltype(kNamed)::value_type::first);
    if (found == kNamed.end()) {
        throw UsageError({"compare has no format '{0}': text, json, svg, html",
                          "compare 没有 '{0}' 格式：可用 text、json、svg、html"},
                         {std::string(name)});
    }
    check_picture_words(words, found->second == As::svg);
    return found->second;
}

asyncio::PythonVersion python_of(const CommandLine& words) {
    const auto python = asyncio::PythonVersion::parse(words.python.empty() ? "3.10" : words.python);
    if (!python) {
        throw UsageError({"'{0}' is no CPython that is covered: 3.6 to 3.14",
                          "不支持 CPython '{0}'：可用 3.6 到 3.14"},
                         {words.python});
    }
    return *python;
}

std::uint64_t max_schedules_of(const CommandLine& words) {
    constexpr std::uint64_t kDefault = 100'000;
    constexpr std::uint64_t kMost = 1'000'000'000;
    return words.max_schedules.empty()
               ? kDefault
               : number_of<std::uint64_t>("--max-schedules", words.max_schedules, kMost);
}

std::size_t claim_of(const CommandLine& words) {
    if (words.claim.empty()) {
        return 0;
    }
    const std::size_t count = scenarios::claims().size();
    std::size_t number = 0;
    const char* end = words.claim.data() + words.claim.size();
    const auto [stop, error] = std::from_chars(words.claim.data(), end, number);
    if (error != std::errc() || stop != end || number < 1 || number > count) {
        throw UsageError({"there is no claim '{0}': they are numbered from 1 to {1}",
                          "没有第 '{0}' 条说法：编号从 1 到 {1}"},
                         {words.claim, std::to_string(count)});
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

scenarios::Arguments arguments_of(const CommandLine& words, const scenarios::Scenario& scenario) {
    scenarios::Arguments arguments = scenario.defaults;
    if (!words.tasks.empty()) {
        arguments.tasks = number_of("--tasks", words.tasks, kMostTasks);
    }
    if (!words.delay.empty()) {
        const double delay = number_of("--delay", words.delay, kLongestDelay);
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
