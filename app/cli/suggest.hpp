#pragma once

#include <span>
#include <string>
#include <string_view>

namespace corodemo::app {

/// The candidate that `typed` most likely misspells: the one with the fewest letters inserted,
/// deleted, substituted or transposed. Empty if even that one differs too much.
std::string_view nearest(std::string_view typed, std::span<const std::string> candidates);

}  // namespace corodemo::app
