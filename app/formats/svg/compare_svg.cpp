#include "app/formats/svg/compare_svg.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "app/formats/svg/svg.hpp"
#include "app/message.hpp"
#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

// The layout. Columns are given for the left half; those of the right half are kHalf further right.
constexpr double kHalf = 800;
constexpr std::array<double, 4> kColumns{112, 302, 492, 672};
constexpr double kTop = 272;
constexpr double kBottom = 548;
constexpr double kWidestPitch = 110;
constexpr std::size_t kMostNamed = 14;  ///< more coroutines are drawn without their numbers

/// The order of one column: positions in the order of submission, from 0.
using Order = std::vector<std::size_t>;

Order order_of(const std::vector<Orders::Place>& places) {
    Order order;
    order.reserve(places.size());
    for (const Orders::Place& place : places) {
        order.push_back(place.position - 1);
    }
    return order;
}

Svg::Text centred(double size, const char* colour, bool bold) {
    return {.size = size, .fill = colour, .bold = bold, .anchor = "middle"};
}

class HalfPicture {
public:
    /// `differs`: the first column that differs from the other half, or none.
    HalfPicture(Svg& svg, Language language, const ComparisonHalf& half, double x,
                std::size_t differs)
        : svg_(svg),
          colours_(svg.palette()),
          language_(language),
          half_(half),
          x_(x),
          differs_(differs),
          started_(order_of(half.run.orders.started)),
          finished_(order_of(half.run.orders.finished)) {
        const std::size_t n = std::max<std::size_t>(submitted(), 1);
        pitch_ = n == 1 ? 0 : std::min(kWidestPitch, (kBottom - kTop) / static_cast<double>(n - 1));
        const double room = n == 1 ? kWidestPitch : pitch_;
        height_ = std::min(54.0, room * 0.74);
        first_ = ((kTop + kBottom) / 2) - (pitch_ * static_cast<double>(n - 1) / 2);
    }

    void draw() {
        const double size = half_.run.command.size() > 24 ? 22 : 34;
        svg_.text(x_ + 78, 184, half_.run.command, {.size = size, .bold = true, .mono = true});
        draw_titles();
        draw_possible();
        draw_rails(0, natural(), started_);
        draw_rails(1, started_, finished_);
        draw_nodes(0, natural());
        draw_nodes(1, started_);
        draw_nodes(2, finished_);
        draw_returned();
        draw_rule();
    }

private:
    [[nodiscard]] std::string_view in(const Localized& text) const { return text.in(language_); }
    /// A line from a row of one column to a row of the next.
    void rail(double x, double y, double to_x, double to_y, const char* colour, double width) {
        const std::string middle = svg_number((x + to_x) / 2);
        const std::string end = svg_number(to_x) + " " + svg_number(to_y);
        svg_.line("M" + svg_number(x) + " " + svg_number(y) +
                      (y == to_y ? "H" + svg_number(to_x)
                                 : "C" + middle + " " + svg_number(y) + " " + middle + " " +
                                       svg_number(to_y) + " " + end),
                  colour, width);
    }
    [[nodiscard]] std::size_t submitted() const { return started_.size(); }
    [[nodiscard]] Order natural() const {
        Order order = started_;
        std::ranges::sort(order);
        return order;
    }
    [[nodiscard]] double y(std::size_t row) const {
        return first_ + (pitch_ * static_cast<double>(row));
    }
    [[nodiscard]] double column(std::size_t number) const { return x_ + kColumns.at(number); }
    [[nodiscard]] const char* colour(std::size_t column) const {
        return column >= differs_ ? colours_.run : colours_.loop;
    }

