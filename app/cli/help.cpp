#include "app/cli/help.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "app/message.hpp"
#include "app/terminal/unicode_width.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::app {

namespace {

constexpr Localized kTitle{"Examples:\n", "示例：\n"};
constexpr Localized kCommandsAndHelp{
    "Commands (corodemo COMMAND --help describes one and its options):\n",
    "命令（corodemo 命令 --help 介绍该命令及其选项）：\n"};
constexpr Localized kRunScenario{"Run a scenario: one of {0}, which list shows by group",
                                 "运行该场景：共 {0} 个，list 按组列出"};
constexpr Localized kTakenByAll{"Every command takes", "所有命令都接受"};
constexpr Localized kOptionsOfAll{"Options of every command", "所有命令共有的选项"};

struct ExampleOf {
    std::string_view of;  ///< a command; empty: the program
    std::string_view command;
    Localized what;
};

constexpr std::array kExamples{
    ExampleOf{"", "gather", {"run it: prints what Python prints", "运行：输出与 Python 相同"}},
    ExampleOf{
        "", "gather --trace", {"show every step, and why it runs", "显示每一步，以及为什么运行"}},
    ExampleOf{"",
              "gather -o gather.html",
              {"write a page to step through it", "写出一个可单步播放的网页"}},
    ExampleOf{"",
              "record --trace shop.py",
              {"your own program, on real Python", "你自己的程序，用真实的 Python 运行"}},
    ExampleOf{"list", "list", {"print it", "显示"}},
    ExampleOf{"formats", "formats", {"print it", "显示"}},
    ExampleOf{"explain",
              "explain gather",
              {"Python beside C++, and what to look for", "Python 与 C++ 对照，以及观察要点"}},
    ExampleOf{"explain",
              "explain gather --python 3.6",
              {"with the rule of that Python", "附该版本 Python 的规则"}},
    ExampleOf{
        "compare", "compare wait gather", {"the same coroutines under both", "两边运行同样的协程"}},
    ExampleOf{"compare",
              "compare wait -n 4 gather --python 3.6",
              {"each with options of its own", "各带自己的选项"}},
    ExampleOf{"compare",
              "compare lost-update lost-update-fixed",
              {"a race and its fixed version", "竞争及其修正版"}},
    ExampleOf{
        "compare", "compare 'shop.py --fast' shop.py", {"programs of your own", "你自己的程序"}},
    ExampleOf{"diff", "gather -o a.json", {"one trace", "一个跟踪文件"}},
    ExampleOf{"diff", "gather -n 4 -o b.json", {"and another", "另一个"}},
    ExampleOf{"diff", "diff a.json b.json", {"what differs", "有何不同"}},
    ExampleOf{"explore", "explore wait", {"6 orders, on Python 3.10", "Python 3.10 上有 6 种顺序"}},
    ExampleOf{
        "explore", "explore wait -n 4", {"24 orders of four coroutines", "四个协程有 24 种顺序"}},
    ExampleOf{"explore",
              "explore gather --python 3.6",
              {"where gather() iterates over a set", "该版本的 gather() 会遍历集合"}},
    ExampleOf{"explore",
              "explore lost-update --timing",
              {"what if sleeps end one at a time", "假如一次只结束一个 sleep"}},
    ExampleOf{"claims",
              "claims --python 3.13",
              {"judge all claims on that Python", "在该版本的 Python 上检验全部说法"}},
    ExampleOf{"claims", "claims --false", {"only those that do not hold", "只显示不成立的说法"}},
    ExampleOf{
        "claims", "claims --all", {"a table, one column per version", "一张表，每个版本一列"}},
    ExampleOf{
        "claims", "claims 35", {"one claim, and what proves the verdict", "一条说法及其证据"}},
    ExampleOf{"record", "record shop.py", {"run it, as Python does", "像 Python 那样运行"}},
    ExampleOf{"record",
              "record --trace shop.py -n 4",
              {"its steps; -n 4 is the program's", "其中的每一步；-n 4 属于程序"}},
    ExampleOf{
        "record", "record -o shop.html shop.py", {"a page to step through it", "可单步播放的网页"}},
    ExampleOf{"record",
              "record --python 3.8 -m shop",
              {"a module, on that Python", "一个模块，用指定的 Python"}},
    ExampleOf{"view", "view trace.json", {"its steps", "其中的每一步"}},
    ExampleOf{"view",
              "view trace.json -o trace.jsonl",
              {"the same, one event per line", "同样内容，每行一个事件"}},
    ExampleOf{"view", "gather --json | corodemo view -", {"from standard input", "从标准输入读取"}},
    ExampleOf{"check", "check trace.json", {"is it a trace?", "它是跟踪记录吗？"}},
    ExampleOf{
        "check", "gather --json | corodemo check -", {"from standard input", "从标准输入读取"}},
    ExampleOf{"generate", "generate man | man -l -", {"read the manual page", "阅读手册页"}},
    ExampleOf{"generate",
              "generate bash",
              {"source this to complete by Tab", "用 source 载入后可用 Tab 键补全"}},
};

std::vector<Example> examples_of(const scenarios::Scenario& scenario) {
    const std::string& name = scenario.name;
    const std::string five = scenario.takes_tasks ? " -n 5" : "";
    std::vector<Example> examples{
        {name + " --trace", {"show each step, and why", "显示每一步，以及为什么运行"}},
        {name + " --python 3." + std::to_string(scenario.place.first_minor),
         {"behave as an older one", "按较旧的 Python 的行为运行"}},
        {name + five + " -o trace.json", {"write the whole trace", "写出完整的跟踪记录"}}};
    if (scenario.lesson->schedule != nullptr) {
        examples.push_back(
            {name + " --set-order tutorial", {"in the order of the clock", "按时钟的顺序运行"}});
    }
    return examples;
}

/// Two columns.
std::string table(const std::vector<std::pair<std::string, std::string>>& rows) {
    std::size_t width = 0;
    for (const auto& [name, what] : rows) {
        width = std::max(width, display_width(name) + 2);
    }
    std::string text;
    for (const auto& [name, what] : rows) {
        text.append("  ").append(name).append(width - display_width(name), ' ');
        text.append(what).append("\n");
    }
    return text;
}

std::string examples_text(const std::vector<Example>& examples, Language language) {
    std::vector<std::pair<std::string, std::string>> rows;
    rows.reserve(examples.size());
    for (const auto& [command, what] : examples) {
        rows.emplace_back("corodemo " + command, what.in(language));
    }
    return std::string(kTitle.in(language)) + table(rows);
}

}  // namespace

