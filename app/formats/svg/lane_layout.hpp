#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "app/formats/svg/completion_wires.hpp"
#include "app/formats/svg/step_axis.hpp"
#include "app/formats/svg/timeline.hpp"

namespace corodemo::app {

/// The layout of a picture of lanes: a lane for the loop, below it one per task, and a column per
/// step. Of many tasks, equal neighbours fold into one lane. In units of the picture, see Svg.
class LaneLayout {
public:
    static constexpr double kMargin = 40;
    static constexpr double kRight = StepAxis::kRight;
    static constexpr double kTop = 140;
    static constexpr double kHeader = 44;  ///< for the names of the iterations
    static constexpr double kFooter = 40;  ///< for the numbers of the steps

    /// The tasks that share a lane: one task, or neighbours with equal lives.
    struct Lane {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
        double top = 0;
        double height = 0;
        /// Stands for all tasks for which there is no room.
        bool rest = false;

        [[nodiscard]] std::uint32_t tasks() const { return last - first + 1; }
        [[nodiscard]] bool folded() const { return last > first && !rest; }
        [[nodiscard]] double middle() const { return top + (height / 2); }
    };

    /// `frame`: the step at which a frame of an animation stands; none for a picture of the whole.
    LaneLayout(const Timeline& line, std::optional<std::uint64_t> frame);

    [[nodiscard]] const StepAxis& axis() const { return axis_; }
    [[nodiscard]] const std::vector<Lane>& lanes() const { return lanes_; }

    /// The left edge of the first column.
    [[nodiscard]] double left() const { return left_; }
    /// The gap between a column's edge and its block.
    [[nodiscard]] double gap(std::uint64_t step) const {
        return std::min(axis_.width(step) * 0.06, 5.0);
    }
    /// The edges of a block, and of what is inside it.
    [[nodiscard]] double block_left(std::uint64_t step) const {
        return axis_.left(step) + gap(step);
    }
    [[nodiscard]] double block_right(std::uint64_t step) const {
        return axis_.right(step) - gap(step);
    }
    /// The centre of a lane: a task's, or the loop's for 0; in a folded lane, of the task's part.
    [[nodiscard]] double y(std::uint32_t lane) const;
    /// Half the height of a block in a lane.
    [[nodiscard]] double half_of(std::uint32_t lane) const {
        return (lane == 0 ? loop_block_ : block_) / 2;
    }
    /// The distance between lanes.
    [[nodiscard]] double pitch() const { return pitch_; }
    /// The level of a wire in the gutter below the loop's lane.
    [[nodiscard]] double gutter(std::size_t level) const;
    /// The bottom of the picture's lanes, with the axis.
    [[nodiscard]] double bottom() const { return bottom_; }
    /// The height of the hatching that shows waiting.
    [[nodiscard]] double wait() const { return wait_; }
    /// Whether the names of tasks stand below their ids.
    [[nodiscard]] bool names_below() const { return names_below_; }
    /// The font size of the ids, and of the names.
    [[nodiscard]] double id_size() const;
    [[nodiscard]] double name_size() const { return names_below_ ? 20 : id_size() * 0.8; }

    /// Whether a lane belongs to that task alone.
    [[nodiscard]] bool is_open(std::uint32_t task) const;

private:
    void group_lanes(const Timeline& line, std::optional<std::uint64_t> frame);
    void fold(const Timeline& line, const std::set<std::uint32_t>& open, std::uint32_t ends);
    void add_open(std::uint32_t first, std::uint32_t last);
    void add_folded(std::uint32_t first, std::uint32_t last, const std::set<std::uint32_t>& open);
    void place_lanes(std::size_t gutter_levels);
    void stack_lanes(double top, double for_folds);
    [[nodiscard]] double find_left(const Timeline& line) const;
    [[nodiscard]] const Lane& lane_of(std::uint32_t task) const;

    std::vector<Lane> lanes_;
    bool names_below_ = false;
    double left_ = 0;
    StepAxis axis_;
    double bottom_ = 0;
    double loop_y_ = 0;
    double pitch_ = 0;
    double block_ = 0;
    double loop_block_ = 0;
    double wait_ = 0;
};

}  // namespace corodemo::app
