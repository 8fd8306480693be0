#pragma once

#include <chrono>

namespace corodemo::asyncio {

/// Virtual time: nanoseconds since the program began. A Time is one of its points, a Duration a
/// length.
using Duration = std::chrono::nanoseconds;
using Time = std::chrono::nanoseconds;

/// `now + delay`, or the first or last point of time if there is none so far away.
constexpr Time deadline_after(Time now, Duration delay) {
    if (delay.count() > 0 && now > Time::max() - delay) {
        return Time::max();
    }
    if (delay.count() < 0 && now < Time::min() - delay) {
        return Time::min();
    }
    return now + delay;
}

}  // namespace corodemo::asyncio
