#include "app/cli/command_line.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/cli/commands.hpp"
#include "app/cli/completion.hpp"
#include "app/cli/help.hpp"
#include "app/cli/operands.hpp"
#include "app/cli/options.hpp"
#include "app/cli/welcome.hpp"
#include "app/commands/run.hpp"
#include "app/errors.hpp"
#include "app/files/memory_bound.hpp"
#include "app/files/output.hpp"
#include "app/terminal/log.hpp"
#include "app/terminal/terminal.hpp"
#include "app/terminal/unicode_width.hpp"

namespace corodemo::app {

namespace {

std::vector<const char*> pointers(const std::vector<std::string>& texts) {
    std::vector<const char*> found;
    found.reserve(texts.size());
    for (const std::string& text : texts) {
        found.push_back(text.c_str());
    }
    return found;
}

/// Parses a scenario and its options, which are given as one argument of another command.
/// Throws: UsageError, CLI::ParseError.
RunRequest run_request_of(const std::string& typed, Language language);

SideRequest side_of(const std::string& typed, bool file_by_default, Language language);

[[noreturn]] void reject_option(const CLI::App& app, const std::string& argument) {
    const std::string name = argument.substr(0, argument.find('='));
    std::vector<std::string> candidates;
    const auto add_names_of = [&](const CLI::App& command) {
        for (const CLI::Option* option : command.get_options()) {
            for (const std::string& known : option->get_lnames()) {
                candidates.push_back("--" + known);
            }
        }
    };
    add_names_of(app);
    const auto chosen = app.get_subcommands();
    if (!chosen.empty()) {
        if (chosen.front()->get_option_no_throw(name) != nullptr) {
            throw UsageError({"{0} belongs after {1}", "{0} 应写在 {1} 之后"},
                             {name, chosen.front()->get_name()});
        }
        add_names_of(*chosen.front());
    }
    const Message guess = did_you_mean(name, candidates);
    if (chosen.empty()) {
        throw UsageError({"there is no option {0}{1}", "没有选项 {0}{1}"}, {name, guess});
    }
    throw UsageError({"{0} has no option {1}{2}", "{0} 没有选项 {1}{2}"},
                     {chosen.front()->get_name(), name, guess});
}

/// Throws: UsageError. `argument` is not an option, or not expected where it was given.
[[noreturn]] void reject(const CLI::App& app, const std::string& argument) {
    if (argument.starts_with("-") && argument != "-") {
        reject_option(app, argument);
    }
    if (const auto chosen = app.get_subcommands(); !chosen.empty()) {
        const bool detail = argument == "brief" || argument == "steps" || argument == "full";
        throw UsageError(
            {"{0} takes no '{1}'{2}", "{0} 不接受 '{1}'{2}"},
            {chosen.front()->get_name(), argument,
             detail
                 ? say({"; did you mean --trace={0}?", "；你要找的是 --trace={0} 吗？"}, {argument})
                 : Message("")});
    }
    std::vector<std::string> candidates;
    for (const CLI::App* command : app.get_subcommands({})) {
        candidates.push_back(command->get_name());
    }
    throw UsageError({"there is no scenario or command '{0}'{1}", "没有场景或命令 '{0}'{1}"},
                     {argument, did_you_mean(argument, candidates)});
}

/// Throws: UsageError for `--lang=`, for which CLI11 would take the next argument.
void check_not_empty(CLI::App& app, std::string_view argument) {
    if (!argument.starts_with("--") || argument.find('=') != argument.size() - 1) {
        return;
    }
    const std::string name(argument.substr(0, argument.size() - 1));
    std::vector<CLI::App*> commands = app.get_subcommands({});
    commands.push_back(&app);
    for (CLI::App* command : commands) {
        const CLI::Option* option = command->get_option_no_throw(name);
        if (option != nullptr && option->get_items_expected_min() > 0) {
            throw UsageError({"{0} needs a value", "{0} 需要一个值"}, {name});
        }
    }
}

/// Throws: UsageError if there is an option that is not about the scenario itself.
void check_only_of_scenario(const Options& options, const std::string& typed) {
    const Options none;
    for (const auto& [option, given] :
         {std::pair{"--max-memory", options.max_memory != none.max_memory},
          std::pair{"--color", options.color != none.color},
          std::pair{"--lang", options.lang != none.lang}, std::pair{"--ascii", options.ascii},
          std::pair{"--width", options.width != none.width},
          std::pair{"--no-pager", options.no_pager},
          std::pair{"--steps", options.steps != none.steps},
          std::pair{"--task", options.task != none.task}, std::pair{"-q", options.quiet},
          std::pair{"-v", options.verbose}, std::pair{"--json", options.json},
          std::pair{"--trace", options.trace != none.trace},
          std::pair{"-f", options.format != none.format},
          std::pair{"-o", options.file != none.file},
          std::pair{"--axis", options.axis != none.axis},
          std::pair{"--theme", options.theme != none.theme}, std::pair{"--all", options.all},
          std::pair{"--frames", options.frames != none.frames}}) {
        if (given) {
            throw UsageError(
                {"{0} is no option of the scenario itself: it does not belong in '{1}'",
                 "{0} 不是场景本身的选项：不应写在 '{1}' 之内"},
                {std::string(option), typed});
        }
    }
}

void parse(CLI::App& app, Options& options, Language language, int argc, const char* const* argv) {
    app.require_subcommand(0, 1);
    app.allow_extras();
    app.option_defaults()->take_last()->disable_flag_override();
    const std::span typed(argv, static_cast<std::size_t>(argc));
    add_commands(
        app, options, language,
        [language](const std::string& scenario) { return run_request_of(scenario, language); },
        [language](const std::string& side, bool file_by_default) {
            return side_of(side, file_by_default, language);
        },
        typed);
    for (const std::string_view argument : typed) {
        check_not_empty(app, argument);
    }
    // Unknown arguments are rejected before any command runs.
    app.parse_complete_callback([&] {
        if (options.verbose) {
            enable_log(language);
        }
        static_cast<void>(MemoryBound(options.max_memory));  // checked for every command
        for (const std::string& argument : app.remaining(true)) {
            if (argument != "--") {
                reject(app, argument);
            }
            if (app.get_subcommands().empty()) {
                throw UsageError(
                    {"a scenario or a command comes before --", "-- 之前应有场景或命令"});
            }
        }
    });
    app.parse(argc, argv);
}

std::vector<std::string> words_of(const std::string& typed) {
    std::vector<std::string> words;
    std::istringstream text(typed);
    for (std::string word; text >> word;) {
        words.push_back(word);
    }
    return words;
}

SideRequest side_of(const std::string& typed, bool file_by_default, Language language) {
    const std::vector<std::string> words = words_of(typed);
    if (!words.empty() && names_program(words.front())) {
        return {typed, ProgramRequest{words, {}, {}, {}}};
    }
    std::error_code none;
    const bool is_scenario = !words.empty() && scenarios::find_scenario(words.front()) != nullptr;
    const bool is_file = typed == "-" || typed.ends_with(".json") || typed.ends_with(".jsonl") ||
                         std::filesystem::is_regular_file(typed, none);
    if (is_file || (file_by_default && !is_scenario)) {
        return {typed, TraceFile{typed}};
    }
    return {typed, run_request_of(typed, language)};
}

RunRequest run_request_of(const std::string& typed, Language language) {
    Options options;
    std::optional<RunRequest> found;
    options.on_scenario = [&](const RunRequest& request) { found = request; };
    std::vector<std::string> parts = words_of(typed);
    parts.insert(parts.begin(), "corodemo");
    const std::vector<const char*> arguments = pointers(parts);
    CLI::App app("", "corodemo");
    try {
        if (parts.size() > 1 && scenarios::find_scenario(parts[1]) == nullptr) {
            options.name = parts[1];
            scenario_of(options.name);
        }
        parse(app, options, language, static_cast<int>(arguments.size()), arguments.data());
    } catch (const CLI::Success&) {
        found.reset();
    }
    check_only_of_scenario(options, typed);
    if (!found) {
        throw UsageError({"'{0}' is no scenario with options", "'{0}' 不是带选项的场景"}, {typed});
    }
    return *found;
}

/// What the parser rejected, in both languages. Only CLI11's text names the option: "--lang: 1
/// required LANG missing".
Message message_of(const CLI::ParseError& error, const CLI::App& app) {
    const std::string text = error.what();
    const std::string name = text.substr(0, text.find_first_of(": "));
    if (text.find("override") != std::string::npos) {
        return say({"--{0} takes no value", "--{0} 不接受值"}, {name});
    }
    if (name.starts_with("-")) {
        return say({"{0} needs a value", "{0} 需要一个值"}, {name});
    }
    if (name == "claim") {
        return say({"the number of a claim is missing", "缺少说法的编号"});
    }
    const std::string command = app.get_subcommands().front()->get_name();
    if (command == "generate") {
        return say({"what to generate is missing: man, bash, zsh or fish",
                    "缺少要生成的内容：man、bash、zsh 或 fish"});
    }
    return command == "view" || command == "check" || command == "diff"
               ? say({"the name of a trace file is missing (-: standard input)",
                      "缺少跟踪文件的名字（-：标准输入）"})
               : say({"the name of a scenario is missing: corodemo list has them",
                      "缺少场景的名字：见 corodemo list"});
}

/// Prints what --help or --version asks for.
void print_help(CLI::App& app, const CLI::Success& request, Language language) {
    std::string text;
    if (dynamic_cast<const CLI::CallForHelp*>(&request) == nullptr) {
        text = std::string(request.what()) + "\n";
    } else if (const auto chosen = app.get_subcommands(); !chosen.empty()) {
        text = help_of(*chosen.front(), app, language);
    } else {
        text = overview(app, language);
    }
    write_to_stdout([&](std::ostream& out) { out << text; });
}

/// `corodemo __complete WORD...`, which the scripts for shells call.
void complete(std::span<const char* const> typed, Language language) {
    Options options;
    CLI::App app("", "corodemo");
    add_all_commands(app, options, language);
    const std::vector<std::string> words(typed.begin(), typed.end());
    write_to_stdout([&](std::ostream& out) { print_completions(app, words, language, out); });
}

int fail(Exit exit, std::string_view message) {
    constexpr std::size_t kMost = 1000;  // columns: the user may have pasted a whole page
    const std::string line = escape_unsafe(message);
    const std::string_view shown = prefix_of_width(line, kMost);
    std::cerr << "corodemo: " << shown << (shown.size() < line.size() ? "..." : "") << '\n';
    return static_cast<int>(exit);
}

}  // namespace

Language language_of(int argc, const char* const* argv) {
    const std::vector<std::string> arguments =
        split_off_program(std::span(argv, static_cast<std::size_t>(argc))).ours;
    Language language = language_of_locale();
    for (std::size_t i = 1; i < arguments.size() && arguments[i] != "--"; ++i) {
        std::string_view value = arguments[i];
        if (value == "--lang" && i + 1 < arguments.size()) {
            value = arguments[++i];
        } else if (constexpr std::string_view kLang = "--lang="; value.starts_with(kLang)) {
            value.remove_prefix(kLang.size());
        } else {
            continue;
        }
        language = value == "zh" ? Language::zh : value == "en" ? Language::en : language;
    }
    return language;
}

int run_command_line(int argc, const char* const* argv) {
    const std::span typed(argv, static_cast<std::size_t>(argc));
    if (typed.size() > 1 && typed[1] == std::string_view("__complete")) {
        complete(typed.subspan(2), language_of(argc, argv));
        return static_cast<int>(Exit::done);
    }
    const SplitCommandLine split = split_off_program(typed);
    const std::vector<std::string> joined = with_joined_operands(pointers(split.ours));
    const std::vector<const char*> arguments = pointers(joined);
    Options options;
    options.program = split.program;
    options.on_scenario = [&](const RunRequest& request) {
        MemoryBound(options.max_memory).check_tasks(request.arguments.tasks, keeps_trace(request));
        run_scenario(request, display_options_of(options));
    };
    const Language language = language_of(argc, argv);
    CLI::App app("", "corodemo");
    try {
        try {
            parse(app, options, language, static_cast<int>(arguments.size()), arguments.data());
            if (app.get_subcommands().empty()) {
                const Style style = style_for(STDOUT_FILENO, display_options_of(options));
                write_to_stdout([&](std::ostream& out) { print_welcome(style, out); });
            }
        } catch (const CLI::Success& request) {
            print_help(app, request, language);
        }
        return static_cast<int>(options.exit);
    } catch (const CLI::ParseError& error) {
        return fail(Exit::usage, message_of(error, app).in(language));
    } catch (const CommandError& error) {
        return fail(error.exit(), error.message().in(language));
    } catch (const OutputClosed&) {
        return static_cast<int>(Exit::done);
    } catch (const std::exception& error) {  // a bug of ours: report it instead of aborting
        return fail(Exit::file,
                    say({"internal error: {0}", "内部错误：{0}"}, {std::string(error.what())})
                        .in(language));
    }
}

}  // namespace corodemo::app
