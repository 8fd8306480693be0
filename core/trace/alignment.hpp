#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace corodemo::trace {

/// Pairs of positions, left and right, of what two sequences have in common; both ascend. A longest
/// common subsequence if they are small. Else as patience diff does (Bram Cohen): what occurs once
/// on each side is an anchor, and between anchors the same again; where there is none, equal things
/// are paired by occurrence, as far as that keeps them in order. O(n log n) but for small pieces.
std::vector<std::pair<std::size_t, std::size_t>> align(std::span<const std::uint32_t> left,
                                                       std::span<const std::uint32_t> right);

}  // namespace corodemo::trace
