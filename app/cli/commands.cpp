// Long, since it has the options and the help of every command, one function each.

#include "app/cli/commands.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <unistd.h>
#include <utility>
#include <vector>

#include "app/cli/generate.hpp"
#include "app/cli/help.hpp"
#include "app/commands/check.hpp"
#include "app/commands/claims.hpp"
#include "app/commands/compare.hpp"
#include "app/commands/diff.hpp"
#include "app/commands/explain.hpp"
#include "app/commands/explore.hpp"
#include "app/commands/list.hpp"
#include "app/commands/record.hpp"
#include "app/commands/view.hpp"
#include "app/files/memory_bound.hpp"
#include "app/files/output.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

namespace {

constexpr Localized kOptions{"Options", "选项"};
constexpr Localized kHelp{"Print this help message and exit", "显示本帮助"};

/// Adds commands and options, with their help.
class Builder {
public:
    Builder(CLI::App& app, Options& options, Language language, ParseRunRequest parse_run_request,
            ParseSide parse_side, std::span<const char* const> typed, bool everything)
        : app_(app),
          options_(options),
          language_(language),
          parse_run_request_(std::move(parse_run_request)),
          parse_side_(std::move(parse_side)),
          typed_(typed.begin(), typed.end()),
          only_typed_(typed_.size() > 1 && names_command(typed_[1])),
          everything_(everything) {}

    void build() {
        prepare(app_);
        app_.set_version_flag("--version", version_text(),
                              in({"Print the version and exit", "显示版本"}));
        add_common();
        for (const scenarios::Scenario& scenario : scenarios::catalog()) {
            if (is_typed(scenario.name)) {
                add_options_of(add_scenario(scenario), scenario);
            } else if (!only_typed_) {
                add_scenario(scenario);
            }
        }
        for (const auto& [name, add] : kCommandMakers) {
            if (is_typed(name) || !only_typed_) {
                (this->*add)(name);
            }
        }
    }

private:
    [[nodiscard]] std::string in(const Localized& text) const {
        return std::string(text.in(language_));
    }

    void prepare(CLI::App& app) const {
        app.get_formatter()->label("Usage", in({"Usage", "用法"}));
        app.get_formatter()->label("OPTIONS", in({"OPTIONS", "选项"}));
        app.get_formatter()->label("SUBCOMMAND", in({"COMMAND", "命令"}));
        app.get_formatter()->label("Positionals", in({"Arguments", "参数"}));
        app.get_formatter()->label("REQUIRED", "");
        app.option_defaults()->group(in(kOptions));
        app.set_help_flag("-h,--help", in(kHelp));
    }

    /// Whether a command or scenario was typed. The others get no options: adding these would take
    /// most of the startup time.
    [[nodiscard]] bool is_typed(std::string_view name) const {
        return everything_ || std::ranges::find(typed_, name) != typed_.end();
    }

    static bool names_command(std::string_view word) {
        return scenarios::find_scenario(word) != nullptr ||
               std::ranges::any_of(kCommandMakers,
                                   [&](const auto& maker) { return word == maker.first; });
    }

    CLI::App& add_command(const std::string& name, const Localized& what, const Localized& group,
                          std::function<void()> action) {
        CLI::App& command = *app_.add_subcommand(name, in(what));
        if (is_typed(name)) {
            prepare(command);
        }
        command.group(in(group));
        command.fallthrough();
        command.callback(std::move(action));
        return command;
    }

    /// Adds an option that takes a non-empty value. `type` is the value's name in --help.
    CLI::Option* add_value(CLI::App& command, const std::string& option, const char* type,
                           std::string& value, const Localized& what,
                           std::initializer_list<Message> arguments = {}) const {
        return command.add_option(option, value, say(what, arguments).in(language_))
            ->type_name(type)
            ->check([](const std::string& typed) {
                return typed.empty() ? std::string("needs a value") : std::string();
            });
    }
    void add_flag(CLI::App& command, const std::string& option, bool& flag,
                  const Localized& what) const {
        command.add_flag(option, flag, in(what));
    }

