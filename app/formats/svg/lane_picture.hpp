#pragma once

#include <cstdint>

#include "app/formats/svg/lane_layout.hpp"
#include "app/formats/svg/svg.hpp"
#include "app/formats/svg/timeline.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Draws the lanes of a picture: all but its title and legend. Nothing after step `here` is drawn;
/// if `marked`, that step is highlighted. Returns whether there is a wire from a completed task to
/// a callback, which the legend should explain.
bool draw_lanes(const Timeline& line, const LaneLayout& layout, std::uint64_t here, bool marked,
                Language language, Svg& svg);

}  // namespace corodemo::app
