#pragma once

#include <iosfwd>

#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Writes a trace as a sequence diagram of Mermaid, which GitHub, GitLab, Obsidian and Slidev draw
/// in a code block. Mermaid takes no text of more than 50,000 characters: a longer diagram ends
/// early, and says so.   Throws: ReplayError.
void render_mermaid(const trace::Trace& trace, Language language, std::ostream& out);

}  // namespace corodemo::app
