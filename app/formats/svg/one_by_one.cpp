#include "app/formats/svg/one_by_one.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace corodemo::app {

namespace {

bool waits_for_tasks(const Timeline::Interval& interval) {
    constexpr std::array<std::string_view, 3> kKinds{"gather", "wait", "task"};
    return std::ranges::find(kKinds, interval.awaits) != kKinds.end();
}

bool slept_to_the_end(const Timeline::Interval& interval) {
    const trace::Nanoseconds slept = trace::saturating_span(interval.begin_time, interval.end_time);
    return interval.end && slept >= interval.sleep;
}

}  // namespace

OneByOne::OneByOne(const Timeline& line) {
    std::map<std::uint32_t, trace::Nanoseconds> sleeps;
    bool independent = true;
    for (const Timeline::Interval& interval : line.intervals) {
        if (interval.ready) {
            continue;
        }
        if (interval.sleeps()) {
            trace::Nanoseconds& sum = sleeps[interval.task];
            sum = trace::saturating_add(sum, interval.sleep);
            independent = independent && slept_to_the_end(interval);
        } else {
            independent = independent && waits_for_tasks(interval);
        }
    }
    for (const auto& [task, time] : sleeps) {
        if (time > 0) {
            total_ = trace::saturating_add(total_, time);
            sleepers_.push_back({task, time});
        }
    }
    applies_ = independent && sleepers_.size() > 1 && total_ > line.time;
}

}  // namespace corodemo::app
