// Long, since it has the options and the help of every command, one function each.

#include "app/cli/commands.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <unistd.h>
#include <utility>
#include <vector>

#include "app/commands/claims.hpp"
#include "app/commands/compare.hpp"
#include "app/commands/diff.hpp"
#include "app/commands/explain.hpp"
#include "app/commands/explore.hpp"
#include "app/commands/list.hpp"
#include "app/commands/view.hpp"
#include "app/files/memory_bound.hpp"
#include "app/files/output.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

namespace {

constexpr Localized kWhat{"corodemo shows, step by step, what an asyncio event loop does.",
                          "corodemo 一步一步展示 asyncio 的事件循环在做什么。"};
constexpr Localized kExamples{
    "Examples:\n"
    "  corodemo gather                 run it: prints what Python prints\n"
    "  corodemo gather --trace         see each step, and why\n"
    "  corodemo wait --trace=brief     one line an iteration\n"
    "  corodemo gather -n 5 -o g.json  the whole trace, for your own slides\n"
    "  corodemo explain gather         Python beside C++, and what to look for\n"
    "  corodemo compare wait gather    in which order each does things\n"
    "  corodemo explore wait           every order that it can have\n"
    "  corodemo claims --all           what still holds of a widespread tutorial\n",
    "示例：\n"
    "  corodemo gather                 运行：输出与 Python 相同\n"
    "  corodemo gather --trace         看每一步，以及为什么\n"
    "  corodemo wait --trace=brief     每轮一行\n"
    "  corodemo gather -n 5 -o g.json  完整的跟踪，供自己的幻灯片使用\n"
    "  corodemo explain gather         Python 与 C++ 对照，以及看点\n"
    "  corodemo compare wait gather    比较两个场景做事的顺序\n"
    "  corodemo explore wait           它可能的每一种顺序\n"
    "  corodemo claims --all           一份流行教程里的说法，哪些仍然成立\n"};

constexpr Localized kEveryCommand{"corodemo --help lists the options that every command takes.",
                                  "corodemo --help 列出所有命令共有的选项。"};
constexpr Localized kOptions{"Options", "选项"};
constexpr Localized kScenarios{"Scenarios", "场景"};
constexpr Localized kCommands{"Commands", "命令"};
constexpr Localized kHelp{"Print this help message and exit", "显示本帮助"};

/// Adds commands and options, with their help.
class Builder {
public:
    Builder(CLI::App& app, Options& options, Language language, ParseRunRequest parse_run_request,
            std::span<const char* const> typed)
        : app_(app),
          options_(options),
          language_(language),
          parse_run_request_(std::move(parse_run_request)),
          typed_(typed.begin(), typed.end()),
          only_typed_(typed_.size() > 1 && names_command(typed_[1])) {}

    void build() {
        prepare(app_);
        app_.description(in(kWhat) + "\n\n" + in(kExamples));
        app_.set_version_flag("--version", version_text(), in({"the version", "显示版本"}));
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
        return std::ranges::find(typed_, name) != typed_.end();
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
        command.footer(in(kEveryCommand));
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
                  {"en or zh; else as the locale says", "en 或 zh；默认由系统语言决定"});
        add_value(app_, "--color", "WHEN", options_.color,
                  {"auto, always or never (NO_COLOR counts, too)",
                   "auto、always 或 never（也看 NO_COLOR）"});
        add_flag(app_, "--ascii", options_.ascii,
                 {"our own signs in ASCII", "符号只用 ASCII 字符"});
        add_flag(app_, "-v,--verbose", options_.verbose,
                 {"logs to standard error what it does", "把运行日志写到标准错误"});
        add_flag(app_, "-q,--quiet", options_.quiet,
                 {"no summary on standard error", "不在标准错误上显示摘要"});
        add_value(app_, "--width", "COLUMNS", options_.width,
                  {"width of the text (default: the terminal's)",
                   "文本的宽度（列数；默认为终端的宽度）"});
        add_flag(app_, "--no-pager", options_.no_pager,
                 {"write long texts directly, not through $PAGER", "不通过 $PAGER 显示长文本"});
        add_value(app_, "--max-memory", "SIZE", options_.max_memory,
                  {"rejects what needs more: 4G (else 3/4 of all)",
                   "不接受需要更多内存的请求：4G（默认为总内存的 3/4）"});
    }