    /// The options that every command accepts.
    void add_common() {
        add_value(app_, "--lang", "LANG", options_.lang,
                  {"en or zh (default: the locale's)", "en 或 zh（默认：系统语言）"});
        add_value(
            app_, "--color", "WHEN", options_.color,
            {"auto, always or never; respects NO_COLOR", "auto、always 或 never；也遵循 NO_COLOR"});
        add_flag(app_, "--ascii", options_.ascii,
                 {"Use only ASCII in what corodemo adds", "corodemo 自己的符号只用 ASCII 字符"});
        add_flag(app_, "-v,--verbose", options_.verbose,
                 {"Log to standard error", "把运行日志写到标准错误"});
        add_flag(app_, "-q,--quiet", options_.quiet,
                 {"Print no summary on standard error", "不在标准错误上显示摘要"});
        add_value(app_, "--width", "COLUMNS", options_.width,
                  {"Width of the text (default: the terminal's)",
                   "文本的宽度，以列计（默认：终端的宽度）"});
        add_flag(app_, "--no-pager", options_.no_pager,
                 {"Print long texts directly, not through $PAGER", "不通过 $PAGER 显示长文本"});
        add_value(app_, "--max-memory", "SIZE", options_.max_memory,
                  {"Memory for traces: 4G (default: 3/4 of all)",
                   "跟踪记录可用的内存：4G（默认：总内存的 3/4）"});
    }

    void add_output(CLI::App& command) {
        command
            .add_flag("--trace", options_.trace,
                      in({"Show steps; =brief: iterations; =full: events",
                          "显示每一步；=brief：每一轮；=full：每个事件"}))
            ->type_name("[=HOW]")
            ->disable_flag_override(false);
        add_flag(command, "--json", options_.json,
                 {"Print the trace as JSON: the same as -f json",
                  "以 JSON 格式输出跟踪记录：同 -f json"});
        add_value(command, "-f,--format", "FORMAT", options_.format,
                  {"Format of the trace (default: by FILE's name)",
                   "跟踪记录的格式（默认：由 FILE 的名字决定）"});
        add_value(command, "-o,--output", "FILE", options_.file,
                  {"Write the trace to this file", "把跟踪记录写入这个文件"});
        add_value(command, "--steps", "FIRST-LAST", options_.steps,
                  {"Show only these steps: 5-9", "只显示这些步：5-9"});
        add_value(
            command, "--task", "TASK", options_.task,
            {"Show only what concerns a task, such as T2", "文本只含与某个任务有关的步，如 T2"});
        add_flag(command, "--all", options_.all,
                 {"Show what asyncio.run() does after main(), too",
                  "也显示 main() 返回后 asyncio.run() 所做的"});
        add_value(command, "--axis", "AXIS", options_.axis,
                  {"Axis of a picture: step or time (default: step)",
                   "图的横轴：step 或 time（默认：step）"});
        add_theme(command);
        add_value(command, "--frames", "FOLDER", options_.frames,
                  {"Write a numbered picture per step into this folder",
                   "每步一张编号的图，写入这个目录"});
    }

    void add_theme(CLI::App& command) {
        add_value(command, "--theme", "THEME", options_.theme,
                  {"Theme of a picture: light, dark (default: light)",
                   "图的配色：light 或 dark（默认：light）"});
    }

    CLI::App& add_scenario(const scenarios::Scenario& scenario) {
        Options& options = options_;
        return add_command(
            scenario.name, scenario.lesson->title, kScenarios, [&scenario, &options] {
                options.run.scenario = &scenario;
                options.run.arguments = arguments_of(options, scenario);
                options.run.tasks_given = !options.tasks.empty();
                options.run.delay_given = !options.delay.empty();
                options.run.python = python_of(options, scenario);
                options.run.detail = detail_of(options);
                options.run.format = format_of(options);
                options.run.picture = picture_options_of(options, options.run.format);
                options.run.part = part_of(options);
                options.run.frames = options.frames;
                options.run.file = options.file;
                options.on_scenario(options.run);
            });
    }

