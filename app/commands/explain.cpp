#include "app/commands/explain.hpp"

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include "app/terminal/paragraph.hpp"
#include "core/trace/line_map.hpp"

namespace corodemo::app {

namespace {

using scenarios::Scenario;

std::string_view without_mark(std::string_view line) {
    line = line.substr(0, line.find("// py:"));
    return line.substr(0, line.find_last_not_of(' ') + 1);
}

/// A line of a listing with its number; number 0 where only the other listing has a line.
struct NumberedLine {
    std::size_t number = 0;
    std::string_view text;
};
struct Row {
    NumberedLine python;
    NumberedLine cpp;
};

/// Whether a line of C++ is only the frame around the program in its file: includes, namespaces.
bool is_frame(std::string_view line) {
    return line.starts_with("#include") || line.starts_with("namespace") ||
           line.starts_with("}  // namespace");
}

/// Both programs, with corresponding lines in the same row. C++ lines without a counterpart in
/// Python get rows of their own.
std::vector<Row> side_by_side(const Scenario& scenario, std::string_view program) {
    const std::vector<std::string_view> python = lines_of(program);
    const std::vector<std::string_view> cpp = lines_of(scenario.cpp_text);
    const trace::LineMap map(scenario.cpp_text);
    std::vector<Row> rows;
    std::size_t next_python = 1;
    const auto take_python_until = [&](std::size_t end) {
        for (; next_python < end; ++next_python) {
            if (!python[next_python - 1].empty()) {
                rows.push_back({{next_python, python[next_python - 1]}, {}});
            }
        }
    };
    for (std::size_t number = 1; number <= cpp.size(); ++number) {
        const std::string_view text = without_mark(cpp[number - 1]);
        if (is_frame(text) || text.empty()) {
            continue;
        }
        const std::size_t twin = map.python_line(static_cast<std::uint32_t>(number));
        if (twin >= next_python) {
            take_python_until(twin);
            rows.push_back({{twin, python[twin - 1]}, {number, text}});
            next_python = twin + 1;
        } else {
            rows.push_back({{}, {number, text}});
        }
    }
    take_python_until(python.size() + 1);
    return rows;
}

constexpr std::size_t kDeeper = 8;

void print_listing(const Scenario& scenario, std::string_view program, const Style& style,
                   std::ostream& out) {
    constexpr std::size_t kNumber = 4;
    std::size_t widest = 0;
    for (const std::string_view line : lines_of(program)) {
        widest = std::max(widest, line.size());
    }
    const std::size_t width = page_width(style);
    const std::size_t left = std::clamp<std::size_t>(widest + kNumber + 1, 24, width * 45 / 100);
    const std::size_t right = width - left - 2;
    StyledText heading(std::string(kNumber, ' ') + scenario.python_file, Paint::secondary);
    heading.pad(left)
        .add(style.glyphs("│ "), Paint::secondary)
        .add(scenario.cpp_file, Paint::secondary);
    print_line(heading, style, out);
    for (const Row& row : side_by_side(scenario, program)) {
        StyledText python(row.python.text);
        StyledText cpp(row.cpp.text);
        std::string number = row.python.number != 0 ? std::to_string(row.python.number) : "";
        number.insert(0, kNumber - 2 - std::min(kNumber - 2, number.size()), ' ');
        StyledText line(number + "  ", Paint::secondary);
        do {  // a line that is too wide continues below, indented
            line.add(take_code(python, left - 1 - line.width())).pad(left);
            line.add(style.glyphs("│ "), Paint::secondary);
            line.add(take_code(cpp, right));
            print_line(line, style, out);
            line = StyledText(std::string(kNumber + kDeeper, ' '));
            if (!cpp.empty()) {
                cpp = StyledText(std::string(kDeeper, ' ')).add(cpp);
            }
        } while (!python.empty() || !cpp.empty());
    }
}

}  // namespace

void explain(const RunRequest& request, std::string_view command, const Style& style,
             std::ostream& out) {
    const Scenario& scenario = *request.scenario;
    print_line(StyledText(std::string(scenario.name) + std::string(style({": ", "："})) +
                              std::string(scenario.lesson->title.in(style.lang)),
                          Paint::bold),
               style, out);
    out << '\n';
    print_listing(scenario, python_listing(scenario, request.arguments), style, out);

    out << '\n';
    print_line(fill(style,
                    {"<bold>What to look for</>   <dim>#1 is step 1 of corodemo {0} --trace</>",
                     "<bold>观察要点</>   <dim>#1 是 corodemo {0} --trace 的第 1 "
                     "步；一轮＝事件循环的一次迭代</>"},
                    {scenario.name}),
               style, out);
    for (std::size_t i = 0; i < scenario.lesson->look_for.size(); ++i) {
        print_paragraph(StyledText("  " + std::to_string(i + 1) + "  "),
                        StyledText(scenario.lesson->look_for[i].in(style.lang)), style, out);
    }

    const auto [rule, source] = rule_on(*scenario.lesson, request.python);
    out << '\n';
    print_line(fill(style,
                    {"<bold>The rule in asyncio</>   <dim>{0}</>",
                     "<bold>asyncio 里的规则</>   <dim>{0}</>"},
                    {where(source)}),
               style, out);
    print_code(StyledText("  "), source.code, style, out);
    print_paragraph(StyledText("  "), StyledText(rule.meaning.in(style.lang)), style, out);

    out << '\n';
    print_line(fill(style, {"<bold>Next</>   {0}", "<bold>下一步</>   {0}"},
                    {"corodemo " + std::string(command) + " --trace"}),
               style, out);
    print_line(StyledText(style({"       ", "         "})).add(scenario.lesson->next), style, out);
}

}  // namespace corodemo::app
