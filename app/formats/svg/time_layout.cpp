#include "app/formats/svg/time_layout.hpp"

namespace corodemo::app {

namespace {

constexpr std::size_t kMostLanes = 16;

/// What the lanes of tasks look like: those of equal ones are the same.
std::vector<std::string> looks_of(const Timeline& line) {
    std::vector<std::string> looks(line.tasks.size());
    for (const Timeline::Interval& interval : line.intervals) {
        if (!interval.ready) {
            looks[interval.task - 1] +=
                std::to_string(interval.begin_time) + "-" + std::to_string(interval.end_time) + ";";
        }
    }
    for (const Timeline::Block& block : line.blocks) {
        if (block.lane != 0) {
            looks[block.lane - 1] += std::to_string(block.time) + block.printed + ";";
        }
        for (const auto& [task, printed] : block.eager) {
            looks[task - 1] += std::to_string(block.time) + printed + ";";
        }
    }
    for (std::size_t i = 0; i < looks.size(); ++i) {
        if (const auto& ending = line.tasks[i].ending) {
            looks[i] += std::to_string(static_cast<int>(ending->end));
        }
    }
    return looks;
}

/// Adds one of the things that the loop does, once.
void add_to(std::string& does, const std::string& thing) {
    constexpr std::size_t kLongest = 100;  // far more than has room
    if (does.size() < kLongest && does.find(thing) == std::string::npos) {
        does += (does.empty() ? "" : ", ") + thing;
    }
}

}  // namespace

TimeLayout::TimeLayout(const Timeline& line, trace::Nanoseconds compared_with) {
    const bool compared = compared_with > 0;
    group_lanes(line);
    find_places(line);
    end_ = std::max(line.time, compared_with);
    right_ = compared ? 1390 : 1290;
    bottom_ = compared ? 600 : 720;
    loop_ = lanes_.size() <= 6 ? 100 : 80;
    pitch_ = std::min(100.0, (bottom_ - kTop - loop_ - 10) /
                                 static_cast<double>(std::max<std::size_t>(lanes_.size(), 1)));
    left_ = find_left(line);
}

double TimeLayout::x(trace::Nanoseconds time) const {
    const double at = end_ == 0 ? 0 : static_cast<double>(time) / static_cast<double>(end_);
    return left_ + ((right_ - left_) * std::clamp(at, 0.0, 1.0));
}

double TimeLayout::y(std::size_t lane) const {
    return lane == 0 ? kTop + (loop_ * 0.55)
                     : kTop + loop_ + (pitch_ * (static_cast<double>(lane) - 0.5));
}

double TimeLayout::bar(std::size_t lane) const {
    return lane == 0 ? std::min(66.0, loop_ * 0.66) : std::min(66.0, pitch_ * 0.68);
}

Svg::Text TimeLayout::number_style(std::size_t lane) const {
    const double least = lane == 0 ? 16 : std::min(16.0, pitch_ * 0.6);
    return {.size = std::clamp(bar(lane) * 0.5, least, 24.0), .bold = true};
}

double TimeLayout::id_size() const {
    return std::clamp(pitch_ * (names_below() ? 0.42 : 0.62), 8.0, 30.0);
}

double TimeLayout::name_size() const {
    return names_below() ? std::min(20.0, pitch_ * 0.32) : id_size() * 0.75;
}

std::optional<std::size_t> TimeLayout::lane_of(std::uint32_t task) const {
    if (task == 0) {
        return 0;
    }
    const auto lane = std::ranges::lower_bound(lanes_, task, {}, &Lane::last);
    return lane == lanes_.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(lane - lanes_.begin() + 1));
}

/// Of many tasks, neighbours that look the same share a lane; what is left has none.
void TimeLayout::group_lanes(const Timeline& line) {
    const auto count = static_cast<std::uint32_t>(line.tasks.size());
    const bool many = count > kMostLanes;
    const std::vector<std::string> looks = many ? looks_of(line) : std::vector<std::string>();
    for (std::uint32_t task = 1; task <= count; ++task) {
        if (many && task > 1 && looks[task - 1] == looks[task - 2]) {
            lanes_.back().last = task;
        } else if (lanes_.size() == kMostLanes) {
            left_out_ = count - task + 1;
            return;
        } else {
            lanes_.push_back({task, task});
        }
    }
}

void TimeLayout::find_places(const Timeline& line) {
    for (const Timeline::Block& block : line.blocks) {
        if (block.kind == StepKind::jump) {
            continue;
        }
        if (Place* place = add_to_place(line, block, block.lane, block.printed)) {
            place->from = std::min(place->from, block.from);
            place->blocked = trace::saturating_add(place->blocked, block.blocked());
            place->own = place->own || block.own;
            if (block.lane == 0) {
                add_to(place->does, block.label[0]);
            }
        }
        for (const auto& [task, printed] : block.eager) {
            if (Place* place = add_to_place(line, block, task, printed)) {
                place->own = true;
            }
        }
    }
}

/// The place at which a task (0: the loop) runs in a block; null if it has no lane.
TimeLayout::Place* TimeLayout::add_to_place(const Timeline& line, const Timeline::Block& block,
                                            std::uint32_t task, const std::string& printed) {
    const auto lane = lane_of(task);
    if (!lane) {
        return nullptr;
    }
    const auto [at, first] = places_.try_emplace({*lane, block.time});
    Place& place = at->second;
    if (first) {
        place.from = block.time;
    }
    if (const auto end = line.end_in(block, task)) {
        place.end = end;
    }
    if (!printed.empty()) {
        place.printed = printed;
    }
    place.steps.push_back(block.step);
    return &place;
}

/// Leaves room for names, and for the numbers of the first steps beside them.
double TimeLayout::find_left(const Timeline& line) const {
    constexpr double kLeast = 230;
    constexpr double kMost = 400;
    const Svg::Text id{.size = id_size(), .bold = true};
    const Svg::Text name{.size = name_size()};
    double names = 0;
    for (const Lane& lane : lanes_) {
        const Timeline::Task& task = line.tasks[lane.first - 1];
        double width = name.width_of(task.name);
        if (lane.last > lane.first) {
            width = id.width_of(name_of_many(lane));
        } else if (!names_below()) {
            width += id.width_of(task.id + " ");
        }
        names = std::max(names, width);
    }
    double numbers = 0;
    for (const auto& [at, place] : places_) {
        if (at.second == 0 && at.first != 0) {
            numbers = std::max(numbers, number_style(at.first).width_of(numbers_of(place.steps)));
        }
    }
    return std::clamp(kMargin + names + numbers + 36, kLeast, kMost);
}

std::string TimeLayout::numbers_of(const std::vector<std::uint64_t>& steps) {
    std::string text;
    for (std::size_t at = 0; at < steps.size();) {
        std::size_t last = at;
        while (last + 1 < steps.size() && steps[last + 1] == steps[last] + 1) {
            ++last;
        }
        text += (text.empty() ? "" : " ") + std::to_string(steps[at]);
        if (last > at) {
            text += (last > at + 1 ? "–" : " ") + std::to_string(steps[last]);
        }
        at = last + 1;
    }
    return text;
}

std::string TimeLayout::name_of_many(const Lane& lane) {
    return "T" + std::to_string(lane.first) + "–T" + std::to_string(lane.last) + " (" +
           std::to_string(lane.last - lane.first + 1) + ")";
}

}  // namespace corodemo::app
