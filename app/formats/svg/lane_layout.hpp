#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/formats/svg/picture_columns.hpp"
#include "app/formats/svg/timeline.hpp"

namespace corodemo::app {

/// The layout of a picture of lanes: a lane for the loop, below it one per task, and a column per
/// step or iteration. In units of the picture, see Svg.
class LaneLayout {
public:
    static constexpr double kMargin = 40;
    static constexpr double kLeft = 190;  ///< of the first column
    static constexpr double kRight = 1560;
    static constexpr double kTop = 140;

    /// The tasks that share a lane: one task, or neighbours with identical intervals.
    struct Lane {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
    };

    LaneLayout(const Timeline& line, PictureColumns columns);

    [[nodiscard]] const PictureColumns& columns() const { return columns_; }
    [[nodiscard]] const std::vector<Lane>& lanes() const { return lanes_; }

    /// The left edge of a column.
    [[nodiscard]] double x(std::ptrdiff_t column) const {
        return kLeft + (width_ * static_cast<double>(column));
    }
    [[nodiscard]] double middle(std::uint64_t step) const {
        return x(columns_.of(step)) + (width_ / 2);
    }
    /// The width of a column.
    [[nodiscard]] double width() const { return width_; }
    /// The gap between a column's edge and its block.
    [[nodiscard]] double gap() const { return width_ * 0.06 < 5 ? width_ * 0.06 : 5; }
    /// The centre of a lane: a task's, or the loop's for 0.
    [[nodiscard]] double y(std::uint32_t lane) const;
    /// Half the height of a block in a lane.
    [[nodiscard]] double half_of(std::uint32_t lane) const {
        return (lane == 0 ? loop_block_ : block_) / 2;
    }
    /// The distance between lanes.
    [[nodiscard]] double pitch() const { return pitch_; }
    /// The centre of the first task's lane.
    [[nodiscard]] double first_y() const { return first_y_; }
    /// The bottom of the lanes, where the axis is.
    [[nodiscard]] double bottom() const { return bottom_; }
    /// The height of the hatching that shows waiting.
    [[nodiscard]] double wait() const { return wait_; }

    /// Whether the lane of that task is drawn: of tasks that share a lane, only the first's.
    [[nodiscard]] bool drawn(std::uint32_t lane) const;
    /// Whether that is the last lane, which stands for all tasks that have no lane of their own.
    [[nodiscard]] bool is_rest(std::uint32_t lane) const {
        return rest_ && lane == lanes_.back().first;
    }

private:
    void group_lanes(const Timeline& line);

    PictureColumns columns_;
    std::vector<Lane> lanes_;
    bool rest_ = false;
    double width_ = 0;
    double bottom_ = 0;
    double loop_y_ = 0;
    double first_y_ = 0;
    double pitch_ = 0;
    double block_ = 0;
    double loop_block_ = 0;
    double wait_ = 0;
};

}  // namespace corodemo::app
