#include "app/cli.hpp"

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/claims.hpp"
#include "app/command_line.hpp"
#include "app/errors.hpp"
#include "app/explain.hpp"
#include "app/guide.hpp"
#include "app/list.hpp"
#include "app/log.hpp"
#include "app/output.hpp"
#include "app/run.hpp"
#include "app/style_width.hpp"
#include "app/terminal.hpp"
#include "app/view.hpp"

namespace corodemo::app {

namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  corodemo gather                 run it: prints what Python prints\n"
    "  corodemo gather --trace         see each step, and why\n"
    "  corodemo wait --trace=brief     one line an iteration\n"
    "  corodemo gather -n 5 -o g.json  the whole trace, for your own slides\n"
    "  corodemo explain gather         Python beside C++, and what to look for\n";

constexpr const char* kEveryCommand = "corodemo --help lists the options that every command takes.";

/// An option with a value, which can't be empty.
CLI::Option* add_word(CLI::App& command, const std::string& option, const char* type,
                      std::string& word, const std::string& what) {
    return command.add_option(option, word, what)
        ->type_name(type)
        ->check([](const std::string& value) {
            return value.empty() ? std::string("needs a value") : std::string();
        });
}

/// The options that every command understands.
void add_common(CLI::App& app, CommandLine& words) {
    add_word(app, "--lang", "LANG", words.lang, "en or zh; else as the locale says");
    add_word(app, "--color", "WHEN", words.colour, "auto, always or never (NO_COLOR counts, too)");
    app.add_flag("--ascii", words.ascii, "our own signs in ASCII");
    app.add_flag("-v,--verbose", words.verbose, "logs to standard error what it does");
    app.add_flag("-q,--quiet", words.quiet, "no summary on standard error");
}

void add_output(CLI::App& command, CommandLine& words) {
    command.add_flag("--trace", words.trace, "the step-by-step trace; =brief, =full")
        ->type_name("[=HOW]")
        ->disable_flag_override(false);
    command.add_flag("--json", words.json, "the trace as JSON: the same as -f json");
    add_word(command, "-f,--format", "FORMAT", words.format,
             "corodemo formats lists them; else by FILE's name");
    add_word(command, "-o,--output", "FILE", words.file,
             "writes the trace there, whole or not at all");
}

void add_scenario(CLI::App& app, const scenarios::Scenario& scenario, CommandLine& words) {
    CLI::App* command = app.add_subcommand(scenario.name, std::string(scenario.lesson->title.en));
    command->group("Scenarios");
    command->fallthrough();
    command->footer(kEveryCommand);
    add_output(*command, words);
    if (scenario.takes_tasks) {
        add_word(*command, "-n,--tasks", "N", words.tasks,
                 "how many (" + std::to_string(scenario.defaults.tasks) + ")");
    }
    if (scenario.takes_delay) {
        add_word(
            *command, "--delay", "SECONDS", words.delay,
            "seconds each sleep takes (" + asyncio::repr_seconds(scenario.defaults.delay) + ")");
    }
    add_word(*command, "--python", "VERSION", words.python, "behaves as that CPython (3.10)");
    add_word(*command, "--set-order", "ORDER", words.run.set_order,
             "of sets: tutorial, argument, seed:N or 3,1,2");
    add_word(*command, "--schedule", "ORDERS", words.run.schedule,
             "replays recorded choices: 2,3,1");
    command->add_flag("--preset-loop", words.run.preset_loop,
                      "as if a loop had been set before the program");
    command->callback([&scenario, &words] {
        words.run.scenario = &scenario;
        words.run.arguments = arguments_of(words, scenario);
        words.run.python = python_of(words);
        words.run.detail = detail_of(words);
        words.run.format = format_of(words);
        words.run.file = words.file;
        run_scenario(words.run, looks_of(words));
    });
}

void add_commands(CLI::App& app, CommandLine& words) {
    const auto command = [&](const char* name, const char* what, auto action) {
        CLI::App* added = app.add_subcommand(name, what);
        added->group("Commands");
        added->fallthrough();
        added->footer(kEveryCommand);
        added->callback(action);
        return added;
    };
    CLI::App* list = command("list", "every scenario, and the CPythons it runs on", [&words] {
        const Style style = style_for(STDOUT_FILENO, looks_of(words));
        write_to_stdout([&](std::ostream& out) {
            words.json ? list_scenarios_as_json(out) : list_scenarios(style, out);
        });
    });
    list->add_flag("--json", words.json, "as JSON");

    CLI::App* explain_command =
        command("explain", "a scenario: its programs, what to look for", [&words] {
            const scenarios::Scenario& scenario = scenario_of(words.name);
            const Style style = style_for(STDOUT_FILENO, looks_of(words));
            write_to_stdout([&](std::ostream& out) { explain(scenario, style, out); });
        });
    add_word(*explain_command, "scenario", "NAME", words.name, "its name")->required();

    CLI::App* claims_command =
        command("claims", "each statement of the tutorial, run and judged", [&words] {
            run_claims({claim_of(words), python_of(words), words.run.preset_loop, words.all,
                        words.check, words.json},
                       looks_of(words));
        });
    add_word(*claims_command, "claim", "NUMBER", words.claim, "only this one, with its evidence");
    add_word(*claims_command, "--python", "VERSION", words.python, "judged on that CPython (3.10)");
    claims_command->add_flag("--preset-loop", words.run.preset_loop,
                             "as if a loop had been set before each program");
    claims_command->add_flag("--all", words.all, "a table, with a column for each CPython");
    claims_command->add_flag("--json", words.json, "as JSON, for each CPython");
    claims_command->add_flag("--check", words.check,
                             "exit status 1 if a verdict is not the one that is expected");

    command("formats", "every format that a trace can be written in", [&words] {
        const Style style = style_for(STDOUT_FILENO, looks_of(words));
        write_to_stdout([&](std::ostream& out) { list_formats(style, out); });
    });

    CLI::App* view_command =
        command("view", "a trace file (-: standard input) in any format", [&words] {
            view({words.input, format_of(words), detail_of(words), words.file}, looks_of(words));
        });
    add_word(*view_command, "trace", "FILE", words.input, "its name")->required();
    add_output(*view_command, words);
}

[[noreturn]] void reject_option(const CLI::App& app, const std::string& word) {
    const std::string name = word.substr(0, word.find('='));
    std::vector<std::string> candidates;
    const auto add_names_of = [&](const CLI::App& command) {
        for (const CLI::Option* option : command.get_options()) {
            for (const std::string& known : option->get_lnames()) {
                candidates.push_back("--" + known);
            }
        }
    };
    add_names_of(app);
    if (const auto chosen = app.get_subcommands(); !chosen.empty()) {
        if (chosen.front()->get_option_no_throw(name) != nullptr) {
            throw UsageError(name + " belongs after " + chosen.front()->get_name());
        }
        add_names_of(*chosen.front());
    }
    throw UsageError("there is no option " + name + did_you_mean(name, candidates));
}

/// What was typed that nobody understands.
[[noreturn]] void reject(const CLI::App& app, const std::string& word) {
    if (word.starts_with("-") && word != "-") {
        reject_option(app, word);
    }
    if (const auto chosen = app.get_subcommands(); !chosen.empty()) {
        const bool detail = word == "brief" || word == "steps" || word == "full";
        throw UsageError(chosen.front()->get_name() + " takes no '" + word + "'" +
                         (detail ? "; did you mean --trace=" + word + "?" : ""));
    }
    std::vector<std::string> candidates;
    for (const CLI::App* command : app.get_subcommands({})) {
        candidates.push_back(command->get_name());
    }
    throw UsageError("there is no scenario or command '" + word + "'" +
                     did_you_mean(word, candidates));
}

void parse(CLI::App& app, CommandLine& words, int argc, const char* const* argv) {
    app.require_subcommand(0, 1);
    app.allow_extras();
    app.option_defaults()->take_last()->disable_flag_override();
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
        for (const std::string& word : app.remaining(true)) {
            if (word != "--") {
                reject(app, word);
            }
            if (app.get_subcommands().empty()) {
                throw UsageError("a scenario or a command comes before --");
            }
        }
    });
    app.parse(argc, argv);
    if (app.get_subcommands().empty()) {
        const Style style = style_for(STDOUT_FILENO, looks_of(words));
        write_to_stdout([&](std::ostream& out) { print_guide(style, out); });
    }
}

