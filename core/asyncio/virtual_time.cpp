#include "core/asyncio/virtual_time.hpp"

#include <cmath>
#include <cstdint>

#include "core/asyncio/exceptions.hpp"
#include "core/asyncio/repr.hpp"

namespace corodemo::asyncio {

Duration seconds(double number) {
    if (std::isnan(number)) {
        throw ValueError("Invalid delay: NaN (not a number)");
    }
    const double nanoseconds = number * 1e9;
    constexpr double kBeyond = 0x1p63;
    if (std::abs(nanoseconds) >= kBeyond) {
        return number > 0 ? Duration::max() : Duration::min();
    }
    const Duration rounded(std::llround(nanoseconds));
    if (rounded == Duration::zero() && number != 0) {
        return Duration(number > 0 ? 1 : -1);
    }
    return rounded;
}

std::string repr_seconds(Duration duration) {
    constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
    const std::int64_t nanoseconds = duration.count();
    return nanoseconds % kNanosecondsPerSecond == 0 ? repr(nanoseconds / kNanosecondsPerSecond)
                                                    : repr(static_cast<double>(nanoseconds) / 1e9);
}

}  // namespace corodemo::asyncio
