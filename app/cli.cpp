#include "app/cli.hpp"

#include <algorithm>
#include <charconv>
#include <iostream>
#include <new>
#include <optional>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/errors.hpp"
#include "app/explain.hpp"
#include "app/guide.hpp"
#include "app/list.hpp"
#include "app/log.hpp"
#include "app/output.hpp"
#include "app/run.hpp"
#include "app/suggest.hpp"
#include "app/view.hpp"

namespace corodemo::app {

namespace {

constexpr std::uint64_t kMostTasks = 10'000'000;
constexpr double kLongestDelay =
    1'000'000;  // a clock in floating-point seconds, as CPython's, still tells nanoseconds apart

constexpr const char* kExamples =
    "Examples:\n"
    "  corodemo gather                 run it: prints what Python prints\n"
    "  corodemo gather --trace         see each step, and why\n"
    "  corodemo wait --trace=brief     one line an iteration\n"
    "  corodemo gather -n 5 -o g.json  the whole trace, for your own slides\n"
    "  corodemo explain gather         the program in Python and C++, and what to look for\n";

/// The command line as words, until a command takes them.
struct CommandLine {
    std::string colour = "auto";
    std::string lang;
    bool ascii = false;
    bool quiet = false;
    bool verbose = false;

    bool json = false;
    std::string trace;
    std::string format;
    std::string file;
    std::string input;
    std::string name;

