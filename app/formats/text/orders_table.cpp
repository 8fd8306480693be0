#include "app/formats/text/orders_table.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "app/narration/narrate.hpp"
#include "app/terminal/paragraph.hpp"

namespace corodemo::app {

namespace {

/// A row of the table: its label, and the cell of each run.
struct Row {
    Localized name;
    std::string left;
    std::string right;
};

std::string submitted_text(const ComparedRun& run) {
    std::string text;
    for (std::size_t i = 1; i <= run.orders.started.size(); ++i) {
        text += (text.empty() ? "" : " ") + std::to_string(i);
    }
    return text.empty() ? "-" : text;
}

std::string time_text(const ComparedRun& run) {
    return seconds(run.trace.outcome.time) + " s";
}

std::vector<Row> rows_of(const ComparedRun& left, const ComparedRun& right) {
    return {
        {{"submitted", "提交"}, submitted_text(left), submitted_text(right)},
        {{"started", "开始"},
         positions_text(left.orders.started),
         positions_text(right.orders.started)},
        {{"finished", "完成"},
         positions_text(left.orders.finished),
         positions_text(right.orders.finished)},
        {{"returned", "返回"}, left.returned, right.returned},
        {{"iterations", "轮数"},
         std::to_string(left.trace.outcome.iterations),
         std::to_string(right.trace.outcome.iterations)},
        {{"virtual time", "虚拟时间"}, time_text(left), time_text(right)},
    };
}

/// The start or end of a coroutine.
struct Milestone {
    bool start = false;
    Orders::Place place;
};

std::vector<Milestone> milestones_of(const Orders& orders) {
    std::vector<Milestone> all;
    all.reserve(orders.started.size() + orders.finished.size());
    for (const Orders::Place& place : orders.started) {
        all.push_back({true, place});
    }
    for (const Orders::Place& place : orders.finished) {
        all.push_back({false, place});
    }
    std::ranges::sort(all, {}, [](const Milestone& one) { return one.place.event; });
    return all;
}

bool same(const Milestone& left, const Milestone& right) {
    return left.start == right.start && left.place.position == right.place.position;
}

StyledText milestone_text(const std::optional<Milestone>& milestone, const ComparedRun& run,
                          const Style& style) {
    if (!milestone) {
        return fill(style, {"nothing more", "到此为止"});
    }
    const Orders::Place& place = milestone->place;
    const std::string step = "#" + std::to_string(run.step_of_event.at(place.event));
    const Localized phrase = milestone->start
                                 ? Localized{"{0} starts at {1}, it{2}", "{0} 在 {1} 开始，it{2}"}
                                 : Localized{"{0} ends at {1}, it{2}", "{0} 在 {1} 结束，it{2}"};
    return fill(style, phrase, {std::to_string(place.position), step, std::to_string(place.it)});
}

/// A line of the table, whose halves are printed half by half or in two tables.
struct Line {
    StyledText name;
    StyledText left;
    StyledText right;
    bool differs = false;
};

/// Adds what happens in each run, in order, from the first difference on.
void add_milestones(const ComparedRun& left, const ComparedRun& right, const Style& style,
                    std::vector<Line>& lines) {
    constexpr std::size_t kMost = 3;
    const std::vector<Milestone> one = milestones_of(left.orders);
    const std::vector<Milestone> other = milestones_of(right.orders);
    const std::size_t count = std::max(one.size(), other.size());
    const auto differ = [&](std::size_t at) {
        return at >= one.size() || at >= other.size() || !same(one[at], other[at]);
    };
    std::size_t first = 0;
    while (first < count && !differ(first)) {
        ++first;
    }
    const bool part = first < count;
    first = part ? first : 0;
    const std::size_t last = std::min(count, first + kMost);
    for (std::size_t at = first; at < last; ++at) {
        const auto milestone = [&](const std::vector<Milestone>& all) {
            return at < all.size() ? std::optional(all[at]) : std::nullopt;
        };
        StyledText name;
        if (at == first) {
            name = part ? fill(style, {"<bold>they part</>", "<bold>分歧</>"})
                        : StyledText(style({"in turn", "依次"}));
        } else if (at + 1 == last && last < count) {
            name = fill(style, {"<dim>... {0} more</>", "<dim>……还有 {0} 条</>"},
                        {std::to_string(count - last)});
        }
        lines.push_back({name, milestone_text(milestone(one), left, style),
                         milestone_text(milestone(other), right, style), differ(at)});
    }
}

constexpr std::size_t kName = 14;

void print_side_by_side(const std::vector<Line>& lines, const Style& style, std::ostream& out) {
    constexpr std::size_t kWidest = 36;
    const std::size_t column = std::min(kWidest, (page_width(style) - kName - 2) / 2);
    for (const Line& shown : lines) {
        StyledText line(shown.name);
        line.pad(kName).add(StyledText(shown.left).cut(column - 1, style)).pad(kName + column);
        line.add(StyledText(shown.right).cut(column - 1, style)).pad(kName + (2 * column));
        line.add(shown.differs ? style.glyphs("≠") : "", Paint::bold);
        print_line(line, style, out);
    }
}

void print_one_below_the_other(const std::vector<Line>& lines, const Style& style,
                               std::ostream& out) {
    for (const auto half : {&Line::left, &Line::right}) {
        out << (half == &Line::right ? "\n" : "");
        for (const Line& shown : lines) {
            StyledText line(shown.differs ? style.glyphs("≠") : "", Paint::bold);
            line.pad(2).add(shown.name).pad(kName + 2).add(shown.*half);
            print_line(line, style, out);
        }
    }
}

const std::string& python_of(const ComparedRun& run) {
    return run.trace.header.python_version;
}

}  // namespace

void print_orders_table(const ComparedRun& left, const ComparedRun& right, const Style& style,
                        std::ostream& out) {
    std::vector<Line> lines{
        {StyledText(), StyledText(left.command, Paint::bold),
         StyledText(right.command, Paint::bold), false},
        {StyledText(), StyledText("CPython " + python_of(left), Paint::secondary),
         StyledText("CPython " + python_of(right), Paint::secondary),
         python_of(left) != python_of(right)}};
    for (const Row& row : rows_of(left, right)) {
        const auto shown = [&](const std::string& text) {
            return StyledText(
                text == ComparedRun::kSet ? style({"a set: no order", "集合：没有顺序"}) : text);
        };
        lines.push_back({StyledText(style(row.name)), shown(row.left), shown(row.right),
                         row.left != row.right});
    }
    add_milestones(left, right, style, lines);
    const bool narrow = style.width < static_cast<int>(page_width(style));
    (narrow ? print_one_below_the_other : print_side_by_side)(lines, style, out);
}

}  // namespace corodemo::app
