#include "app/formats/svg/lane_layout.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "app/formats/svg/text_width.hpp"

namespace corodemo::app {

namespace {

constexpr std::size_t kMostLanes = 36;
constexpr std::size_t kFew = 3;
constexpr double kMostPitch = 120;
constexpr double kGutterStart = 20;  // from the loop's blocks to the first wire
constexpr double kGutterEnd = 16;    // from the last wire to the tasks' blocks

/// What a task went through, by iteration: of tasks with equal lives, one picture tells all.
std::vector<std::string> lives_of(const Timeline& line) {
    const auto place = [&line](std::uint64_t step) {
        if (step == 0) {
            return std::string("0");
        }
        const Timeline::Block& block = line.block(step);
        return std::to_string(block.run) + "." + std::to_string(block.it);
    };
    std::vector<std::string> lives(line.tasks.size());
    for (const Timeline::Interval& interval : line.intervals) {
        lives[interval.task - 1] += (interval.ready ? 'r' : 'w') + place(interval.begin) + "-" +
                                    (interval.end ? place(*interval.end) : "") + " " +
                                    interval.awaits + ";";
    }
    for (std::size_t i = 0; i < lives.size(); ++i) {
        if (const auto& ending = line.tasks[i].ending) {
            lives[i] += std::to_string(static_cast<int>(ending->end)) + place(ending->step);
        }
    }
    return lives;
}

StepAxis axis_for(const Timeline& line, std::optional<std::uint64_t> frame, double left) {
    return frame ? StepAxis::around(line, *frame, left) : StepAxis(line, left);
}

}  // namespace

LaneLayout::LaneLayout(const Timeline& line, std::optional<std::uint64_t> frame)
    : axis_(Timeline(), 0) {
    group_lanes(line, frame);
    names_below_ = lanes_.size() <= 5;
    left_ = find_left(line);
    axis_ = axis_for(line, frame, left_);
    constexpr auto kAll = std::numeric_limits<std::uint64_t>::max();
    place_lanes(CompletionWires(line, axis_, kAll).levels());
}

void LaneLayout::place_lanes(std::size_t gutter_levels) {
    const auto folds = static_cast<std::size_t>(std::ranges::count_if(lanes_, &Lane::folded));
    const std::size_t open = lanes_.size() - folds;
    const bool few = lanes_.size() <= kFew && folds == 0;
    if (few) {
        bottom_ = 760;
        loop_block_ = 72;
        loop_y_ = 268;
        pitch_ = kMostPitch;
        const auto missing = static_cast<double>(kFew - lanes_.size());
        stack_lanes(358 + (pitch_ * missing / 2), 0);
    } else {
        bottom_ = 776;
        loop_block_ = lanes_.size() <= 6 ? 60 : 44;
        loop_y_ = kTop + kHeader + 24 + (loop_block_ / 2);
        const double top = gutter(std::max<std::size_t>(gutter_levels, 1) - 1) + kGutterEnd;
        const double height = bottom_ - kFooter - top;
        const auto count = static_cast<double>(std::max<std::size_t>(open, 1));
        pitch_ = folds == 0 ? std::min(kMostPitch, height / count)
                            : std::min(40.0, height * 0.7 / count);
        stack_lanes(top, height - (pitch_ * static_cast<double>(open)));
    }
    block_ = std::min(72.0, pitch_ * 0.7);
    wait_ = std::min(52.0, pitch_ * 0.5);
}

/// Folded lanes share the height `for_folds`, each according to its tasks.
void LaneLayout::stack_lanes(double top, double for_folds) {
    double folded = 0;
    for (const Lane& lane : lanes_) {
        folded += lane.folded() ? lane.tasks() : 0;
    }
    for (Lane& lane : lanes_) {
        lane.top = top;
        lane.height = lane.folded() ? for_folds * lane.tasks() / folded : pitch_;
        top += lane.height;
    }
}

double LaneLayout::find_left(const Timeline& line) const {
    constexpr double kUsual = 190;
    constexpr double kWidest = 280;
    constexpr double kArrow = 36;  // from the program to the tasks that it created
    double widest = 0;
    for (const Lane& lane : lanes_) {
        const Timeline::Task& task = line.tasks[lane.first - 1];
        if (!lane.folded() && !task.name.empty()) {
            // Measured in the size of few lanes; with more, names are smaller.
            const double id = names_below_ ? 0 : text_width(task.id + " ", 22, Face::bold);
            widest =
                std::max(widest, id + text_width(task.name, names_below_ ? 20 : 18, Face::regular));
        }
    }
    return std::clamp(kMargin + widest + kArrow, kUsual, kWidest);
}

double LaneLayout::id_size() const {
    return std::clamp(pitch_ * 0.62, 8.0, names_below_ ? 30.0 : 22.0);
}

const LaneLayout::Lane& LaneLayout::lane_of(std::uint32_t task) const {
    return *std::ranges::lower_bound(lanes_, task, {}, &Lane::last);
}

double LaneLayout::y(std::uint32_t lane) const {
    if (lane == 0) {
        return loop_y_;
    }
    const Lane& own = lane_of(lane);
    return own.top + (own.height * (lane - own.first + 0.5) / own.tasks());
}

double LaneLayout::gutter(std::size_t level) const {
    constexpr double kDistance = 12;
    return loop_y_ + (loop_block_ / 2) + kGutterStart + (kDistance * static_cast<double>(level));
}

bool LaneLayout::is_open(std::uint32_t task) const {
    const Lane& lane = lane_of(task);
    return lane.first == lane.last && !lane.rest;
}

void LaneLayout::group_lanes(const Timeline& line, std::optional<std::uint64_t> frame) {
    std::set<std::uint32_t> open;
    if (frame && *frame != 0) {
        const Timeline::Block& here = line.block(*frame);
        open.insert(here.lane);
        open.insert(here.cause != 0 ? line.block(here.cause).lane : 0);
    }
    // Some tasks before and after those that fold show how the staircase is meant.
    for (const std::uint32_t ends : {2U, 0U}) {
        lanes_.clear();
        fold(line, open, ends);
        if (lanes_.size() <= kMostLanes) {
            return;
        }
    }
    lanes_.resize(kMostLanes);
    lanes_.back().last = static_cast<std::uint32_t>(line.tasks.size());
    lanes_.back().rest = true;
}

/// `open`: tasks that keep their lanes. `ends`: how many tasks do so before and after each fold.
void LaneLayout::fold(const Timeline& line, const std::set<std::uint32_t>& open,
                      std::uint32_t ends) {
    const auto count = static_cast<std::uint32_t>(line.tasks.size());
    const std::vector<std::string> lives =
        count <= kMostLanes ? std::vector<std::string>() : lives_of(line);
    for (std::uint32_t first = 1; first <= count;) {
        std::uint32_t last = first;
        while (!lives.empty() && last < count && lives[last] == lives[first - 1]) {
            ++last;
        }
        constexpr std::uint32_t kLeastFolded = 4;
        const std::uint32_t after = ends == 0 ? 0 : ends + 1;
        if (last - first + 1 < ends + after + kLeastFolded) {
            add_open(first, last);
        } else {
            add_open(first, first + ends - 1);
            add_folded(first + ends, last - after, open);
            add_open(last - after + 1, last);
        }
        first = last + 1;
    }
}

/// A lane for each.
void LaneLayout::add_open(std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t task = first; task <= last; ++task) {
        lanes_.push_back({.first = task, .last = task});
    }
}

/// One lane for all but those that keep theirs.
void LaneLayout::add_folded(std::uint32_t first, std::uint32_t last,
                            const std::set<std::uint32_t>& open) {
    for (auto task = open.lower_bound(first); task != open.end() && *task <= last; ++task) {
        if (*task > first) {
            lanes_.push_back({.first = first, .last = *task - 1});
        }
        add_open(*task, *task);
        first = *task + 1;
    }
    if (first <= last) {
        lanes_.push_back({.first = first, .last = last});
    }
}

}  // namespace corodemo::app
