#pragma once

#include <optional>
#include <string>

#include "app/formats/svg/lane_canvas.hpp"

namespace corodemo::app {

/// What is drawn between the blocks of a picture of lanes: a hatch where a task waits, a line where
/// it is ready, from what made it so, a break where the clock jumps, and the way of a completion to
/// its callback.
class LaneLines : public LaneCanvas {
public:
    using LaneCanvas::LaneCanvas;

    void draw_waits();
    void draw_time_breaks();
    void draw_queued();
    /// That a task is done, on its way to a callback.
    void draw_completions();
    /// Whether draw_completions() drew one.
    [[nodiscard]] bool has_completions() const { return has_completions_; }

private:
    [[nodiscard]] bool visible(const Timeline::Interval& interval) const;
    /// Where an interval ends, if that has happened yet.
    [[nodiscard]] std::optional<std::uint64_t> end_of(const Timeline::Interval& interval) const;
    /// The right edge of what has happened; before the first step, where an arrow into its column
    /// ends.
    [[nodiscard]] double edge() const;
    /// What an interval from `begin` to `to` waits for, if there is room to say it.
    bool draw_wait_label(const Timeline::Interval& interval, double begin, double to);
    [[nodiscard]] bool time_break_within(double from, double to) const;
    /// From the top of the lanes to their bottom.
    [[nodiscard]] std::string zigzag(double centre, double half) const;
    void draw_queued(const Timeline::Interval& interval);
    /// From what made the task ready, if that is to be seen, into its lane and along it.
    std::string path_in_queue(const Timeline::Interval& interval, double to, double width);
    /// Where a vertical crosses a line that lies in a queue, that line passes under it.
    void cut_crossings(const Timeline::Interval& vertical, double at_x, double from, double to,
                       double width);

    bool has_completions_ = false;
};

}  // namespace corodemo::app