std::vector<Example> examples_of(const std::string& name) {
    if (const auto* scenario = scenarios::find_scenario(name)) {
        return examples_of(*scenario);
    }
    std::vector<Example> examples;
    for (const auto& [of, command, what] : kExamples) {
        if (of == name) {
            examples.push_back({std::string(command), what});
        }
    }
    return examples;
}

std::vector<const CLI::Option*> common_options(const CLI::App& app) {
    return app.get_options([](const CLI::Option* option) {
        return !option->check_lname("help") && !option->check_lname("version");
    });
}

std::vector<const CLI::App*> commands_of(const CLI::App& app, const Localized& group,
                                         Language language) {
    return app.get_subcommands(
        [&](const CLI::App* one) { return one->get_group() == group.in(language); });
}

std::string overview(const CLI::App& app, Language language) {
    const std::string scenario(Localized{"SCENARIO", "场景名"}.in(language));
    const std::string count = std::to_string(scenarios::catalog().size());
    std::vector<std::pair<std::string, std::string>> rows{
        {scenario, say(kRunScenario, {count}).in(language)}};
    for (const CLI::App* command : commands_of(app, kCommands, language)) {
        rows.emplace_back(command->get_name(), command->get_description());
    }
    std::string options;
    for (const CLI::Option* option : common_options(app)) {
        const bool is_short = !option->get_snames().empty();
        options +=
            is_short ? " -" + option->get_snames().front() : " --" + option->get_lnames().front();
    }
    return std::string(kWhat.in(language)) + "\n\n" + examples_text(examples_of(""), language) +
           "\n" + std::string(kCommandsAndHelp.in(language)) + table(rows) + "\n" +
           std::string(kTakenByAll.in(language)) + options + "\n";
}

std::string help_of(CLI::App& command, const CLI::App& app, Language language) {
    command.description(command.get_description() + "\n\n" +
                        examples_text(examples_of(command.get_name()), language));
    std::string text = command.help(app.get_name());
    text.pop_back();  // one of two empty lines
    return text + CLI::Formatter().make_group(std::string(kOptionsOfAll.in(language)), false,
                                              common_options(app));
}

}  // namespace corodemo::app
