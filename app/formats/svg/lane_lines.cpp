#include "app/formats/svg/lane_lines.hpp"

#include <algorithm>

namespace corodemo::app {

namespace {

constexpr double kLeft = LaneLayout::kLeft;
constexpr double kRight = LaneLayout::kRight;
constexpr double kTop = LaneLayout::kTop;

std::string n(double number) {
    return svg_number(number);
}

}  // namespace

bool LaneLines::visible(const Timeline::Interval& interval) const {
    return interval.begin <= here_ && drawn(interval.task) && !columns_.all.empty() &&
           interval.begin <= columns_.all.back().last &&
           (!interval.end || *interval.end >= columns_.all.front().first);
}

std::optional<std::uint64_t> LaneLines::end_of(const Timeline::Interval& interval) const {
    return interval.end && *interval.end <= here_ ? interval.end : std::nullopt;
}

double LaneLines::edge() const {
    if (here_ == 0) {
        return x(0) + (layout_.width() / 2);
    }
    return columns_.has(here_) ? x(columns_.of(here_) + 1) : kRight;
}

void LaneLines::draw_waits() {
    bool labelled = false;
    for (const Timeline::Interval& interval : line_.intervals) {
        if (interval.ready || !visible(interval)) {
            continue;
        }
        const std::ptrdiff_t first = columns_.of(interval.begin);
        const double begin = first < 0 ? kLeft : x(first + 1) - gap();
        const auto end = end_of(interval);
        const double to = end && columns_.has(*end) ? middle(*end) - 3 : edge();
        if (to - begin < 2) {
            continue;
        }
        const double at = y(interval.task);
        svg_.begin_step(interval.begin);
        svg_.hatched(begin, at - (layout_.wait() / 2), to - begin, layout_.wait());
        // Label only one of them: the others look the same.
        labelled = labelled || draw_wait_label(interval, begin, to);
        svg_.end();
    }
}

bool LaneLines::draw_wait_label(const Timeline::Interval& interval, double begin, double to) {
    const double size = std::min(21.0, layout_.wait() * 0.5);
    const double width = size * 0.61 * static_cast<double>(interval.waits_for.size() + 1);
    const BlockLabels::Label* beside = columns_.by_step ? labels_.beside(interval.begin) : nullptr;
    const double from = (beside != nullptr ? beside->to : begin) + 12;
    const double at = y(interval.task);
    if (interval.waits_for.empty() || size < 14 || from + width + 12 > to ||
        time_break_within(from - 2, from + width - 2)) {
        return false;
    }
    svg_.rect(from, at - (size * 0.85), width, size * 1.7, colours_.ground, "rx=\"4\"");
    svg_.text(from + (width / 2), at + (size * 0.36), interval.waits_for,
              {.size = size, .anchor = "middle", .mono = true});
    return true;
}

bool LaneLines::time_break_within(double from, double to) const {
    return std::ranges::any_of(line_.blocks, [&](const Timeline::Block& block) {
        if (block.kind != StepKind::jump || !columns_.has(block.step)) {
            return false;
        }
        const double at = middle(block.step);
        return block.step <= here_ && at + 24 > from && at - 24 < to;
    });
}

std::string LaneLines::zigzag(double centre, double half) const {
    constexpr int kTooth = 19;
    const int teeth = static_cast<int>(layout_.bottom() - kTop - 84) / kTooth;
    std::string path;
    for (int tooth = 0; tooth <= teeth; ++tooth) {
        const double side = tooth % 2 == 0 ? -1 : 1;
        path += (tooth == 0 ? "M" : "L") + n(centre + (side * half * 0.35)) + " " +
                n(kTop + 44 + (kTooth * tooth));
    }
    return path;
}

void LaneLines::draw_time_breaks() {
    std::ptrdiff_t last = -1;
    for (const Timeline::Block& block : line_.blocks) {
        const std::ptrdiff_t at = columns_.of(block.step);
        if (block.kind != StepKind::jump || block.step > here_ || !columns_.has(block.step) ||
            at == last) {
            continue;
        }
        last = at;
        const double half = std::min(13.0, layout_.width() * 0.15);
        const double centre = x(at) + (columns_.by_step ? layout_.width() / 2 : half * 1.6);
        svg_.begin_step(block.step);
        svg_.line(zigzag(centre, half), colours_.ground, half * 2);
        svg_.line(zigzag(centre - half, half), colours_.muted, 2);
        svg_.line(zigzag(centre + half, half), colours_.muted, 2);
        svg_.end();
    }
}

void LaneLines::draw_queued() {
    for (const Timeline::Interval& interval : line_.intervals) {
        const bool at_once = !columns_.by_step && interval.end &&
                             columns_.of(*interval.end) == columns_.of(interval.begin);
        if (!interval.ready || !visible(interval) || at_once) {
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
    const bool open = !end || !columns_.has(*end);
    const double to = open ? edge() - 4 : x(columns_.of(*end)) + gap();
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
    const std::ptrdiff_t first = columns_.of(interval.begin);
    if (!interval.from || interval.own() || first < 0) {
        const double start = first < 0 ? kLeft - 26 : x(first + 1);
        return "M" + n(start) + " " + n(at) + "H" + n(std::max(start, to));
    }
    const double start = middle(interval.begin);
    const double source = y(*interval.from);
    const double top = source + ((source < at ? 1 : -1) * half_of(*interval.from));
    if (columns_.by_step) {
        cut_crossings(interval, start, top, at, width);
    }
    return "M" + n(start) + " " + n(top) + "V" + n(at) + "H" + n(to);
}

void LaneLines::cut_crossings(const Timeline::Interval& vertical, double at_x, double from,
                              double to, double width) {
    for (const Timeline::Interval& line : line_.intervals) {
        if (!line.ready || line.task == vertical.task || !visible(line) ||
            line.begin >= vertical.begin || (line.end && *line.end <= vertical.begin)) {
            continue;
        }
        const double at = y(line.task);
        if (at > std::min(from, to) && at < std::max(from, to)) {
            svg_.line(
                "M" + n(at_x) + " " + n(at - (width * 1.8)) + "V" + n(at + (width * 1.8)),
                columns_.all[static_cast<std::size_t>(columns_.of(vertical.begin))].it % 2 == 1
                    ? colours_.band
                    : colours_.ground,
                width * 3.4);
        }
    }
}

void LaneLines::draw_completions() {
    constexpr std::size_t kLevels = 4;
    std::size_t level = 0;
    for (const Timeline::Block& block : line_.blocks) {
        if (block.kind != StepKind::callback || block.cause == 0 || block.step > here_ ||
            !columns_.by_step || !columns_.has(block.step) || !columns_.has(block.cause)) {
            continue;
        }
        const Timeline::Block& source = line_.blocks[block.cause - 1];
        const double to = middle(block.step);
        const double under = y(0) + half_of(0);
        svg_.begin_step(block.step);
        if (source.lane == 0 && block.cause + 1 == block.step) {
            svg_.line("M" + n(x(columns_.of(block.cause) + 1) - gap()) + " " + n(y(0)) + "H" +
                          n(x(columns_.of(block.step)) + gap()),
                      colours_.muted, 2.5);
        } else {
            has_completions_ = true;
            const double gutter =
                under + 14 +
                (std::min(13.0, (layout_.first_y() - half_of(1) - under - 20) / kLevels) *
                 static_cast<double>(level++ % kLevels));
            const double from = middle(block.cause) + (layout_.width() * 0.22);
            const double start = source.lane == 0 ? under : y(source.lane) - half_of(source.lane);
            svg_.line(
                "M" + n(from) + " " + n(start) + "V" + n(gutter) + "H" + n(to) + "V" + n(under + 8),
                colours_.muted, 2.5, "stroke-linejoin=\"round\"");
            svg_.area("M" + n(to) + " " + n(under + 2) + "l-7 11h14z", colours_.muted);
        }
        svg_.end();
    }
}

}  // namespace corodemo::app
