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
    std::vector<Line> lines{{name, {"prints it", "显示"}}};
    if (const auto* scenario = scenarios::find_scenario(name)) {
        const std::string five = scenario->takes_tasks ? " -n 5" : "";
        lines = {{name + " --trace", {"see each step, and why", "看每一步，以及为什么"}},
                 {name + " --python 3.6", {"as that CPython does it", "按那个 CPython 的行为"}},
                 {name + five + " -o trace.json", {"the whole trace", "完整的跟踪"}}};
    } else if (name == "view") {
        lines = {{"view trace.json", {"its steps", "其中的每一步"}},
                 {"view trace.json -o trace.jsonl",
                  {"the same, an event a line", "同样内容，每行一个事件"}},
                 {"gather --json | corodemo view -", {"from standard input", "从标准输入读"}}};
    } else if (name == "claims") {
        lines = {{"claims --python 3.13",
                  {"every claim, judged on that CPython", "在那个 CPython 上检验全部说法"}},
                 {"claims --all",
                  {"a table, with a column for each CPython", "一张表，每个 CPython 一列"}},
                 {"claims 35", {"one claim, and what proves the verdict", "一条说法及其证据"}}};
    } else if (name == "compare") {
        lines = {{"compare wait gather", {"in which order each does things", "各自做事的顺序"}},
                 {"compare 'gather --python 3.6' 'gather --python 3.13'",
                  {"the same on two CPythons", "同一场景，两个 CPython"}}};
    } else if (name == "diff") {
        lines = {{"gather -o a.json", {"one trace", "一个跟踪"}},
                 {"gather -n 4 -o b.json", {"and another", "另一个"}},
                 {"diff a.json b.json", {"what differs", "有何不同"}}};
    } else if (name == "explore") {
        lines = {{"explore wait", {"six orders, on CPython 3.10", "CPython 3.10 上有六种顺序"}},
                 {"explore 'wait -n 4'", {"and 24 of four", "四个协程则有 24 种"}},
                 {"explore gather --python 3.6", {"there it iterated a set", "那时它遍历集合"}},
                 {"explore lost-update --timing",
                  {"finds the timing that loses a deposit", "找出会丢失存款的时序"}}};
    } else if (name == "explain") {
        lines = {{"explain gather",
                  {"Python beside C++, and what to look for", "Python 与 C++ 对照，以及看点"}}};
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
