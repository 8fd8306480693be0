#pragma once

#include <cstdint>
#include <limits>

namespace corodemo::trace {

/// Virtual time, in nanoseconds since the loop began. A trace may hold any: what reckons with times
/// of a trace goes through the functions below, or through double.
using Nanoseconds = std::int64_t;

/// a + b, or the nearest time that there is.
constexpr Nanoseconds saturating_add(Nanoseconds a, Nanoseconds b) {
    using Limits = std::numeric_limits<Nanoseconds>;
    if (b > 0 && a > Limits::max() - b) {
        return Limits::max();
    }
    return b < 0 && a < Limits::min() - b ? Limits::min() : a + b;
}

/// How long it is from one time to another, or the nearest time that there is.
constexpr Nanoseconds saturating_span(Nanoseconds from, Nanoseconds to) {
    using Limits = std::numeric_limits<Nanoseconds>;
    if (from < 0 && to > Limits::max() + from) {
        return Limits::max();
    }
    return from > 0 && to < Limits::min() + from ? Limits::min() : to - from;
}

}  // namespace corodemo::trace