    std::string tasks;
    std::string delay;
    RunRequest run;
};

Looks looks_of(const CommandLine& words) {
    Looks looks;
    looks.ascii = words.ascii;
    looks.quiet = words.quiet;
    if (words.colour == "always") {
        looks.colour = ColourWish::always;
    } else if (words.colour == "never") {
        looks.colour = ColourWish::never;
    } else if (words.colour != "auto") {
        throw UsageError("--color is auto, always or never, not '" + words.colour + "'");
    }
    if (words.lang == "zh") {
        looks.lang = Language::zh;
    } else if (words.lang == "en") {
        looks.lang = Language::en;
    } else if (!words.lang.empty()) {
        throw UsageError("--lang is en or zh, not '" + words.lang + "'");
    }
    return looks;
}

std::optional<Detail> detail_of(const CommandLine& words) {
    if (words.trace.empty()) {
        return std::nullopt;
    }
    if (words.trace == "brief") {
        return Detail::brief;
    }
    if (words.trace == "full") {
        return Detail::full;
    }
    if (words.trace == "steps") {
        return Detail::normal;
    }
    throw UsageError("--trace is brief, steps or full, not '" + words.trace + "'");
}

std::vector<std::string> names(const auto& rows) {
    std::vector<std::string> found;
    for (const auto& row : rows) {
        found.emplace_back(row.name);
    }
    return found;
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string>& candidates) {
    const std::string_view guess = nearest(typed, candidates);
    return guess.empty() ? "" : "; did you mean " + std::string(guess) + "?";
}

const Format* format_of(const CommandLine& words) {
    if (words.json && !words.format.empty() && words.format != "json") {
        throw UsageError("--json and -f " + words.format + " exclude each other");
    }
    const std::string name = words.json ? "json" : words.format;
    if (name.empty()) {
        return nullptr;
    }
    const Format* format = find_format(name);
    if (format == nullptr) {
        throw UsageError("there is no format '" + name + "'" +
                         did_you_mean(name, names(formats())));
    }
    return format;
}

const scenarios::Scenario& scenario_of(const std::string& name) {
    const scenarios::Scenario* scenario = scenarios::find_scenario(name);
    if (scenario == nullptr) {
        throw UsageError("there is no scenario '" + name + "'" +
                         did_you_mean(name, names(scenarios::catalog())));
    }
    return *scenario;
}

template <class Number>
Number number_of(const char* option, const std::string& text, Number most) {
    Number number{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end || !(number >= 0 && number <= most)) {
        const std::string bound = std::to_string(static_cast<std::uint64_t>(most));
        throw UsageError(std::string(option) + " is a " +
                         (std::is_integral_v<Number> ? "whole " : "") + "number from 0 to " +
                         bound + ", not '" + text + "'");
    }
    return number;
}

/// The options that every command understands.
void add_common(CLI::App& app, CommandLine& words) {
    app.add_option("--lang", words.lang, "en or zh; else as the locale says")->type_name("LANG");
    app.add_option("--color", words.colour, "auto, always or never (NO_COLOR counts, too)")
        ->type_name("WHEN");
    app.add_flag("--ascii", words.ascii, "our own signs in ASCII");
    app.add_flag("-v,--verbose", words.verbose, "logs to standard error what it does");
    app.add_flag("-q,--quiet", words.quiet, "no summary on standard error");
}

void add_output(CLI::App& command, CommandLine& words) {
    command.add_flag("--trace{steps}", words.trace, "the step-by-step trace; =brief, =full")
        ->type_name("[=HOW]");
    command.add_flag("--json", words.json, "the trace as JSON: the same as -f json");
    command
        .add_option("-f,--format", words.format,
                    "corodemo formats lists them; else as FILE's name says")
        ->type_name("FORMAT");
    command.add_option("-o,--output", words.file, "writes the trace there, whole or not at all")
        ->type_name("FILE");
}

void add_scenario(CLI::App& app, const scenarios::Scenario& scenario, CommandLine& words) {
    CLI::App* command =
        app.add_subcommand(std::string(scenario.name), std::string(scenario.title.en));
    command->group("Scenarios");
    command->fallthrough();
    add_output(*command, words);
    if (scenario.takes_tasks) {
        command
            ->add_option("-n,--tasks", words.tasks,
                         "how many (" + std::to_string(scenario.defaults.tasks) + ")")
            ->type_name("N");
    }
    if (scenario.takes_delay) {
        command
            ->add_option(
                "--delay", words.delay,
                "seconds each sleep takes (" + asyncio::repr_seconds(scenario.defaults.delay) + ")")
            ->type_name("SECONDS");
    }
    command->add_option("--python", words.run.python, "behaves as that CPython (3.10)")
        ->type_name("VERSION");
    command
        ->add_option("--set-order", words.run.set_order,
                     "where CPython iterates a set: tutorial, argument, seed:N or 3,1,2")
        ->type_name("ORDER");
    command->add_option("--schedule", words.run.schedule, "replays recorded choices: 2,3,1")
        ->type_name("ORDERS");
    command->add_flag("--preset-loop", words.run.preset_loop,
                      "as if a loop had been set before the program");
    command->callback([&scenario, &words] {
        words.run.scenario = &scenario;
        words.run.arguments = scenario.defaults;
        if (!words.tasks.empty()) {
            words.run.arguments.tasks = number_of("--tasks", words.tasks, kMostTasks);
        }
        if (!words.delay.empty()) {
            words.run.arguments.delay =
                asyncio::seconds(number_of("--delay", words.delay, kLongestDelay));
        }
        if (words.run.python.empty()) {
            words.run.python = "3.10";
        }
        words.run.trace = detail_of(words);
        words.run.format = format_of(words);
        words.run.file = words.file;
        if (words.run.trace && words.run.format != nullptr && words.run.format->name != "text") {
            throw UsageError("--trace is text: it does not go with -f " +
                             std::string(words.run.format->name));
        }
        run_scenario(words.run, looks_of(words));
    });
}

void add_commands(CLI::App& app, CommandLine& words) {
    const auto command = [&](const char* name, const char* what, auto action) {
        CLI::App* added = app.add_subcommand(name, what);
        added->group("Commands");
        added->fallthrough();
        added->callback(action);
        return added;
    };
    CLI::App* list =
        command("list", "every scenario: its name, one line, the CPythons it runs on", [&words] {
            const Style style = style_for(STDOUT_FILENO, looks_of(words));
            write_to_stdout([&](std::ostream& out) {
                words.json ? list_scenarios_as_json(out) : list_scenarios(style, out);
            });
        });
    list->add_flag("--json", words.json, "as JSON");

    CLI::App* explain_command = command(
        "explain", "a scenario's program in Python and C++, what to look for, the rule", [&words] {
            const scenarios::Scenario& scenario = scenario_of(words.name);
            const Style style = style_for(STDOUT_FILENO, looks_of(words));
            write_to_stdout([&](std::ostream& out) { explain(scenario, style, out); });
        });
    explain_command->add_option("scenario", words.name, "its name")->required();

    command("formats", "every format that a trace can be written in", [&words] {
        const Style style = style_for(STDOUT_FILENO, looks_of(words));
        write_to_stdout([&](std::ostream& out) { list_formats(style, out); });
    });

    CLI::App* view_command = command(
        "view", "a trace file (.json, .jsonl, - for standard input) in any format", [&words] {
            view({words.input, format_of(words), detail_of(words).value_or(Detail::normal),
                  words.file},
                 looks_of(words));
        });
    view_command->add_option("trace", words.input, "the file")->required();
    add_output(*view_command, words);
}

/// What was typed that nobody understands.
[[noreturn]] void reject(const CLI::App& app, const std::string& word) {
    const std::vector<CLI::App*> chosen = app.get_subcommands();
    std::vector<std::string> candidates;
    if (word.starts_with("-")) {
        const CLI::App* command = chosen.empty() ? &app : chosen.front();
        for (const CLI::App* level : {&app, command}) {
            for (const CLI::Option* option : level->get_options()) {
                candidates.push_back(option->get_name(false, true));
                for (const std::string& name : option->get_lnames()) {
                    candidates.push_back("--" + name);
                }
            }
        }
        const std::string name = word.substr(0, word.find('='));
        throw UsageError("there is no option " + name + did_you_mean(name, candidates));
    }
    if (!chosen.empty()) {
        throw UsageError(chosen.front()->get_name() + " takes no '" + word + "'");
    }
    for (const CLI::App* command : app.get_subcommands({})) {
        candidates.push_back(command->get_name());
    }
    throw UsageError("there is no scenario or command '" + word + "'" +
                     did_you_mean(word, candidates));
}

void parse(CLI::App& app, CommandLine& words, int argc, const char* const* argv) {
    app.require_subcommand(0, 1);
    app.allow_extras();
    add_common(app, words);
    for (const scenarios::Scenario& scenario : scenarios::catalog()) {
        add_scenario(app, scenario, words);
    }
    add_commands(app, words);
    // Extra words are looked at before any command acts.
    app.parse_complete_callback([&] {
        if (words.verbose) {
            enable_log();
        }
        if (const std::vector<std::string> extra = app.remaining(true); !extra.empty()) {
            reject(app, extra.front());
        }
    });
    app.parse(argc, argv);
    if (app.get_subcommands().empty()) {
        const Style style = style_for(STDOUT_FILENO, looks_of(words));
        write_to_stdout([&](std::ostream& out) { print_guide(style, out); });
    }
}

int fail(Exit exit, std::string message) {
    std::ranges::replace(message, '\n', ' ');
    std::cerr << "corodemo: " << message << '\n';
    return static_cast<int>(exit);
}

}  // namespace

int run_command_line(int argc, const char* const* argv) {
    CommandLine words;
    CLI::App app("corodemo shows, step by step, what an asyncio event loop does.\n\n" +
                     std::string(kExamples),
                 "corodemo");
    app.set_version_flag("--version", version_text());
    try {
        parse(app, words, argc, argv);
        return static_cast<int>(Exit::done);
    } catch (const CLI::Success& wish) {  // --help, --version
        try {
            std::ostringstream text;
            app.exit(wish, text, text);
            write_to_stdout([&](std::ostream& out) { out << text.str(); });
            return static_cast<int>(Exit::done);
        } catch (const CommandError& error) {
            return fail(error.exit(), error.what());
        } catch (const OutputClosed&) {
            return static_cast<int>(Exit::done);
        }
    } catch (const CLI::ParseError& error) {
        return fail(Exit::usage, error.what());
    } catch (const CommandError& error) {
        return fail(error.exit(), error.what());
    } catch (const OutputClosed&) {
        return static_cast<int>(Exit::done);
    } catch (const std::bad_alloc&) {
        return fail(Exit::file, "there is not enough memory");
    }
}

}  // namespace corodemo::app