    void add_output(CLI::App& command) {
        command
            .add_flag("--trace", options_.trace,
                      in({"the step-by-step trace; =brief, =steps, =full",
                          "逐步跟踪；=brief 简要，=steps 逐步，=full 全部事件"}))
            ->type_name("[=HOW]")
            ->disable_flag_override(false);
        add_flag(command, "--json", options_.json,
                 {"the trace as JSON: the same as -f json", "JSON 格式的跟踪：同 -f json"});
        add_value(command, "-f,--format", "FORMAT", options_.format,
                  {"corodemo formats lists them; else by FILE's name",
                   "corodemo formats 列出各种格式；默认由 FILE 的名字决定"});
        add_value(command, "-o,--output", "FILE", options_.file,
                  {"writes the trace there, whole or not at all", "把跟踪写到这个文件"});
        add_value(command, "--steps", "FIRST-LAST", options_.steps,
                  {"only these steps of the text: 5-9", "文本只含这些步：5-9"});
        add_value(command, "--task", "TASK", options_.task,
                  {"only what concerns a task, such as T2", "文本只含与某个任务有关的步，如 T2"});
        add_flag(command, "--all", options_.all,
                 {"also what asyncio.run() does after main() returned",
                  "也显示 main() 返回后 asyncio.run() 所做的"});
        add_value(command, "--axis", "AXIS", options_.axis,
                  {"of a picture: step (default) or time", "图的横轴：step（默认）或 time"});
        add_theme(command);
        add_value(
            command, "--frames", "FOLDER", options_.frames,
            {"a numbered picture per step, into that folder", "每步一张编号的图，写入这个目录"});
    }

    void add_theme(CLI::App& command) {
        add_value(command, "--theme", "THEME", options_.theme,
                  {"of a picture: light (default) or dark", "图的配色：light（默认）或 dark"});
    }

    CLI::App& add_scenario(const scenarios::Scenario& scenario) {
        Options& options = options_;
        return add_command(
            scenario.name, scenario.lesson->title, kScenarios, [&scenario, &options] {
                options.run.scenario = &scenario;
                options.run.arguments = arguments_of(options, scenario);
                options.run.tasks_given = !options.tasks.empty();
                options.run.delay_given = !options.delay.empty();
                options.run.python = python_of(options);
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
                      {"how many coroutines ({0})", "协程的个数 ({0})"},
                      {std::to_string(scenario.defaults.tasks)});
        }
        if (scenario.takes_delay) {
            add_value(command, "--delay", "SECONDS", options.delay,
                      {"seconds each sleep takes ({0})", "每次 sleep 的秒数 ({0})"},
                      {asyncio::repr_seconds(scenario.defaults.delay)});
        }
        add_value(command, "--python", "VERSION", options.python,
                  {"behaves as that CPython (3.10)", "按这个 CPython 的行为运行 (3.10)"});
        add_value(command, "--set-order", "ORDER", options.run.set_order,
                  {"of sets: tutorial, argument, seed:N or 3,1,2",
                   "集合的顺序：tutorial、argument、seed:N 或 3,1,2"});
        add_value(command, "--schedule", "ORDERS", options.run.schedule,
                  {"replays choices, as explore writes them: 2,3,1/@2",
                   "重放各次选择，每个集合一个顺序：2,3,1/2,1"});
        add_flag(command, "--preset-loop", options.run.preset_loop,
                 {"as if a loop had been set before the program", "如同运行前已设好事件循环"});
    }

    void add_list(const std::string& name) {
        Options& options = options_;
        CLI::App& list = add_command(
            name,
            {"every scenario, and the CPythons it runs on", "所有场景，及其可运行的 CPython 版本"},
            kCommands, [&options] {
                const Style style = style_for(STDOUT_FILENO, display_options_of(options));
                write_to_stdout([&](std::ostream& out) {
                    options.json ? list_scenarios_as_json(out) : list_scenarios(style, out);
                });
            });
        add_flag(list, "--json", options.json, {"as JSON", "JSON 格式"});
    }