    void add_options_of(CLI::App& command, const scenarios::Scenario& scenario) {
        Options& options = options_;
        add_output(command);
        if (scenario.takes_tasks) {
            add_value(command, "-n,--tasks", "N", options.tasks,
                      {"Number of coroutines (default: {0})", "协程的个数（默认：{0}）"},
                      {std::to_string(scenario.defaults.tasks)});
        }
        if (scenario.takes_delay) {
            add_value(
                command, "--delay", "SECONDS", options.delay,
                {"Seconds that a sleep takes (default: {0})", "每次 sleep 的秒数（默认：{0}）"},
                {asyncio::repr_seconds(scenario.defaults.delay)});
        }
        add_value(command, "--python", "VERSION", options.python,
                  {"Python to act like, {0} to 3.14 (default: {1})",
                   "模仿的 Python，{0} 到 3.14（默认：{1}）"},
                  {"3." + std::to_string(scenario.place.first_minor),
                   to_string(scenario.usual_python())});
        add_value(command, "--set-order", "ORDER", options.run.set_order,
                  {"Order of sets: tutorial, argument, seed:N, 3,1,2",
                   "集合的顺序：tutorial、argument、seed:N 或 3,1,2"});
        add_value(command, "--schedule", "ORDERS", options.run.schedule,
                  {"Replay choices as explore writes them: 2,3,1/@2",
                   "重放 explore 给出的各次选择：2,3,1/@2"});
        add_flag(command, "--preset-loop", options.run.preset_loop,
                 {"Run as if an event loop had been set before", "如同程序运行前已设置好事件循环"});
    }

    void add_list(const std::string& name) {
        Options& options = options_;
        CLI::App& list = add_command(
            name,
            {"List the scenarios and their versions of Python",
             "列出所有场景，及其可运行的 Python 版本"},
            kCommands, [&options] {
                const Style style = style_for(STDOUT_FILENO, display_options_of(options));
                write_to_stdout([&](std::ostream& out) {
                    options.json ? list_scenarios_as_json(out) : list_scenarios(style, out);
                });
            });
        add_flag(list, "--json", options.json, {"Print JSON", "以 JSON 格式输出"});
    }

    void add_formats(const std::string& name) {
        const Options& options = options_;
        add_command(name, {"List the formats of a trace", "列出跟踪记录的各种格式"}, kCommands,
                    [&options] {
                        const Style style = style_for(STDOUT_FILENO, display_options_of(options));
                        write_to_stdout([&](std::ostream& out) { list_formats(style, out); });
                    });
    }

    /// Adds an operand that is a scenario.
    void add_scenario_operand(CLI::App& command, const std::string& name,
                              std::string& value) const {
        add_value(command, name, "SCENARIO", value,
                  {"Its name, with options of its own: wait -n 4",
                   "场景的名字，可带它自己的选项：wait -n 4"})
            ->required();
    }

    /// Throws: UsageError if an order is given to a command that has no use for it.
    static void check_unused(const std::string& command, const RunRequest& request) {
        for (const auto& [option, value] : {std::pair{"--set-order", &request.set_order},
                                            std::pair{"--schedule", &request.schedule}}) {
            if (!value->empty()) {
                throw UsageError({"{0} does not go with {1}", "{0} 不能用于 {1}"},
                                 {std::string(option), command});
            }
        }
    }

    void add_explain(const std::string& name) {
        Options& options = options_;
        const ParseRunRequest parse_run_request = parse_run_request_;
        CLI::App& command = add_command(
            name,
            {"Explain a scenario: program, what to look for", "讲解一个场景：程序、观察要点、规则"},
            kCommands, [&options, name, parse_run_request] {
                const RunRequest request = parse_run_request(options.name);
                check_unused(name, request);
                const Style style = style_for(STDOUT_FILENO, display_options_of(options));
                write_to_stdout(
                    [&](std::ostream& out) { explain(request, options.name, style, out); });
            });
        add_scenario_operand(command, "scenario", options.name);
    }

    /// Adds an operand that is a scenario, a program or a trace file.
    void add_side_operand(CLI::App& command, const std::string& name, std::string& value) const {
        add_value(command, name, "SIDE", value,
                  {"A scenario, a program or a trace file", "场景、程序或跟踪文件"})
            ->required();
    }

