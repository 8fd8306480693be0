#pragma once

#include "app/formats/svg/svg.hpp"
#include "app/formats/svg/timeline.hpp"

namespace corodemo::app {

/// Draws how a task ended: a square if it returned, a cross if it raised, a barred circle if it was
/// cancelled, a broken diamond if it was destroyed. `x`, `y`: the centre.
void draw_end_mark(Svg& svg, Timeline::End end, double x, double y, double side,
                   const char* colour);

/// Draws a triangle with an exclamation mark, for a mistake of the program. `x`, `y`: the centre.
void draw_warning_mark(Svg& svg, double x, double y, double side);

}  // namespace corodemo::app
