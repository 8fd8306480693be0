#pragma once

#include <chrono>
#include <string>

namespace corodemo::asyncio {

/// Virtual time: nanoseconds since the program began. A Time is one of its points, a Duration a
/// length.
using Duration = std::chrono::nanoseconds;
using Time = std::chrono::nanoseconds;

/// When `delay` from `now` is over: `now + delay`, or the last (the first) Time there is, where
/// that would be beyond it. So sleep(Duration::max()) sleeps for ever, as Python's sleep(math.inf)
/// does.
constexpr Time deadline_after(Time now, Duration delay) {
    if (delay > Duration::zero() && now > Time::max() - delay) {
        return Time::max();
    }
    if (delay < Duration::zero() && now < Time::min() - delay) {
        return Time::min();
    }
    return now + delay;
}

/// Seconds as Python counts them, in whole nanoseconds: `seconds(0.1)`. A number that is not 0
/// never becomes 0, which to sleep() is something else: a nanosecond is the least. One that is too
/// large becomes the largest Duration, so `seconds(inf)` is for ever.   Throws: ValueError for nan,
/// whatever the Python; asyncio.sleep() refuses it since 3.13.
Duration seconds(double number);

/// As a Python number: `1`, `0.5`.
std::string repr_seconds(Duration duration);

}  // namespace corodemo::asyncio
