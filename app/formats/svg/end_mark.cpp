#include "app/formats/svg/end_mark.hpp"

#include <string>

namespace corodemo::app {

void draw_end_mark(Svg& svg, Timeline::End end, double x, double y, double side,
                   const char* colour) {
    const double half = side / 2;
    if (end == Timeline::End::returned) {
        svg.rect(x - half, y - half, side, side, colour);
        return;
    }
    if (end == Timeline::End::destroyed) {
        const std::string reach = svg_number(half);
        svg.line("M" + svg_number(x - half) + " " + svg_number(y) + "l" + reach + " -" + reach +
                     "l" + reach + " " + reach + "l-" + reach + " " + reach + "z",
                 colour, side * 0.18, "stroke-dasharray=\"4 2.5\"");
        return;
    }
    const std::string side_text = svg_number(side);
    if (end == Timeline::End::raised) {
        svg.line("M" + svg_number(x - half) + " " + svg_number(y - half) + "l" + side_text + " " +
                     side_text + "m-" + side_text + " 0l" + side_text + " -" + side_text,
                 colour, side * 0.24);
        return;
    }
    const double bar = half * 0.7;
    const std::string arc = "a" + svg_number(half) + " " + svg_number(half) + " 0 1 0 ";
    svg.line("M" + svg_number(x - half) + " " + svg_number(y) + arc + side_text + " 0" + arc + "-" +
                 side_text + " 0M" + svg_number(x - bar) + " " + svg_number(y + bar) + "L" +
                 svg_number(x + bar) + " " + svg_number(y - bar),
             colour, side * 0.18);
}

void draw_warning_mark(Svg& svg, double x, double y, double side) {
    const double half = side / 2;
    svg.area("M" + svg_number(x) + " " + svg_number(y - half) + "l" + svg_number(half) + " " +
                 svg_number(side) + "h-" + svg_number(side) + "z",
             svg.palette().run);
    svg.line("M" + svg_number(x) + " " + svg_number(y - (side * 0.2)) + "v" +
                 svg_number(side * 0.34) + "m0 " + svg_number(side * 0.08) + "v" +
                 svg_number(side * 0.12),
             svg.palette().on_run, side * 0.12);
}

}  // namespace corodemo::app
