#include "app/formats/svg/lane_layout.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace corodemo::app {

namespace {

constexpr std::size_t kMostLanes = 36;

}  // namespace

LaneLayout::LaneLayout(const Timeline& line, PictureColumns columns)
    : columns_(std::move(columns)) {
    group_lanes(line);
    const std::size_t count = std::max<std::size_t>(columns_.all.size(), 1);
    width_ = (kRight - kLeft) / static_cast<double>(count);
    const auto lanes = static_cast<double>(std::max<std::size_t>(lanes_.size(), 1));
    const bool few = lanes_.size() <= 3;
    bottom_ = few ? 760 : 790;
    loop_y_ = few ? 268 : 234;
    first_y_ = few ? 418 : loop_y_ + 76;
    pitch_ = std::min(120.0, (bottom_ - 45 - first_y_ + 20) / lanes);
    first_y_ += few && lanes_.size() == 1 ? 120 : few && lanes_.size() == 2 ? 60 : 0;
    block_ = std::min(72.0, pitch_ * 0.68);
    loop_block_ = std::max(block_, few ? 72.0 : 40.0);
    wait_ = std::min(52.0, pitch_ * 0.46);
}

double LaneLayout::y(std::uint32_t lane) const {
    if (lane == 0) {
        return loop_y_;
    }
    const auto found = std::ranges::lower_bound(lanes_, lane, {}, &Lane::last);
    return first_y_ + (pitch_ * static_cast<double>(found - lanes_.begin()));
}

bool LaneLayout::drawn(std::uint32_t lane) const {
    return lane == 0 ||
           (std::ranges::binary_search(lanes_, lane, {}, &Lane::first) && !is_rest(lane));
}

void LaneLayout::group_lanes(const Timeline& line) {
    if (line.tasks <= kMostLanes) {
        for (std::uint32_t task = 1; task <= line.tasks; ++task) {
            lanes_.push_back({task, task});
        }
        return;
    }
    std::map<std::uint32_t, std::string> lives;
    for (const Timeline::Interval& interval : line.intervals) {
        lives[interval.task] += (interval.ready ? 'r' : 'w') +
                                std::to_string(columns_.of(interval.begin)) + "-" +
                                std::to_string(interval.end ? columns_.of(*interval.end) : -2);
    }
    for (std::uint32_t task = 1; task <= line.tasks; ++task) {
        if (!lanes_.empty() && lives[lanes_.back().first] == lives[task]) {
            lanes_.back().last = task;
        } else if (lanes_.size() == kMostLanes) {
            rest_ = true;
            lanes_.back().last = line.tasks;
            return;
        } else {
            lanes_.push_back({task, task});
        }
    }
}

}  // namespace corodemo::app
