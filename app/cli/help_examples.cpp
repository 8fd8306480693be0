#include "app/cli/help_examples.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "app/message.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::app {

std::string examples_of(const std::string& name, Language language) {
    struct Line {
        std::string command;
        Localized what;
    };
    std::vector<Line> lines{{name, {"print it", "显示"}}};
    if (const auto* scenario = scenarios::find_scenario(name)) {
        const std::string five = scenario->takes_tasks ? " -n 5" : "";
        lines = {{name + " --trace", {"show each step, and why", "显示每一步，以及为什么运行"}},
                 {name + " --python 3." + std::to_string(scenario->place.first_minor),
                  {"behave as an older one", "按较旧的 Python 的行为运行"}},
                 {name + five + " -o trace.json", {"write the whole trace", "写出完整的跟踪记录"}}};
        if (scenario->lesson->schedule != nullptr) {
            lines.push_back({name + " --set-order tutorial",
                             {"in the order of the clock", "按时钟的顺序运行"}});
        }
    } else if (name == "record") {
        lines = {{"record shop.py", {"run it, as Python does", "像 Python 那样运行"}},
                 {"record --trace shop.py -n 4",
                  {"its steps; -n 4 is the program's", "其中的每一步；-n 4 属于程序"}},
                 {"record -o shop.html shop.py", {"a page to step through it", "可单步播放的网页"}},
                 {"record --python 3.8 -m shop",
                  {"a module, on that Python", "一个模块，在那个 Python 上"}}};
    } else if (name == "view") {
        lines = {{"view trace.json", {"its steps", "其中的每一步"}},
                 {"view trace.json -o trace.jsonl",
                  {"the same, one event per line", "同样内容，每行一个事件"}},
                 {"gather --json | corodemo view -", {"from standard input", "从标准输入读取"}}};
    } else if (name == "check") {
        lines = {{"check trace.json", {"is it a trace?", "它是跟踪记录吗？"}},
                 {"gather --json | corodemo check -", {"from standard input", "从标准输入读取"}}};
    } else if (name == "claims") {
        lines = {{"claims --python 3.13",
                  {"judge all claims on that Python", "在那个 Python 上检验全部说法"}},
                 {"claims --false", {"only those that do not hold", "只显示不成立的说法"}},
                 {"claims --all", {"a table, one column per version", "一张表，每个版本一列"}},
                 {"claims 35", {"one claim, and what proves the verdict", "一条说法及其证据"}}};
    } else if (name == "compare") {
        lines = {{"compare wait gather", {"the same coroutines under both", "两边运行同样的协程"}},
                 {"compare wait -n 4 gather --python 3.6",
                  {"each with options of its own", "各带自己的选项"}},
                 {"compare lost-update lost-update-fixed",
                  {"a race and its fixed version", "竞争及其修正版"}},
                 {"compare 'shop.py --fast' shop.py", {"programs of your own", "你自己的程序"}}};
    } else if (name == "diff") {
        lines = {{"gather -o a.json", {"one trace", "一个跟踪文件"}},
                 {"gather -n 4 -o b.json", {"and another", "另一个"}},
                 {"diff a.json b.json", {"what differs", "有何不同"}}};
    } else if (name == "explore") {
        lines = {{"explore wait", {"6 orders, on Python 3.10", "Python 3.10 上有 6 种顺序"}},
                 {"explore wait -n 4", {"24 orders of four coroutines", "四个协程有 24 种顺序"}},
                 {"explore gather --python 3.6",
                  {"where gather() iterates over a set", "那里的 gather() 遍历集合"}},
                 {"explore lost-update --timing",
                  {"what if sleeps end one at a time", "假如一次只结束一个 sleep"}}};
    } else if (name == "explain") {
        lines = {{"explain gather",
                  {"Python beside C++, and what to look for", "Python 与 C++ 对照，以及观察要点"}},
                 {"explain gather --python 3.6",
                  {"with the rule of that Python", "附那个 Python 的规则"}}};
    }
    std::size_t column = 0;
    for (const Line& line : lines) {
        column = std::max(column, line.command.size() + 2);
    }
    std::string text(Localized{"Examples:\n", "示例：\n"}.in(language));
    for (Line& line : lines) {
        line.command.resize(column, ' ');
        text += "  corodemo " + line.command + std::string(line.what.in(language)) + "\n";
    }
    return text;
}

}  // namespace corodemo::app