    void add_formats(const std::string& name) {
        const Options& options = options_;
        add_command(name, {"every format that a trace can be written in", "跟踪可以写成的各种格式"},
                    kCommands, [&options] {
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
            name, {"a scenario: its programs, what to look for", "讲解一个场景：程序对照与看点"},
            kCommands, [&options, name, parse_run_request] {
                const RunRequest request = parse_run_request(options.name);
                check_unused(name, request);
                const Style style = style_for(STDOUT_FILENO, display_options_of(options));
                write_to_stdout(
                    [&](std::ostream& out) { explain(request, options.name, style, out); });
            });
        add_scenario_operand(command, "scenario", options.name);
    }

    void add_compare(const std::string& name) {
        Options& options = options_;
        const ParseRunRequest parse_run_request = parse_run_request_;
        CLI::App& command = add_command(
            name, {"two scenarios: in which order they do things", "比较两个场景：做事的顺序"},
            kCommands, [&options, parse_run_request] {
                const CompareRequest request{parse_run_request(options.left),
                                             parse_run_request(options.right),
                                             options.left,
                                             options.right,
                                             compare_as(options),
                                             options.file,
                                             theme_of(options),
                                             options.verbatim};
                MemoryBound(options.max_memory)
                    .check_tasks(request.left.arguments.tasks + request.right.arguments.tasks,
                                 true);
                const bool same = compare(request, display_options_of(options));
                options.exit = same ? Exit::done : Exit::difference;
            });
        add_scenario_operand(command, "left", options.left);
        add_scenario_operand(command, "right", options.right);
        add_flag(command, "--verbatim", options.verbatim,
                 {"Compare the two as they are, even with different coroutines",
                  "按原样比较两者，即使协程不同"});
        add_flag(command, "--json", options.json,
                 {"as JSON: the same as -f json", "JSON 格式：同 -f json"});
        add_value(command, "-f,--format", "FORMAT", options.format,
                  {"text, json, svg (a picture) or html (a page); else by FILE's name",
                   "text、json、svg（图）或 html（网页）；默认由 FILE 的名字决定"});
        add_value(command, "-o,--output", "FILE", options.file,
                  {"writes it there, whole or not at all", "写到这个文件"});
        add_theme(command);
    }

    void add_diff(const std::string& name) {
        Options& options = options_;
        CLI::App& command = add_command(
            name, {"two trace files: which events differ", "比较两个跟踪文件：哪些事件不同"},
            kCommands, [&options] {
                const bool same = diff(
                    {options.left, options.right, options.json, MemoryBound(options.max_memory)},
                    display_options_of(options));
                options.exit = same ? Exit::done : Exit::difference;
            });
        const Localized file{"its name (-: standard input)", "文件名（-：标准输入）"};
        add_value(command, "left", "FILE", options.left, file)->required();
        add_value(command, "right", "FILE", options.right, file)->required();
        add_flag(command, "--json", options.json, {"as JSON", "JSON 格式"});
    }

    void add_explore(const std::string& name) {
        Options& options = options_;
        const ParseRunRequest parse_run_request = parse_run_request_;
        CLI::App& command =
            add_command(name, {"every order that a scenario can have", "一个场景可能的每一种顺序"},
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
                 {"sleeps stand for I/O: they may end in any order, too",
                  "sleep 代表 I/O：也可以按任何顺序结束"});
        add_value(command, "--max-schedules", "N", options.max_schedules,
                  {"tries no more than that (100000)", "最多尝试这么多种 (100000)"});
        add_flag(command, "--json", options.json, {"as JSON", "JSON 格式"});
    }

    void add_claims(const std::string& name) {
        Options& options = options_;
        CLI::App& command = add_command(
            name,
            {"each statement of the tutorial, run and judged", "教程里的每条说法，逐条运行检验"},
            kCommands, [&options] {
                run_claims({claim_of(options), python_of(options), !options.python.empty(),
                            options.run.preset_loop, options.all, options.check, options.json},
                           display_options_of(options));
            });
        add_value(command, "claim", "NUMBER", options.claim,
                  {"only this one, with its evidence", "只看这一条，附证据"});
        add_value(command, "--python", "VERSION", options.python,
                  {"judged on that CPython (3.10)", "在这个 CPython 上检验 (3.10)"});
        add_flag(command, "--preset-loop", options.run.preset_loop,
                 {"as if a loop had been set before each program", "如同每个程序运行前已设好循环"});
        add_flag(command, "--all", options.all,
                 {"a table, with a column for each CPython", "一张表，每个 CPython 一列"});
        add_flag(command, "--json", options.json,
                 {"as JSON, for each CPython", "JSON 格式，包括每个 CPython"});
        add_flag(command, "--check", options.check,
                 {"exit status 1 if a verdict is not the one that is expected",
                  "有结论与预期不符时，退出状态为 1"});
    }

    void add_view(const std::string& name) {
        Options& options = options_;
        CLI::App& command =
            add_command(name,
                        {"a trace file (-: standard input) in any format",
                         "以任一格式查看跟踪文件（-：标准输入）"},
                        kCommands, [&options] {
                            const Format* format = format_of(options);
                            view({options.input, format, detail_of(options),
                                  picture_options_of(options, format), part_of(options),
                                  options.frames, options.file, MemoryBound(options.max_memory)},
                                 display_options_of(options));
                        });
        add_value(command, "trace", "FILE", options.input, {"its name", "文件名"})->required();
        add_output(command);
    }

    CLI::App& app_;
    Options& options_;
    Language language_;
    ParseRunRequest parse_run_request_;
    std::vector<std::string_view> typed_;
    bool only_typed_;  // the command line begins with a command, so no other can be meant

    static constexpr auto kCommandMakers =
        std::to_array<std::pair<const char*, void (Builder::*)(const std::string&)>>(
            {{"list", &Builder::add_list},
             {"formats", &Builder::add_formats},
             {"explain", &Builder::add_explain},
             {"compare", &Builder::add_compare},
             {"diff", &Builder::add_diff},
             {"explore", &Builder::add_explore},
             {"claims", &Builder::add_claims},
             {"view", &Builder::add_view}});
};

}  // namespace

void add_commands(CLI::App& app, Options& options, Language language,
                  ParseRunRequest parse_run_request, std::span<const char* const> typed) {
    Builder(app, options, language, std::move(parse_run_request), typed).build();
}

}  // namespace corodemo::app