    /// What is compared with `left`, if the user does not say: the same scenario where CPython has
    /// fixed it.
    static std::string right_of(const Options& options, const SideRequest& left) {
        if (!options.right.empty()) {
            return options.right;
        }
        const auto* run = std::get_if<RunRequest>(&left.what);
        if (run == nullptr || run->scenario->lesson->fixed_in == 0) {
            throw UsageError({"compare {0} with what? corodemo compare {0} SIDE",
                              "{0} 与什么比较？corodemo compare {0} 另一方"},
                             {left.command});
        }
        return run->scenario->name + " --python 3." +
               std::to_string(run->scenario->lesson->fixed_in);
    }

    void add_compare(const std::string& name) {
        Options& options = options_;
        const ParseSide parse_side = parse_side_;
        CLI::App& command = add_command(
            name, {"Compare the order of execution of two programs", "比较两个程序的执行顺序"},
            kCommands, [&options, parse_side] {
                const bool same =
                    compare({parse_side(options.left, false),
                             parse_side(right_of(options, parse_side(options.left, false)), false),
                             compare_as(options), options.file, theme_of(options), options.verbatim,
                             MemoryBound(options.max_memory)},
                            display_options_of(options));
                options.exit = same ? Exit::done : Exit::difference;
            });
        add_side_operand(command, "left", options.left);
        add_value(command, "right", "SIDE", options.right,
                  {"Another (default: the Python that fixed the first)",
                   "另一个（默认：修正了前者的 Python 版本）"});
        add_flag(command, "--verbatim", options.verbatim,
                 {"Compare the two as they are", "按原样比较两者"});
        add_flag(command, "--json", options.json,
                 {"Print JSON: the same as -f json", "以 JSON 格式输出：同 -f json"});
        add_value(command, "-f,--format", "FORMAT", options.format,
                  {"text, json, svg or html (default: by FILE's name)",
                   "text、json、svg、html（默认：由 FILE 的名字决定）"});
        add_value(command, "-o,--output", "FILE", options.file,
                  {"Write the comparison to this file", "把比较结果写入这个文件"});
        add_theme(command);
    }

    void add_diff(const std::string& name) {
        Options& options = options_;
        const ParseSide parse_side = parse_side_;
        CLI::App& command = add_command(
            name,
            {"Compare two traces or programs, event by event", "逐个事件比较两个跟踪记录或程序"},
            kCommands, [&options, parse_side] {
                const bool same =
                    diff({parse_side(options.left, true), parse_side(options.right, true),
                          options.json, MemoryBound(options.max_memory)},
                         display_options_of(options));
                options.exit = same ? Exit::done : Exit::difference;
            });
        add_side_operand(command, "left", options.left);
        add_side_operand(command, "right", options.right);
        add_flag(command, "--json", options.json, {"Print JSON", "以 JSON 格式输出"});
    }

    void add_explore(const std::string& name) {
        Options& options = options_;
        const ParseRunRequest parse_run_request = parse_run_request_;
        CLI::App& command =
            add_command(name,
                        {"Show all orders that the sets of a scenario allow",
                         "列出一个场景的集合可能产生的所有顺序"},
                        kCommands, [&options, name, parse_run_request] {
                            const ExploreRequest request{parse_run_request(options.name),
                                                         options.name,
                                                         max_schedules_of(options),
                                                         options.timing,
                                                         options.json,
                                                         MemoryBound(options.max_memory)};
                            check_unused(name, request.run);
                            request.memory.check_tasks(request.run.arguments.tasks, true);
                            options.exit = explore(request, display_options_of(options));
                        });
        add_scenario_operand(command, "scenario", options.name);
        add_flag(command, "--timing", options.timing,
                 {"Assume that sleeps are I/O and end one at a time",
                  "假设 sleep 代表 I/O，一次只结束一个"});
        add_value(
            command, "--max-schedules", "N", options.max_schedules,
            {"Number of schedules to try (default: 100000)", "最多尝试多少种调度（默认：100000）"});
        add_flag(command, "--json", options.json, {"Print JSON", "以 JSON 格式输出"});
    }

