#pragma once

#include <iosfwd>
#include <span>
#include <string_view>

#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Writes traces as one page that needs nothing else, on which one steps through them together:
/// app/formats/html/player/ is its source.   Throws: ReplayError, for a trace that can't be.
void render_html(std::span<const trace::Trace* const> traces, Language language, std::ostream& out);

}  // namespace corodemo::app
