#pragma once

#include <iosfwd>
#include <span>
#include <string_view>

#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Writes traces as one self-contained page, on which a reader steps through them side by side. It
/// is there in both languages; `language` is the one to begin with. Its sources are in
/// app/formats/html/player/.   Throws: ReplayError, for an impossible trace.
void render_html(std::span<const trace::Trace* const> traces, Language language, std::ostream& out);

}  // namespace corodemo::app