    void add_claims(const std::string& name) {
        Options& options = options_;
        CLI::App& command = add_command(
            name, {"Run and judge each statement of the tutorial", "逐条运行并检验教程里的说法"},
            kCommands, [&options] {
                run_claims({claim_of(options), python_of(options), !options.python.empty(),
                            options.run.preset_loop, options.all, options.check, options.json,
                            options.only_false},
                           display_options_of(options));
            });
        add_value(command, "claim", "NUMBER", options.claim,
                  {"Show only this one, with its evidence", "只显示这一条，附证据"});
        add_value(command, "--python", "VERSION", options.python,
                  {"Python to judge on, 3.6 to 3.14 (default: 3.10)",
                   "在哪个 Python 上检验，3.6 到 3.14（默认：3.10）"});
        add_flag(
            command, "--preset-loop", options.run.preset_loop,
            {"Run as if an event loop had been set before", "如同每个程序运行前已设置好事件循环"});
        add_flag(command, "--all", options.all,
                 {"Show a table with a column per version of Python",
                  "显示一张表，每个 Python 版本一列"});
        add_flag(command, "--json", options.json,
                 {"Print JSON, with the verdicts on every Python",
                  "以 JSON 格式输出，包含每个 Python 上的结论"});
        add_flag(command, "--false", options.only_false,
                 {"Show only those that do not hold", "只显示不成立的说法"});
        add_flag(command, "--check", options.check,
                 {"Exit with status 1 if a verdict is not as expected",
                  "有结论与预期不符时，以状态 1 退出"});
    }

    void add_view(const std::string& name) {
        Options& options = options_;
        CLI::App& command = add_command(
            name, {"Show a trace file in any format", "以任意格式查看跟踪文件"}, kCommands,
            [&options] {
                if (names_program(options.input)) {
                    throw UsageError(
                        {"{0} is a program, not a trace{1}", "{0} 是程序，不是跟踪记录{1}"},
                        {options.input, did_you_mean(options.input, {})});
                }
                const Format* format = format_of(options);
                view({options.input, format, detail_of(options),
                      picture_options_of(options, format), part_of(options), options.frames,
                      options.file, MemoryBound(options.max_memory)},
                     display_options_of(options));
            });
        add_value(command, "trace", "TRACE", options.input,
                  {"Its name (-: standard input)", "文件名（-：标准输入）"})
            ->required();
        add_output(command);
    }

    void add_record(const std::string& name) {
        Options& options = options_;
        CLI::App& command =
            add_command(name,
                        {"Run your own Python program, and show its trace",
                         "运行你自己的 Python 程序，并显示其跟踪记录"},
                        kCommands, [&options] {
                            if (!options.write_recorder.empty()) {
                                write_recorder(options.write_recorder);
                                return;
                            }
                            const Format* format = format_of_recording(options);
                            options.exit = record(
                                {program_of(options), format, detail_of(options),
                                 picture_options_of(options, format), part_of(options),
                                 options.frames, options.file, MemoryBound(options.max_memory)},
                                display_options_of(options));
                        });
        // Shown in the help only: split_off_program() has taken the program away.
        command
            .add_option("PROGRAM.py", options_.program,
                        in({"The program; or -m MODULE, or - for standard input",
                            "程序；也可以是 -m 模块，或 -（标准输入）"}))
            ->type_name("[ARGUMENTS]");
        add_value(command, "--python", "PYTHON", options.python,
                  {"Python to run it: 3.12, a path (default: python3)",
                   "运行它的 Python：3.12，或路径（默认：python3）"});
        add_output(command);
        add_recorder_options(command);
        add_value(command, "--write-recorder", "FILE", options.write_recorder,
                  {"Write the recorder itself: python3 FILE PROGRAM.py",
                   "写出记录器本身：python3 FILE PROGRAM.py"});
    }

