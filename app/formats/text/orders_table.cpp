#include "app/formats/text/orders_table.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/narration/narrate.hpp"
#include "app/terminal/paragraph.hpp"
#include "app/terminal/unicode_width.hpp"

namespace corodemo::app {

namespace {

/// A row of the table: its label, and the cell of each run.
struct Row {
    std::string name;
    std::string left;
    std::string right;
};

/// Names the coroutines of a run: by their labels, or by their positions.
class Names {
public:
    Names(const ComparedRun& run, bool labelled, const Style& style)
        : run_(run),
          labelled_(labelled && !run.labels.empty()),
          separator_(labelled_ ? style({", ", "、"}) : " ") {}

    [[nodiscard]] std::string of(std::size_t position) const {
        return labelled_ ? run_.labels.at(position - 1) : std::to_string(position);
    }
    [[nodiscard]] std::string of(const std::vector<Orders::Place>& places) const {
        std::string text;
        for (const Orders::Place& place : places) {
            text += (text.empty() ? "" : separator_) + of(place.position);
        }
        return text.empty() ? "-" : text;
    }
    [[nodiscard]] std::string submitted() const {
        std::vector<Orders::Place> places(run_.orders.submitted);
        for (std::size_t i = 0; i < places.size(); ++i) {
            places[i].position = static_cast<std::uint32_t>(i + 1);
        }
        return of(places);
    }
    /// In what order the results are returned.
    [[nodiscard]] std::string returned(const Style& style) const {
        const std::string& returned = run_.returned;
        return returned == ComparedRun::kSet
                   ? std::string(style({"a set: no order", "集合：没有顺序"}))
               : returned == ComparedRun::kHung
                   ? std::string(style({"nothing: it hangs", "没有返回：卡住"}))
               : returned == positions() ? submitted()
                                         : returned;
    }

private:
    [[nodiscard]] std::string positions() const {
        std::string text;
        for (std::size_t i = 1; i <= run_.orders.submitted; ++i) {
            text += (text.empty() ? "" : " ") + std::to_string(i);
        }
        return text;
    }

    const ComparedRun& run_;
    bool labelled_;
    std::string separator_;
};

std::string time_of(const ComparedRun& run) {
    return time_text(run.trace.outcome.time);
}

/// The first line that one of two runs prints and the other doesn't, if there is any.
std::optional<Row> first_different_line(const ComparedRun& left, const ComparedRun& right,
                                        const Style& style) {
    const std::vector<std::string_view> one = lines_of(left.trace.outcome.output);
    const std::vector<std::string_view> other = lines_of(right.trace.outcome.output);
    const auto [left_line, right_line] = std::ranges::mismatch(one, other);
    if (left_line == one.end() && right_line == other.end()) {
        return std::nullopt;
    }
    const std::string number = std::to_string(left_line - one.begin() + 1);
    return Row{fill(style, {"prints, line {0}", "打印的第 {0} 行"}, {number}).text(),
               std::string(left_line == one.end() ? "-" : *left_line),
               std::string(right_line == other.end() ? "-" : *right_line)};
}

std::vector<Row> rows_of(const ComparedRun& left, const ComparedRun& right, bool labelled,
                         const Style& style) {
    const Names one(left, labelled, style);
    const Names other(right, labelled, style);
    const auto label = [&](const Localized& name) { return std::string(style(name)); };
    std::vector<Row> rows{
        {label({"submitted", "提交"}), one.submitted(), other.submitted()},
        {label({"started", "开始"}), one.of(left.orders.started), other.of(right.orders.started)},
        {label({"finished", "完成"}), one.of(left.orders.finished),
         other.of(right.orders.finished)},
        {label({"returned", "返回"}), one.returned(style), other.returned(style)},
    };
    if (same_order(left, right)) {
        if (auto row = first_different_line(left, right, style)) {
            rows.push_back(std::move(*row));
        }
    }
    if (same_coroutines(left, right)) {
        rows.push_back({label({"iterations", "轮数"}),
                        std::to_string(left.trace.outcome.iterations),
                        std::to_string(right.trace.outcome.iterations)});
        rows.push_back({label({"virtual time", "虚拟时间"}), time_of(left), time_of(right)});
    }
    return rows;
}

/// Whether all rows with labels fit into columns of that width.
bool labels_fit(const ComparedRun& left, const ComparedRun& right, std::size_t width,
                const Style& style) {
    const std::vector<Row> rows = rows_of(left, right, true, style);
    return std::ranges::all_of(rows, [&](const Row& row) {
        return display_width(row.left) <= width && display_width(row.right) <= width;
    });
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
                          bool labelled, const Style& style) {
    if (!milestone) {
        return fill(style, {"nothing more", "没有更多"});
    }
    const Orders::Place& place = milestone->place;
    const std::string step = "#" + std::to_string(run.step_of_event.at(place.event));
    const Localized phrase =
        milestone->start
            ? Localized{"{0} starts: {1}, iteration {2}", "{0} 开始：{1}，第 {2} 轮"}
            : Localized{"{0} finishes: {1}, iteration {2}", "{0} 完成：{1}，第 {2} 轮"};
    return fill(style, phrase,
                {Names(run, labelled, style).of(place.position), step, std::to_string(place.it)});
}

/// A line of the table, whose halves are printed half by half or in two tables.
struct Line {
    StyledText name;
    StyledText left;
    StyledText right;
    bool differs = false;
};

/// Adds what happens in each run, in order, from the first difference on.
void add_milestones(const ComparedRun& left, const ComparedRun& right, bool labelled,
                    const Style& style, std::vector<Line>& lines) {
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
    const bool differs = first < count;
    first = differs ? first : 0;
    const std::size_t last = std::min(count, first + kMost);
    for (std::size_t at = first; at < last; ++at) {
        const auto milestone = [&](const std::vector<Milestone>& all) {
            return at < all.size() ? std::optional(all[at]) : std::nullopt;
        };
        StyledText name;
        if (at == first) {
            name = differs ? fill(style, {"<bold>first difference</>", "<bold>第一处差异</>"})
                           : StyledText(style({"in turn", "依次"}));
        } else if (at + 1 == last && last < count) {
            name = fill(style, {"<dim>... {0} more</>", "<dim>……还有 {0} 条</>"},
                        {std::to_string(count - last)});
        }
        lines.push_back({name, milestone_text(milestone(one), left, labelled, style),
                         milestone_text(milestone(other), right, labelled, style), differ(at)});
    }
}

constexpr std::size_t kName = 18;

/// The width of a column of the table, when it is printed side by side.
std::size_t column_width(const Style& style) {
    constexpr std::size_t kWidest = 36;
    return std::min(kWidest, (page_width(style) - kName - 2) / 2);
}

void print_side_by_side(const std::vector<Line>& lines, const Style& style, std::ostream& out) {
    const std::size_t column = column_width(style);
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
        {StyledText(), StyledText("Python " + python_of(left), Paint::secondary),
         StyledText("Python " + python_of(right), Paint::secondary),
         python_of(left) != python_of(right)}};
    const bool narrow = style.width < static_cast<int>(page_width(style));
    const bool labelled =
        left.labels.empty() == right.labels.empty() &&
        labels_fit(left, right, narrow ? page_width(style) : column_width(style) - 1, style);
    for (const Row& row : rows_of(left, right, labelled, style)) {
        lines.push_back({StyledText(row.name), StyledText(row.left), StyledText(row.right),
                         row.left != row.right});
    }
    add_milestones(left, right, labelled, style, lines);
    (narrow ? print_one_below_the_other : print_side_by_side)(lines, style, out);
}

}  // namespace corodemo::app
