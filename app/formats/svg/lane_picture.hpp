#pragma once

#include <cstdint>

#include "app/formats/svg/picture_columns.hpp"
#include "app/formats/svg/svg.hpp"
#include "app/formats/svg/timeline.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Draws the lanes of a picture: all of it but its title and what stands below. Nothing behind the
/// step `here` is drawn; `marked`: that step stands out. Returns whether a wire in it tells a
/// callback that a task is done, which a legend would have to explain.
bool draw_lanes(const Timeline& line, const PictureColumns& columns, std::uint64_t here,
                bool marked, Language language, Svg& svg);

}  // namespace corodemo::app
