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

/// The options for a picture.
struct PictureOptions {
    enum class Axis : std::uint8_t { step, time };
    Axis axis = Axis::step;
    Theme theme = Theme::light;
};

/// Writes a trace as a picture with a lane for the loop and one per task. Along the `step` axis a
/// column is a step, or an iteration if there are many steps; along `time`, simultaneous steps
/// share a place.   Throws: ReplayError, for an impossible trace.
void render_svg(const trace::Trace& trace, Language language, PictureOptions options,
                std::ostream& out);

/// Renders one picture per snapshot of the playback, all of the same size and layout so that they
/// work as animation frames, and passes each to `take` with the name of its snapshot.   Throws:
/// ReplayError.
void render_frames(const trace::Trace& trace, Language language, PictureOptions options,
                   const std::function<void(std::uint64_t number, const std::string& svg)>& take);

// --- Used by the pictures

class Svg;
struct Timeline;

/// Draws a picture's title and the line below it.
void draw_title(Svg& svg, std::string_view text, std::string_view below, bool mono);
/// The title of the program, or its name; a very long one is cut.
std::string picture_title(const trace::Trace& trace, Language language);
/// The program and its settings: `gather  tasks=3  delay=1  CPython 3.10`.
std::string below_title(const trace::Trace& trace, Language language);
/// The steps with which asyncio.run() ends, if they are left out: ` · asyncio.run() shuts down:
/// ...`
std::string below_shutdown(const Timeline& line, Language language);

/// The `time` axis of render_svg.
void render_time_svg(const trace::Trace& trace, Language language, PictureOptions options,
                     std::ostream& out);

}  // namespace corodemo::app
