#pragma once

#include <span>
#include <string>
#include <string_view>

namespace corodemo::app {

/// The candidate that `typed` is most probably a misspelling of, or empty if it looks like none:
/// few letters put in, left out, changed, or two neighbours swapped.
std::string_view nearest(std::string_view typed, std::span<const std::string> candidates);

}  // namespace corodemo::app
