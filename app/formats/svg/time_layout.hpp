#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/formats/svg/svg.hpp"
#include "app/formats/svg/timeline.hpp"
#include "core/trace/nanoseconds.hpp"

namespace corodemo::app {

/// The layout of a picture along virtual time: a lane for the loop, below it one per task. Of many
/// tasks, equal neighbours share one. In units of the picture, see Svg.
class TimeLayout {
public:
    static constexpr double kMargin = 40;
    static constexpr double kTop = 170;

    /// One task, or neighbours that look the same.
    struct Lane {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
    };
    /// All steps of a lane at the same time.
    struct Place {
        std::vector<std::uint64_t> steps;
        std::string printed;
        std::string does;  ///< the loop
        bool own = false;  ///< code of the program ran
        std::optional<Timeline::End> end;
        trace::Nanoseconds from = 0;  ///< earlier than that time if a step blocked
        trace::Nanoseconds blocked = 0;
    };
    /// By lane (0 for the loop) and time.
    using Places = std::map<std::pair<std::size_t, trace::Nanoseconds>, Place>;

    /// `compared_with`: a longer time, with which the picture compares the run; 0 for none.
    TimeLayout(const Timeline& line, trace::Nanoseconds compared_with);

    [[nodiscard]] const std::vector<Lane>& lanes() const { return lanes_; }
    [[nodiscard]] const Places& places() const { return places_; }
    /// How many tasks have no lane.
    [[nodiscard]] std::uint32_t left_out() const { return left_out_; }
    /// The lane of a task, from 1; 0 for the loop; none if it is not drawn.
    [[nodiscard]] std::optional<std::size_t> lane_of(std::uint32_t task) const;

    /// The end of the axis.
    [[nodiscard]] trace::Nanoseconds end() const { return end_; }
    [[nodiscard]] double left() const { return left_; }
    [[nodiscard]] double right() const { return right_; }
    [[nodiscard]] double bottom() const { return bottom_; }
    [[nodiscard]] double x(trace::Nanoseconds time) const;
    /// The centre of a lane; 0 for the loop.
    [[nodiscard]] double y(std::size_t lane) const;
    /// The height of what runs in a lane.
    [[nodiscard]] double bar(std::size_t lane) const;

    /// Of the numbers of steps.
    [[nodiscard]] Svg::Text number_style(std::size_t lane) const;
    /// Whether the names of tasks stand below their ids, and the sizes of both.
    [[nodiscard]] bool names_below() const { return pitch_ >= 56; }
    [[nodiscard]] double id_size() const;
    [[nodiscard]] double name_size() const;

    /// `5 6 11–14`
    static std::string numbers_of(const std::vector<std::uint64_t>& steps);
    /// `T3–T97 (95)`
    static std::string name_of_many(const Lane& lane);

private:
    void group_lanes(const Timeline& line);
    void find_places(const Timeline& line);
    Place* add_to_place(const Timeline& line, const Timeline::Block& block, std::uint32_t task,
                        const std::string& printed);
    [[nodiscard]] double find_left(const Timeline& line) const;

    std::vector<Lane> lanes_;
    std::uint32_t left_out_ = 0;
    Places places_;
    trace::Nanoseconds end_ = 0;
    double left_ = 0;
    double right_ = 0;
    double bottom_ = 0;
    double loop_ = 0;  // the height of its lane
    double pitch_ = 0;
};

}  // namespace corodemo::app
