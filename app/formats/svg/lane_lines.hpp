#pragma once

#include <optional>
#include <set>
#include <string>

#include "app/formats/svg/lane_canvas.hpp"

namespace corodemo::app {

/// Draws what connects the blocks in a picture of lanes: hatching while a task waits, a line while
/// it is ready (from what made it ready), a break where time passes, and a wire from a completed
/// task to its done callback.
class LaneLines : public LaneCanvas {
public:
    using LaneCanvas::LaneCanvas;

    void draw_waits();
    /// Where the clock jumps.
    void draw_jumps();
    void draw_queued();
    void draw_completions();
    /// Whether draw_completions() drew any wire.
    [[nodiscard]] bool has_completions() const { return has_completions_; }

protected:
    ~LaneLines() = default;

    /// The part of the x axis that an interval takes: up to where what has happened ends.
    struct Extent {
        double from = 0;
        double to = 0;
    };
    [[nodiscard]] Extent extent_of(const Timeline::Interval& interval) const;
    [[nodiscard]] bool visible(const Timeline::Interval& interval) const;
    /// The right edge of what has happened; before the first step, the end of an arrow into its
    /// column.
    [[nodiscard]] double edge() const;
    /// Tears the picture, where time passes.
    void draw_time_break(std::uint64_t step, double centre);

private:
    /// The step in which an interval ends; none if that is after `here`.
    [[nodiscard]] std::optional<std::uint64_t> end_of(const Timeline::Interval& interval) const;
    /// Labels an interval with what it waits for. Returns false if there is no room.
    bool draw_wait_label(const Timeline::Interval& interval, const Extent& extent);
    [[nodiscard]] bool time_break_within(double from, double to) const;
    [[nodiscard]] double break_half(std::uint64_t step) const;
    /// A vertical zigzag across all lanes.
    [[nodiscard]] std::string zigzag(double centre, double half) const;
    void draw_queued(const Timeline::Interval& interval);
    /// The path from what made the task ready, if that is visible, to its lane and along it.
    std::string path_in_queue(const Timeline::Interval& interval, double to, double width);
    /// Interrupts the horizontal lines that a vertical one crosses.
    void cut_crossings(const Timeline::Interval& vertical, double at_x, double from, double to,
                       double width);

    bool has_completions_ = false;
};

}  // namespace corodemo::app
