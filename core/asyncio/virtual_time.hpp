#pragma once

#include <chrono>
#include <string>

namespace corodemo::asyncio {

/// Virtual time, in nanoseconds: a Time is a point, counted from the start of the program, a
/// Duration a length.
using Duration = std::chrono::nanoseconds;
using Time = std::chrono::nanoseconds;

/// `now + delay`, saturated at the last (the first) Time. So sleep(Duration::max()) sleeps forever,
/// as Python's sleep(math.inf) does.
constexpr Time deadline_after(Time now, Duration delay) {
    if (delay > Duration::zero() && now > Time::max() - delay) {
        return Time::max();
    }
    if (delay < Duration::zero() && now < Time::min() - delay) {
        return Time::min();
    }
    return now + delay;
}

/// Python's seconds, rounded to nanoseconds: `seconds(0.1)`. A number other than 0 never becomes 0,
/// which has a special meaning for sleep(), but at least a nanosecond. One that is too large
/// becomes the largest Duration, so `seconds(inf)` is forever.   Throws: ValueError for nan in
/// every version, although asyncio.sleep() rejects it only since 3.13.
Duration seconds(double number);

/// As a Python number: `1`, `0.5`.
std::string repr_seconds(Duration duration);

}  // namespace corodemo::asyncio
