#pragma once

#include <iosfwd>

#include "app/style.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// A film as the page has it: lines of JSON, of which each can be read alone, so that a page opens
/// at once however long the film is. app/player/film.js reads them; docs/player.md tells the
/// fields.
///
/// The first line is the head, the last one the tail, the others are shots. A shot tells what is another than in the shot
/// before, or, now and then, all: a key shot. No line has a `<` in it, so that none can end the
/// script element that holds it.
void write_film(const trace::Trace& trace, const Style& style, std::ostream& out);

}  // namespace corodemo::app
