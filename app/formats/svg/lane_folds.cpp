#include "app/formats/svg/lane_folds.hpp"

#include <algorithm>
#include <map>
#include <ranges>
#include <utility>

#include "app/formats/svg/end_mark.hpp"

namespace corodemo::app {

namespace {

constexpr double kPadding = 3;  // between a lane's edge and its rows
constexpr std::uint32_t kMostRows = 40;

struct Point {
    double x = 0;
    double y = 0;
};

/// Whether b lies on the line from a to c.
bool between(const Point& a, const Point& b, const Point& c) {
    constexpr double kInvisible = 0.05;
    const double at = a.x + ((c.x - a.x) * (b.y - a.y) / std::max(c.y - a.y, kInvisible));
    return at > b.x - kInvisible && at < b.x + kInvisible;
}

std::vector<Point> straightened(const std::vector<Point>& points) {
    std::vector<Point> kept;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool end = kept.empty() || i + 1 == points.size();
        if (end || !between(kept.back(), points[i], points[i + 1])) {
            kept.push_back(points[i]);
        }
    }
    return kept;
}

/// As many tasks of a folded lane as are needed to draw it, evenly spread.
std::vector<std::uint32_t> sample_of(const LaneLayout::Lane& lane) {
    std::vector<std::uint32_t> tasks;
    const std::uint32_t rows = lane.folded() ? std::min(lane.tasks(), kMostRows) : 0;
    tasks.reserve(rows);
    for (std::uint32_t row = 0; row < rows; ++row) {
        tasks.push_back(lane.first + (row * (lane.tasks() - 1) / (rows - 1)));
    }
    return tasks;
}

}  // namespace

LaneFolds::LaneFolds(const Timeline& line, LaneLayout layout, std::uint64_t here, Language language,
                     Svg& svg)
    : LaneLines(line, std::move(layout), here, language, svg) {
    std::map<std::uint32_t, std::vector<const Timeline::Interval*>> tasks;
    for (const LaneLayout::Lane& lane : layout_.lanes()) {
        for (const std::uint32_t task : sample_of(lane)) {
            tasks[task];
        }
    }
    if (tasks.empty()) {
        return;
    }
    for (const Timeline::Interval& interval : line_.intervals) {
        if (const auto task = tasks.find(interval.task); task != tasks.end()) {
            task->second.push_back(&interval);
        }
    }
    for (const LaneLayout::Lane& lane : layout_.lanes()) {
        Fold fold{.lane = lane, .tasks = {}};
        for (const std::uint32_t task : sample_of(lane)) {
            fold.tasks.push_back(std::move(tasks[task]));
        }
        if (!fold.tasks.empty()) {
            folds_.push_back(std::move(fold));
        }
    }
}

template <class Draw>
void LaneFolds::for_each_interval(bool ready, Draw draw) {
    for (const Fold& fold : folds_) {
        const std::vector<const Timeline::Interval*>& first = fold.tasks.front();
        for (std::size_t i = 0; i < first.size(); ++i) {
            if (first[i]->ready == ready && first[i]->begin <= here_) {
                draw(fold, i, *first[i]);
            }
        }
    }
}

std::string LaneFolds::area_of(const Fold& fold, std::size_t interval, const Part& part) const {
    const double top = fold.lane.top + kPadding;
    const double bottom = fold.lane.top + fold.lane.height - kPadding;
    std::vector<Point> left;
    std::vector<Point> right;
    double widest = 0;
    for (const std::vector<const Timeline::Interval*>& task : fold.tasks) {
        const std::uint32_t row = task[interval]->task - fold.lane.first;
        const double y = top + ((bottom - top) * row / (fold.lane.tasks() - 1));
        const Extent extent = part(*task[interval]);
        const double from = std::clamp(extent.from, layout_.left(), edge());
        const double to = std::clamp(extent.to, from, std::max(from, edge()));
        left.push_back({from, y});
        right.push_back({to, y});
        widest = std::max(widest, to - from);
    }
    if (widest <= 0) {
        return {};
    }
    std::string path;
    for (const Point& point : straightened(left)) {
        path += (path.empty() ? "M" : "L") + svg_number(point.x) + " " + svg_number(point.y);
    }
    for (const Point& point : straightened(right) | std::views::reverse) {
        path += "L" + svg_number(point.x) + " " + svg_number(point.y);
    }
    return path + "z";
}

void LaneFolds::draw_folded_waits() {
    for_each_interval(false, [&](const Fold& fold, std::size_t i, const auto& first) {
        const std::string area =
            area_of(fold, i, [this](const auto& interval) { return extent_of(interval); });
        if (!area.empty()) {
            svg_.begin_step(first.begin);
            svg_.hatched(area);
            svg_.end();
        }
    });
}

void LaneFolds::draw_folded_queued() {
    for_each_interval(true, [&](const Fold& fold, std::size_t i, const auto& first) {
        const std::string area =
            area_of(fold, i, [this](const auto& interval) { return extent_of(interval); });
        if (area.empty()) {
            return;
        }
        if (first.begin != 0) {
            svg_.begin_step(first.begin);
        }
        if (first.from && !first.own() && axis_.has(first.begin)) {
            const double from = y(*first.from) + half_of(*first.from);
            svg_.line("M" + svg_number(axis_.middle(first.begin)) + " " + svg_number(from) + "V" +
                          svg_number(fold.lane.top + kPadding),
                      colours_.ready, 2.5);
        }
        svg_.area(area, colours_.ready,
                  std::string("fill-opacity=\"0.3\" stroke=\"") + colours_.ready +
                      "\" stroke-width=\"1.5\"");
        if (first.begin != 0) {
            svg_.end();
        }
    });
}

LaneFolds::Extent LaneFolds::run_after(const Timeline::Interval& interval) const {
    if (!interval.end || *interval.end > here_) {
        return {edge(), edge()};
    }
    return axis_.has(*interval.end)
               ? Extent{layout_.block_left(*interval.end), layout_.block_right(*interval.end)}
               : Extent{axis_.left(*interval.end), axis_.left(*interval.end)};
}

void LaneFolds::draw_folded_runs() {
    for_each_interval(true, [&](const Fold& fold, std::size_t i, const auto& first) {
        const std::string area =
            area_of(fold, i, [this](const auto& interval) { return run_after(interval); });
        if (area.empty()) {
            return;
        }
        svg_.begin_step(*first.end);
        svg_.area(area, colours_.run,
                  std::string("stroke=\"") + colours_.run +
                      "\" stroke-width=\"2\" stroke-linejoin=\"round\"");
        const Timeline::Interval& mid = *fold.tasks[fold.tasks.size() / 2][i];
        const std::uint64_t step = mid.end.value_or(0);
        const auto ending = line_.tasks[mid.task - 1].ending;
        if (ending && ending->step == step && step <= here_ && axis_.has(step)) {
            constexpr double kSide = 12;
            constexpr double kFree = kSide + 8;
            const double x = axis_.middle(step);
            const double at = y(mid.task);
            svg_.rect(x - (kFree / 2), at - (kFree / 2), kFree, kFree, ground_at(step), "rx=\"4\"");
            draw_end_mark(svg_, ending->end, x, at, kSide, colours_.ink);
        }
        svg_.end();
    });
}

}  // namespace corodemo::app
