#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/formats/svg/step_axis.hpp"
#include "app/formats/svg/timeline.hpp"

namespace corodemo::app {

/// The wires from steps that complete a task to the done callbacks that they schedule, in the
/// gutter below the loop's lane.
class CompletionWires {
public:
    struct Wire {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
        std::size_t level = 0;         ///< in the gutter, from the top
        std::uint64_t stands_for = 1;  ///< how many, if it is shared
    };
    /// The wires to callbacks up to step `here`.
    CompletionWires(const Timeline& line, const StepAxis& axis, std::uint64_t here);

    [[nodiscard]] const std::vector<Wire>& wires() const { return wires_; }
    /// How many levels the gutter needs.
    [[nodiscard]] std::size_t levels() const { return levels_; }

private:
    void add(std::uint64_t from, std::uint64_t to, bool sliver, const StepAxis& axis);

    std::vector<Wire> wires_;
    std::vector<std::uint64_t> taken_until_;  // by level
    std::size_t levels_ = 0;
};

}  // namespace corodemo::app
