#pragma once

#include <iosfwd>

#include "app/formats/html/comparison_json.hpp"
#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Writes a trace as a self-contained page, on which a reader steps through it. The page is there
/// in both languages; `language` is the one to begin with. Its sources are in
/// app/formats/html/player/.   Throws: ReplayError, for an impossible trace.
void render_html(const trace::Trace& trace, Language language, std::ostream& out);

/// The same of two traces side by side.
void render_html(const trace::Trace& left, const trace::Trace& right,
                 const PageComparison& comparison, Language language, std::ostream& out);

}  // namespace corodemo::app
