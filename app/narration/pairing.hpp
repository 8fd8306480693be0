#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/trace/trace.hpp"

namespace corodemo::app {

/// Two snapshots that belong together, by their positions in the playbacks of two traces; or one
/// that has no counterpart.
struct SnapshotPair {
    std::optional<std::size_t> left;
    std::optional<std::size_t> right;
    /// Whether another coroutine acts, or does something else. A coroutine is told by its position,
    /// as in Orders: its task's number may be another. Times and counts don't matter, nor does how
    /// the program prepares its runs.
    bool differs = false;

    bool operator==(const SnapshotPair&) const = default;
};

enum class PairedBy : std::uint8_t {
    iteration,  ///< of the same program: the first of an iteration with the first of the other's
    event,      ///< of different programs: those that are alike
};

/// Pairs all snapshots of two playbacks, in their order.   Throws: ReplayError.
std::vector<SnapshotPair> pair_snapshots(const trace::Trace& left, const trace::Trace& right,
                                         PairedBy by);

}  // namespace corodemo::app
