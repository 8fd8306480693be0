#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace corodemo::trace {

/// The positions, left and right, of a common subsequence, in ascending order: a longest one if the
/// sequences are small. Otherwise as in patience diff (Bram Cohen): elements that occur once on
/// each side are anchors, and the pieces between them are aligned in the same way; without anchors,
/// equal elements are paired by occurrence, as far as that keeps them in order. O(n log n) but for
/// small pieces.
std::vector<std::pair<std::size_t, std::size_t>> align(std::span<const std::uint32_t> left,
                                                       std::span<const std::uint32_t> right);

}  // namespace corodemo::trace