/// What the parser finds wrong, in our words.
std::string reworded(const CLI::ParseError& error) {
    const std::string text = error.what();
    const std::string name = text.substr(0, text.find_first_of(": "));
    if (text.find("override") != std::string::npos) {
        return "--" + name + " takes no value";
    }
    return name.starts_with("-") ? name + " needs a value" : "the " + name + " is missing";
}

/// What one can do with a command.
std::string examples(const std::string& name) {
    struct Line {
        std::string command;
        std::string what;
    };
    std::vector<Line> lines{{name, "prints it"}};
    if (const auto* scenario = scenarios::find_scenario(name)) {
        const std::string five = scenario->takes_tasks ? " -n 5" : "";
        lines = {{name + " --trace", "see each step, and why"},
                 {name + " --python 3.6", "as that CPython does it"},
                 {name + five + " -o trace.json", "the whole trace"}};
    } else if (name == "view") {
        lines = {{"view trace.json", "its steps"},
                 {"view trace.json -o trace.jsonl", "the same, an event a line"},
                 {"gather --json | corodemo view -", "from standard input"}};
    } else if (name == "claims") {
        lines = {{"claims --python 3.13", "every claim, judged on that CPython"},
                 {"claims --all", "a table, with a column for each CPython"},
                 {"claims 35", "one claim, and the events that prove the verdict"}};
    } else if (name == "explain") {
        lines = {{"explain gather", "Python beside C++, and what to look for"}};
    }
    std::size_t column = 0;
    for (const Line& line : lines) {
        column = std::max(column, line.command.size() + 2);
    }
    std::string text = "Examples:\n";
    for (Line& line : lines) {
        line.command.resize(column, ' ');
        text += "  corodemo " + line.command + line.what + "\n";
    }
    return text;
}

/// Prints --help or --version.
void grant(CLI::App& app, const CLI::Success& wish) {
    for (CLI::App* command : app.get_subcommands()) {
        const std::string name = command->get_name();
        command->description(command->get_description() + "\n\n" + examples(name));
    }
    std::ostringstream text;
    app.exit(wish, text, text);
    write_to_stdout([&](std::ostream& out) { out << text.str(); });
}

int fail(Exit exit, std::string_view message) {
    constexpr std::size_t kMost = 1000;  // a word of a page is the user's, but not the point
    const std::string line = harmless(message);
    const std::string_view shown = prefix_of_width(line, kMost);
    std::cerr << "corodemo: " << shown << (shown.size() < line.size() ? "..." : "") << '\n';
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
        try {
            parse(app, words, argc, argv);
        } catch (const CLI::Success& wish) {
            grant(app, wish);
        }
        return static_cast<int>(Exit::done);
    } catch (const CLI::ParseError& error) {
        return fail(Exit::usage, reworded(error));
    } catch (const CommandError& error) {
        return fail(error.exit(), error.what());
    } catch (const OutputClosed&) {
        return static_cast<int>(Exit::done);
    }
}

}  // namespace corodemo::app
