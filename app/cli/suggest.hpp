#pragma once

#include <span>
#include <string>
#include <string_view>

namespace corodemo::app {

/// The candidate that `typed` is most probably a misspelling of: with the fewest letters inserted,
/// left out, changed or swapped with their neighbour. Empty if they are too many for a misspelling.
std::string_view nearest(std::string_view typed, std::span<const std::string> candidates);

}  // namespace corodemo::app