    void draw_titles() {
        const std::array<Localized, 4> titles{
            Localized{"submitted", "提交"}, Localized{"started", "开始"},
            Localized{"finished", "完成"}, Localized{"returned", "返回"}};
        if (differs_ < 3) {
            svg_.rect(column(differs_) - 56, 196, 112, 392, colours_.now, "rx=\"10\"");
            svg_.text(column(differs_), 622, in({"first difference", "第一处差异"}),
                      centred(22, colours_.run, true));
        }
        for (std::size_t i = 0; i < titles.size(); ++i) {
            svg_.text(column(i), 228, in(titles.at(i)),
                      centred(22, i == differs_ ? colours_.run : colours_.muted, true));
        }
    }
    void draw_possible() {
        if (half_.schedules < 2) {
            return;
        }
        for (const auto& [from, to] : half_.possible_starts) {
            rail(column(0), y(from), column(1), y(to), colours_.line, 10);
        }
    }
    void draw_rails(std::size_t number, const Order& from, const Order& to) {
        std::unordered_map<std::size_t, std::size_t> rows;  // of `from`, by position
        for (std::size_t row = 0; row < from.size(); ++row) {
            rows.emplace(from[row], row);
        }
        for (std::size_t row = 0; row < to.size(); ++row) {
            if (const auto start = rows.find(to[row]); start != rows.end()) {
                rail(column(number), y(start->second), column(number + 1), y(row),
                     colour(number + 1), rail_width());
            }
        }
    }
    /// By its label, or its position from 1.
    [[nodiscard]] std::string name(std::size_t place) const {
        const std::vector<std::string>& labels = half_.run.labels;
        return place < labels.size() ? labels[place] : std::to_string(place + 1);
    }
    /// Of nodes with names.
    [[nodiscard]] double node_width(double height) const {
        constexpr double kLetter = 0.36;  // of the height
        std::size_t longest = 1;
        for (const std::string& label : half_.run.labels) {
            longest = std::max(longest, label.size());
        }
        return std::max(
            {height * 4 / 3, 28.0, height * kLetter * static_cast<double>(longest + 2)});
    }
    [[nodiscard]] double rail_width() const { return std::clamp(height_ / 9, 1.5, 6.0); }

    void draw_nodes(std::size_t number, const Order& order) {
        const bool named = submitted() <= kMostNamed;
        const double height = named ? height_ : std::max(3.0, height_);
        const double width = named ? node_width(height) : height;
        for (std::size_t row = 0; row < order.size(); ++row) {
            svg_.rect(column(number) - (width / 2), y(row) - (height / 2), width, height,
                      colours_.ground,
                      "rx=\"" + svg_number(height / 2) + "\" stroke=\"" + colour(number) +
                          "\" stroke-width=\"" +
                          svg_number(named ? std::min(4.0, height / 8) : 1.5) + "\"");
            if (named) {
                const double size = std::min(24.0, height * 0.62);
                svg_.text(column(number), y(row) + (size * 0.36), name(order[row]),
                          centred(size, colours_.ink, true));
            }
        }
    }
    void draw_returned() {
        const double x = column(3);
        const double top = kTop - 30;
        const double bottom = kBottom + 30;
        const std::string& returned = half_.run.returned;
        if (returned == ComparedRun::kSet) {
            const std::string half = "a62 " + svg_number((bottom - top) / 2) + " 0 1 0 ";
            svg_.line("M" + svg_number(x - 62) + " " + svg_number((top + bottom) / 2) + half +
                          "124 0" + half + "-124 0z",
                      colours_.ink, 4, "stroke-dasharray=\"9 8\"");
            svg_.text(x, ((top + bottom) / 2) + 8, in({"a set", "集合"}),
                      centred(25, colours_.ink, false));
            svg_.text(x, 622, in({"no order", "没有顺序"}), centred(22, colours_.ink, false));
            return;
        }
        svg_.line("M" + svg_number(x - 40) + " " + svg_number(top) + "h-14V" + svg_number(bottom) +
                      "h14M" + svg_number(x + 40) + " " + svg_number(top) + "h14V" +
                      svg_number(bottom) + "h-14",
                  colours_.ink, 4);
        const Order rows = natural();
        const bool is_order = returned == positions();
        for (std::size_t row = 0; is_order && rows.size() <= kMostNamed && row < rows.size();
             ++row) {
            const double size = std::min(25.0, height_ * 0.62);
            svg_.text(x, y(row) + (size * 0.36), name(rows[row]),
                      centred(size, colours_.ink, false));
        }
        if (returned == ComparedRun::kHung) {
            svg_.text(x, ((top + bottom) / 2) + 8, in({"it hangs", "卡住"}),
                      centred(25, colours_.ink, true));
        } else if (!is_order) {
            svg_.text(x, ((top + bottom) / 2) + 8, fit_svg(returned, 120, 20),
                      centred(20, colours_.ink, false));
        } else {
            svg_.text(x, 622, in({"in argument order", "按参数顺序"}),
                      centred(20, colours_.ink, false));
        }
    }
    [[nodiscard]] std::string positions() const {
        std::string text;
        for (const std::size_t place : natural()) {
            text += (text.empty() ? "" : " ") + std::to_string(place + 1);
        }
        return text;
    }
    void draw_rule() {
        svg_.text(x_ + 78, 712, half_.rule, {.mono = true});
        const trace::Outcome& outcome = half_.run.trace.outcome;
        const std::string& python = half_.run.trace.header.python_version;
        if (half_.comparable) {
            const std::string iterations = std::to_string(outcome.iterations);
            svg_.text(x_ + 78, 766, iterations, {.size = 44, .bold = true});
            svg_.text(x_ + 92 + (25 * static_cast<double>(iterations.size())), 766,
                      say({"iterations · {0} · Python {1}", "轮 · {0} · Python {1}"},
                          {time_text(outcome.time), python})
                          .in(language_),
                      {.fill = colours_.muted});
        } else {
            svg_.text(x_ + 78, 766, "Python " + python, {.fill = colours_.muted});
        }
        const std::string count = std::to_string(half_.schedules);
        const Message note =
            half_.schedules == 1
                ? say({"With these sleeps the only order: no set is iterated over.",
                       "在这些 sleep 下只有这一种顺序：没有遍历集合。"})
            : half_.all_tried
                ? say({"Faint: all starting positions that the set allows, {0} orders.",
                       "浅色：该集合可能产生的所有开始位置，共 {0} 种顺序。"},
                      {count})
                : say({"Faint: starting positions in the first {0} orders of the set.",
                       "浅色：该集合前 {0} 种顺序中的开始位置。"},
                      {count});
        svg_.text(x_ + 78, 850, half_.where, {.size = 20, .fill = colours_.muted});
        svg_.text(x_ + 78, 808, note.in(language_), {});
    }

