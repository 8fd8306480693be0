#include "app/formats/svg/lane_lines.hpp"

#include <algorithm>

#include "app/formats/svg/completion_wires.hpp"

namespace corodemo::app {

namespace {

constexpr double kRight = LaneLayout::kRight;
constexpr double kTop = LaneLayout::kTop;

std::string n(double number) {
    return svg_number(number);
}

}  // namespace

bool LaneLines::visible(const Timeline::Interval& interval) const {
    return interval.begin <= here_ && interval.begin <= axis_.last() &&
           (!interval.end || *interval.end >= axis_.first());
}

std::optional<std::uint64_t> LaneLines::end_of(const Timeline::Interval& interval) const {
    return interval.end && *interval.end <= here_ ? interval.end : std::nullopt;
}

double LaneLines::edge() const {
    if (here_ == 0) {
        return axis_.middle(axis_.first());
    }
    return axis_.has(here_) ? axis_.right(here_) : kRight;
}

LaneLines::Extent LaneLines::extent_of(const Timeline::Interval& interval) const {
    const auto end = end_of(interval);
    if (end && *end < axis_.first()) {
        return {layout_.left(), layout_.left()};
    }
    const bool ends_here = end && axis_.has(*end);
    const bool before = interval.begin < axis_.first();
    if (interval.ready) {
        const double from = interval.from && !interval.own() ? axis_.middle(interval.begin)
                                                             : axis_.right(interval.begin);
        constexpr double kArrow = 26;  // from before the first step
        return {before ? layout_.left() - kArrow : from,
                ends_here ? layout_.block_left(*end) : edge() - 4};
    }
    double to = edge();
    if (ends_here) {
        to = interval.ends_after ? axis_.right(*end)
                                 : axis_.middle(*end) - std::min(3.0, axis_.width(*end) / 4);
    }
    return {before ? layout_.left() : layout_.block_right(interval.begin), to};
}

void LaneLines::draw_waits() {
    std::set<std::string> labelled;  // once each: the others look the same
    for (const Timeline::Interval& interval : line_.intervals) {
        if (interval.ready || !visible(interval) || !is_open(interval.task)) {
            continue;
        }
        const Extent extent = extent_of(interval);
        if (extent.to - extent.from < 2) {
            continue;
        }
        svg_.begin_step(interval.begin);
        svg_.hatched(extent.from, y(interval.task) - (layout_.wait() / 2), extent.to - extent.from,
                     layout_.wait());
        if (const std::string label = interval.label();
            !label.empty() && !labelled.contains(label) && draw_wait_label(interval, extent)) {
            labelled.insert(label);
        }
        svg_.end();
    }
}

bool LaneLines::draw_wait_label(const Timeline::Interval& interval, const Extent& extent) {
    const Svg::Text style{
        .size = std::min(21.0, layout_.wait() * 0.5), .anchor = "middle", .mono = true};
    const std::string text = interval.label();
    const double width = style.width_of(text) + 12;
    const BlockLabels::Label* beside = labels_.beside(interval.begin);
    const double from = (beside != nullptr ? beside->to : extent.from) + 12;
    const double at = y(interval.task);
    if (style.size < 14 || from + width + 12 > extent.to ||
        time_break_within(from - 2, from + width - 2)) {
        return false;
    }
    svg_.rect(from, at - (style.size * 0.85), width, style.size * 1.7, colours_.ground, "rx=\"4\"");
    svg_.text(from + (width / 2), at + (style.size * 0.36), text, style);
    return true;
}

double LaneLines::break_half(std::uint64_t step) const {
    return std::min(13.0, axis_.width(step) * 0.15);
}

bool LaneLines::time_break_within(double from, double to) const {
    return std::ranges::any_of(line_.blocks, [&](const Timeline::Block& block) {
        if (block.kind != StepKind::jump || !axis_.has(block.step)) {
            return false;
        }
        const double at = axis_.middle(block.step);
        return block.step <= here_ && at + 24 > from && at - 24 < to;
    });
}

std::string LaneLines::zigzag(double centre, double half) const {
    constexpr int kTooth = 19;
    const int teeth =
        static_cast<int>(layout_.bottom() - kTop - LaneLayout::kHeader - LaneLayout::kFooter) /
        kTooth;
    std::string path;
    for (int tooth = 0; tooth <= teeth; ++tooth) {
        const double side = tooth % 2 == 0 ? -1 : 1;
        path += (tooth == 0 ? "M" : "L") + n(centre + (side * half * 0.35)) + " " +
                n(kTop + LaneLayout::kHeader + (kTooth * tooth));
    }
    return path;
}

void LaneLines::draw_time_break(std::uint64_t step, double centre) {
    const double half = std::max(break_half(step), 2.0);
    svg_.line(zigzag(centre, half), colours_.ground, half * 2);
    svg_.line(zigzag(centre - half, half), colours_.muted, 2);
    svg_.line(zigzag(centre + half, half), colours_.muted, 2);
}

void LaneLines::draw_jumps() {
    for (const Timeline::Block& block : line_.blocks) {
        if (block.kind == StepKind::jump && block.step <= here_ && axis_.has(block.step)) {
            svg_.begin_step(block.step);
            draw_time_break(block.step, axis_.middle(block.step));
            svg_.end();
        }
    }
}

void LaneLines::draw_queued() {
    for (const Timeline::Interval& interval : line_.intervals) {
        if (!interval.ready || !visible(interval) || !is_open(interval.task)) {
            continue;
        }
        if (interval.begin != 0) {
            svg_.begin_step(interval.begin);
        }
        draw_queued(interval);
        if (interval.begin != 0) {
            svg_.end();
        }
    }
}

void LaneLines::draw_queued(const Timeline::Interval& interval) {
    const auto end = end_of(interval);
    const bool open = !end || !axis_.has(*end);
    const double to = extent_of(interval).to;
    const double at = y(interval.task);
    const double width = std::clamp(layout_.pitch() / 14, 1.5, 5.0);
    const double arrow = std::clamp(width * 3.2, 5.0, 16.0);
    svg_.line(path_in_queue(interval, to - (arrow / 2), width), colours_.ready, width,
              R"(stroke-linejoin="round")");
    const std::string head = "M" + n(to) + " " + n(at) + "l" + n(-arrow) + " " + n(-arrow * 0.63) +
                             "v" + n(arrow * 1.26) + "z";
    const std::string outline = std::string(R"(stroke=")") + colours_.ready +
                                R"(" stroke-width=")" + n(std::min(3.0, width)) + "\"";
    svg_.area(head, open ? colours_.ground : colours_.ready, open ? outline : "");
}

std::string LaneLines::path_in_queue(const Timeline::Interval& interval, double to, double width) {
    const double at = y(interval.task);
    const double start = extent_of(interval).from;
    if (!interval.from || interval.own() || interval.begin < axis_.first()) {
        return "M" + n(start) + " " + n(at) + "H" + n(std::max(start, to));
    }
    const double source = y(*interval.from);
    const double top = source + ((source < at ? 1 : -1) * half_of(*interval.from));
    cut_crossings(interval, start, top, at, width);
    return "M" + n(start) + " " + n(top) + "V" + n(at) + "H" + n(std::max(start, to));
}

void LaneLines::cut_crossings(const Timeline::Interval& vertical, double at_x, double from,
                              double to, double width) {
    if (axis_.is_sliver(vertical.begin)) {
        return;  // too fine to be seen
    }
    std::string path;
    for (const Timeline::Interval& line : line_.intervals) {
        if (!line.ready || line.task == vertical.task || !visible(line) || !is_open(line.task) ||
            line.begin >= vertical.begin || (line.end && *line.end <= vertical.begin)) {
            continue;
        }
        const double at = y(line.task);
        if (at > std::min(from, to) && at < std::max(from, to)) {
            path += "M" + n(at_x) + " " + n(at - (width * 1.8)) + "v" + n(width * 3.6);
        }
    }
    if (!path.empty()) {
        svg_.line(path, ground_at(vertical.begin), width * 3.4);
    }
}

void LaneLines::draw_completions() {
    const double under = y(0) + half_of(0);
    for (const Timeline::Block& block : line_.blocks) {
        // Between neighbours in the loop's lane, a short line says it.
        const bool neighbours = block.kind == StepKind::callback && block.cause != 0 &&
                                block.cause + 1 == block.step && line_.block(block.cause).lane == 0;
        if (neighbours && block.step <= here_ && axis_.has(block.step) && axis_.has(block.cause) &&
            !axis_.is_sliver(block.step)) {
            svg_.begin_step(block.step);
            svg_.line("M" + n(layout_.block_right(block.cause)) + " " + n(y(0)) + "H" +
                          n(layout_.block_left(block.step)),
                      colours_.muted, 2.5);
            svg_.end();
        }
    }
    const CompletionWires wires(line_, axis_, here_);
    for (const CompletionWires::Wire& wire : wires.wires()) {
        has_completions_ = true;
        const std::uint32_t source = line_.block(wire.from).lane;
        const double gutter = layout_.gutter(wire.level);
        const double from = axis_.middle(wire.from) + (axis_.width(wire.from) * 0.22);
        const double start = source == 0 ? under : y(source) - half_of(source);
        const double to = axis_.middle(wire.to);
        svg_.begin_step(wire.to);
        svg_.line(
            "M" + n(from) + " " + n(start) + "V" + n(gutter) + "H" + n(to) + "V" + n(under + 8),
            colours_.muted, 2.5, "stroke-linejoin=\"round\"");
        svg_.area("M" + n(to) + " " + n(under + 2) + "l-7 11h14z", colours_.muted);
        if (wire.stands_for > 1) {
            const Svg::Text style{.size = 18, .fill = colours_.muted, .bold = true};
            const std::string label = "×" + std::to_string(wire.stands_for);
            const double left = from + 14;
            svg_.rect(left - 4, gutter - 9, style.width_of(label) + 8, 18, ground_at(wire.from));
            svg_.text(left, gutter + 6, label, style);
        }
        svg_.end();
    }
}

}  // namespace corodemo::app
