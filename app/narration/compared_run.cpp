#include "app/narration/compared_run.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "app/narration/narrate.hpp"
#include "app/narration/step.hpp"
#include "app/terminal/paragraph.hpp"

namespace corodemo::app {

namespace {

/// The order in which the values come back: that of a list is its arguments'; a set has none.
std::string returned_by(const trace::Trace& trace) {
    const std::string value = trace.outcome.value.value_or("");
    if (trace.outcome.error) {
        return trace.outcome.error->type;
    }
    if (value.starts_with("({") || value == "(set(), set())") {
        return std::string(ComparedRun::kSet);
    }
    for (const trace::Event& event : trace.events()) {
        const auto* gather = event.as<trace::FutureCreated>();
        if (gather != nullptr && gather->children && value.starts_with("[")) {
            std::string text;
            for (std::size_t i = 1; i <= gather->children->size(); ++i) {
                text += (text.empty() ? "" : " ") + std::to_string(i);
            }
            return text;
        }
    }
    return value.empty() ? "-" : value;
}

/// The number of the scheduling decision in which each event happened.
std::vector<std::uint64_t> steps_of_events(const trace::Trace& trace) {
    std::vector<std::uint64_t> numbers(trace.events().size() + 1);
    Steps steps(trace);
    while (const Step* step = steps.next()) {
        for (const trace::Event& event : step->events) {
            numbers[event.n] = step->number;
        }
    }
    return numbers;
}

/// A row of the table: what it is about, and what each side says.
struct Row {
    Localized name;
    const char* key;
    std::string left;
    std::string right;
    bool is_order = true;
};

std::string submitted_text(const ComparedRun& side) {
    std::string text;
    for (std::size_t i = 1; i <= side.orders.started.size(); ++i) {
        text += (text.empty() ? "" : " ") + std::to_string(i);
    }
    return text.empty() ? "-" : text;
}

std::string time_text(const ComparedRun& side) {
    return seconds(side.trace.outcome.time) + " s";
}

std::vector<Row> rows_of(const ComparedRun& left, const ComparedRun& right) {
    return {
        {{"submitted", "提交"}, "submitted", submitted_text(left), submitted_text(right)},
        {{"started", "开始"},
         "started",
         positions_text(left.orders.started),
         positions_text(right.orders.started)},
        {{"finished", "完成"},
         "finished",
         positions_text(left.orders.finished),
         positions_text(right.orders.finished)},
        {{"returned", "返回"}, "returned", left.returned, right.returned},
        {{"iterations", "轮数"},
         "iterations",
         std::to_string(left.trace.outcome.iterations),
         std::to_string(right.trace.outcome.iterations),
         false},
        {{"virtual time", "虚拟时间"}, "time", time_text(left), time_text(right), false},
    };
}

/// What happens to coroutines, in order: a start or an end, and of which.
struct Happening {
    bool start = false;
    Orders::Place place;
};

std::vector<Happening> lifecycle_events(const Orders& orders) {
    std::vector<Happening> all;
    all.reserve(orders.started.size() + orders.finished.size());
    for (const Orders::Place& place : orders.started) {
        all.push_back({true, place});
    }
    for (const Orders::Place& place : orders.finished) {
        all.push_back({false, place});
    }
    std::ranges::sort(all, {}, [](const Happening& one) { return one.place.event; });
    return all;
}

bool same(const Happening& left, const Happening& right) {
    return left.start == right.start && left.place.position == right.place.position;
}

StyledText tell(const std::optional<Happening>& happening, const ComparedRun& side,
                const Style& style) {
    if (!happening) {
        return fill(style, {"nothing more", "到此为止"});
    }
    const Orders::Place& place = happening->place;
    const std::string step = "#" + std::to_string(side.step_of_event.at(place.event));
    const Localized phrase = happening->start
                                 ? Localized{"{0} starts at {1}, it{2}", "{0} 在 {1} 开始，it{2}"}
                                 : Localized{"{0} ends at {1}, it{2}", "{0} 在 {1} 结束，it{2}"};
    return fill(style, phrase, {std::to_string(place.position), step, std::to_string(place.it)});
}

/// A line of the table, of which the parts may stand side by side or in two tables.
struct Line {
    StyledText name;
    StyledText left;
    StyledText right;
    bool differs = false;
};

/// What each does in turn, from where the two part on.
void add_happenings(const ComparedRun& left, const ComparedRun& right, const Style& style,
                    std::vector<Line>& lines) {
    constexpr std::size_t kMost = 3;
    const std::vector<Happening> one = lifecycle_events(left.orders);
    const std::vector<Happening> other = lifecycle_events(right.orders);
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
        const auto happening = [&](const std::vector<Happening>& all) {
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
        lines.push_back({name, tell(happening(one), left, style),
                         tell(happening(other), right, style), differ(at)});
    }
}

constexpr std::size_t kName = 14;

void put_side_by_side(const std::vector<Line>& lines, const Style& style, std::ostream& out) {
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

void put_one_above_the_other(const std::vector<Line>& lines, const Style& style,
                             std::ostream& out) {
    for (const auto side : {&Line::left, &Line::right}) {
        out << (side == &Line::right ? "\n" : "");
        for (const Line& shown : lines) {
            StyledText line(shown.differs ? style.glyphs("≠") : "", Paint::bold);
            line.pad(2).add(shown.name).pad(kName + 2).add(shown.*side);
            print_line(line, style, out);
        }
    }
}

const std::string& python_of(const ComparedRun& side) {
    return side.trace.header.python_version;
}

}  // namespace

ComparedRun make_compared_run(std::string command, trace::Trace trace) {
    ComparedRun side;
    side.command = std::move(command);
    side.trace = std::move(trace);
    side.orders = orders_of(side.trace);
    side.returned = returned_by(side.trace);
    side.step_of_event = steps_of_events(side.trace);
    return side;
}

bool same_order(const ComparedRun& left, const ComparedRun& right) {
    const auto positions = [](const std::vector<Orders::Place>& places) {
        std::vector<std::uint32_t> found;
        found.reserve(places.size());
        for (const Orders::Place& place : places) {
            found.push_back(place.position);
        }
        return found;
    };
    return positions(left.orders.started) == positions(right.orders.started) &&
           positions(left.orders.finished) == positions(right.orders.finished);
}

void print_orders(const ComparedRun& left, const ComparedRun& right, const Style& style,
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
    add_happenings(left, right, style, lines);
    const bool narrow = style.width < static_cast<int>(page_width(style));
    (narrow ? put_one_above_the_other : put_side_by_side)(lines, style, out);
}

nlohmann::ordered_json to_json(const ComparedRun& side) {
    const auto places = [&](const std::vector<Orders::Place>& all) {
        auto list = nlohmann::ordered_json::array();
        for (const Orders::Place& place : all) {
            list.push_back({{"position", place.position},
                            {"event", place.event},
                            {"step", side.step_of_event.at(place.event)},
                            {"it", place.it},
                            {"t", place.time}});
        }
        return list;
    };
    return {{"command", side.command},
            {"scenario", side.trace.header.name},
            {"python", side.trace.header.python_version},
            {"started", places(side.orders.started)},
            {"finished", places(side.orders.finished)},
            {"returned", side.returned},
            {"iterations", side.trace.outcome.iterations},
            {"time", side.trace.outcome.time}};
}

}  // namespace corodemo::app
