#pragma once

#include "app/formats/svg/svg.hpp"
#include "app/formats/svg/timeline.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Draws below a picture of lanes what its marks mean; only those that are in it. `completions`:
/// whether there are wires to done callbacks.
void draw_legend(const Timeline& line, bool completions, Language language, Svg& svg);

}  // namespace corodemo::app
