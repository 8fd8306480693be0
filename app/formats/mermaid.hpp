#pragma once

#include <iosfwd>

#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Writes a trace as a Mermaid sequence diagram, which GitHub, GitLab, Obsidian and Slidev render
/// from a code block. Mermaid accepts at most 50,000 characters: a longer diagram ends early, and
/// says so.   Throws: ReplayError.
void render_mermaid(const trace::Trace& trace, Language language, std::ostream& out);

}  // namespace corodemo::app
