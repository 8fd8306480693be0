#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/formats/svg/picture_columns.hpp"
#include "app/formats/svg/timeline.hpp"

namespace corodemo::app {

/// Where things stand in a picture of lanes: a lane for the loop, one below it for each task, and a
/// column for each step or iteration. All in a picture's own units, see Svg.
class LaneLayout {
public:
    static constexpr double kMargin = 40;
    static constexpr double kLeft = 190;  ///< of the first column
    static constexpr double kRight = 1560;
    static constexpr double kTop = 140;

    /// The tasks of one lane: one, or neighbours that live alike.
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
    /// Of a column.
    [[nodiscard]] double width() const { return width_; }
    /// Between a column's edge and its block.
    [[nodiscard]] double gap() const { return width_ * 0.06 < 5 ? width_ * 0.06 : 5; }
    /// The middle of a lane: a task's, or the loop's for 0.
    [[nodiscard]] double y(std::uint32_t lane) const;
    /// Half the height of a block in a lane.
    [[nodiscard]] double half_of(std::uint32_t lane) const {
        return (lane == 0 ? loop_block_ : block_) / 2;
    }
    /// From one lane to the next.
    [[nodiscard]] double pitch() const { return pitch_; }
    /// The middle of the first task's lane.
    [[nodiscard]] double first_y() const { return first_y_; }
    /// Where the lanes end, and the axis.
    [[nodiscard]] double bottom() const { return bottom_; }
    /// The height of a hatch.
    [[nodiscard]] double wait() const { return wait_; }

    /// Of neighbours that live alike, the first is drawn.
    [[nodiscard]] bool drawn(std::uint32_t lane) const;
    /// Whether that is the last of too many lanes, which stands for all that have no room.
    [[nodiscard]] bool is_rest(std::uint32_t lane) const {
        return rest_ && lane == lanes_.back().first;
    }

private:
    void fold_lanes(const Timeline& line);

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
