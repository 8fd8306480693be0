#pragma once

#include <cstdint>
#include <limits>

namespace corodemo::trace {

/// Virtual time, in nanoseconds since the program began. A trace may hold any value: arithmetic on
/// the times of a trace uses the functions below, or double.
using Nanoseconds = std::int64_t;

/// a + b, or the nearest value that is representable.
constexpr Nanoseconds saturating_add(Nanoseconds a, Nanoseconds b) {
    using Limits = std::numeric_limits<Nanoseconds>;
    if (b > 0 && a > Limits::max() - b) {
        return Limits::max();
    }
    return b < 0 && a < Limits::min() - b ? Limits::min() : a + b;
}

/// to - from, or the nearest value that is representable.
constexpr Nanoseconds saturating_span(Nanoseconds from, Nanoseconds to) {
    using Limits = std::numeric_limits<Nanoseconds>;
    if (from < 0 && to > Limits::max() + from) {
        return Limits::max();
    }
    return from > 0 && to < Limits::min() + from ? Limits::min() : to - from;
}

}  // namespace corodemo::trace
