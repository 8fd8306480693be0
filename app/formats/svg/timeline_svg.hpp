#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

#include "app/formats/svg/svg.hpp"
#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// What a user may set of a picture.
struct PictureOptions {
    enum class Axis : std::uint8_t { step, time };
    Axis axis = Axis::step;
    Theme theme = Theme::light;
};

/// Writes a trace as a picture: a lane for the loop and one for each task. Along `step`, a column
/// is a step, or an iteration if there are many steps; along `time`, steps that share an instant
/// stand at one place.   Throws: ReplayError, for a trace that can't be.
void render_svg(const trace::Trace& trace, Language language, PictureOptions options,
                std::ostream& out);

/// Makes a picture for each snapshot of the playback, all of one size and layout, so that they flip
/// like a playback, and hands each to `take` with the name of its snapshot.   Throws: ReplayError.
void render_frames(const trace::Trace& trace, Language language, PictureOptions options,
                   const std::function<void(std::uint64_t number, const std::string& svg)>& take);

// --- For the pictures themselves

class Svg;

/// A picture's title, and a line below it.
void draw_title(Svg& svg, std::string_view title, std::string_view below, bool mono);
/// What the program shows, or its name.
std::string picture_title(const trace::Trace& trace, Language language);
/// Which program that was: `gather  tasks=3  delay=1  CPython 3.10`.
std::string below_title(const trace::Trace& trace, Language language);

/// The same along the axis of time. See render_svg.
void render_time_svg(const trace::Trace& trace, Language language, PictureOptions options,
                     std::ostream& out);

}  // namespace corodemo::app