    void add_recorder_options(CLI::App& command) {
        Options& options = options_;
        add_value(command, "--clock", "CLOCK", options.clock,
                  {"auto, virtual or real (default: auto)", "auto、virtual 或 real（默认：auto）"});
        add_value(command, "--slow", "SECONDS", options.slow,
                  {"A step that takes so long is slow (default: 0.1)",
                   "从多少秒起算作慢的一步（默认：0.1）"});
        add_value(command, "--max-steps", "N", options.max_steps,
                  {"Interrupt it after this step (default: 1000000)",
                   "运行多少步后中断它（默认：1000000）"});
        add_value(command, "--max-seconds", "SECONDS", options.max_seconds,
                  {"Interrupt it after so many seconds of real time", "实际运行多少秒后中断它"});
        add_value(command, "--max-text", "N", options.max_text,
                  {"Longest value or line in a trace (default: 10000)",
                   "跟踪记录中一个值或一行的最大长度（默认：10000）"});
        command
            .add_option("--include", options.include,
                        in({"Record the modules in this folder, too", "也记录这个目录中的模块"}))
            ->type_name("FOLDER")
            ->take_all()
            ->expected(1)
            ->allow_extra_args(false);
        add_flag(command, "--variables", options.variables,
                 {"Record how the program's variables change", "记录程序中变量的变化"});
        add_flag(
            command, "--reproducible", options.reproducible,
            {"Fix the seeds, and when garbage is collected", "固定各种种子，以及垃圾回收的时机"});
        add_value(command, "--set-order", "ORDER", options.run.set_order,
                  {"Order of sets: argument, tutorial, seed:N, 3,1,2",
                   "集合的顺序：argument、tutorial、seed:N 或 3,1,2"});
        add_value(
            command, "--schedule", "ORDERS", options.run.schedule,
            {"Replay the choices of a trace: 2,3,1/@2", "重放跟踪记录里的各次选择：2,3,1/@2"});
        add_flag(command, "--preset-loop", options.run.preset_loop,
                 {"Run as if an event loop had been set before", "如同程序运行前已设置好事件循环"});
    }

    void add_check(const std::string& name) {
        Options& options = options_;
        CLI::App& command = add_command(name,
                                        {"Check a trace file: valid, or wrong at which event",
                                         "检查跟踪文件是否有效，或在哪个事件处无效"},
                                        kCommands, [&options] {
                                            check(options.input, MemoryBound(options.max_memory),
                                                  display_options_of(options));
                                        });
        add_value(command, "trace", "TRACE", options.input,
                  {"Its name (-: standard input)", "文件名（-：标准输入）"})
            ->required();
    }

    void add_generate(const std::string& name) {
        Options& options = options_;
        CLI::App& command = add_command(
            name,
            {"Print the manual page, or completion for a shell", "输出手册页，或 shell 的补全脚本"},
            kCommands, [&options, language = language_] {
                const Generated& generated = generated_of(options);
                CLI::App app("", "corodemo");
                add_all_commands(app, options, language);
                write_to_stdout([&](std::ostream& out) { generated.print(app, language, out); });
            });
        add_value(command, "kind", "KIND", options.name,
                  {"man, bash, zsh or fish", "man、bash、zsh 或 fish"})
            ->required();
    }

    CLI::App& app_;
    Options& options_;
    Language language_;
    ParseRunRequest parse_run_request_;
    ParseSide parse_side_;
    std::vector<std::string_view> typed_;
    bool only_typed_;  // the command line begins with a command, so no other can be meant
    bool everything_;

    static constexpr auto kCommandMakers =
        std::to_array<std::pair<const char*, void (Builder::*)(const std::string&)>>(
            {{"list", &Builder::add_list},
             {"formats", &Builder::add_formats},
             {"explain", &Builder::add_explain},
             {"compare", &Builder::add_compare},
             {"diff", &Builder::add_diff},
             {"explore", &Builder::add_explore},
             {"claims", &Builder::add_claims},
             {"record", &Builder::add_record},
             {"view", &Builder::add_view},
             {"check", &Builder::add_check},
             {"generate", &Builder::add_generate}});
};

}  // namespace

void add_commands(CLI::App& app, Options& options, Language language,
                  ParseRunRequest parse_run_request, ParseSide parse_side,
                  std::span<const char* const> typed) {
    Builder(app, options, language, std::move(parse_run_request), std::move(parse_side), typed,
            false)
        .build();
}

void add_all_commands(CLI::App& app, Options& options, Language language) {
    Builder(app, options, language, {}, {}, {}, true).build();
}

}  // namespace corodemo::app