    Svg& svg_;
    const Palette& colours_;
    Language language_;
    const ComparisonHalf& half_;
    double x_;
    std::size_t differs_;
    Order started_;
    Order finished_;
    double pitch_ = 0;
    double height_ = 0;
    double first_ = 0;
};

std::string description_of(const ComparisonHalf& half) {
    return half.run.command + ": " + positions_text(half.run.orders.started) + " / " +
           positions_text(half.run.orders.finished) + " / " + half.run.returned;
}

/// The first column in which the halves differ: 0 submitted, 1 started, 2 finished, 3 returned, 4
/// none.
std::size_t first_difference(const ComparedRun& left, const ComparedRun& right) {
    if (left.orders.submitted != right.orders.submitted) {
        return 0;
    }
    if (order_of(left.orders.started) != order_of(right.orders.started)) {
        return 1;
    }
    if (order_of(left.orders.finished) != order_of(right.orders.finished)) {
        return 2;
    }
    return left.returned != right.returned ? 3 : 4;
}

}  // namespace

void write_compare_svg(const ComparisonHalf& left, const ComparisonHalf& right,
                       std::string_view remarks, Language language, Theme theme,
                       std::ostream& out) {
    constexpr std::size_t kNone = 4;
    const Message title = verdict_on(left.run, right.run);
    Svg svg(out, palette_of(theme), title.in(language),
            description_of(left) + "; " + description_of(right));
    svg.text(40, 78, title.in(language),
             {.size = title.in(language).size() > 60 ? 30.0 : 42.0, .bold = true});
    constexpr Localized kWhat{"in which order coroutines are submitted, start, finish and return",
                              "协程提交、开始、完成、返回的顺序"};
    svg.text(40, 116, remarks.empty() ? kWhat.in(language) : remarks,
             {.fill = svg.palette().muted});
    svg.line("M800 164V640M40 668H1560", svg.palette().line, 2);
    HalfPicture one(svg, language, left, 0, kNone);
    HalfPicture other(svg, language, right, kHalf, first_difference(left.run, right.run));
    one.draw();
    other.draw();
    svg.finish();
}

}  // namespace corodemo::app
