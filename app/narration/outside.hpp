#pragma once

#include <span>
#include <string>

#include "app/terminal/styled_text.hpp"
#include "core/trace/event.hpp"

namespace corodemo::app {

/// What is outside of the loop, as a trace names it ("socket 7", "thread worker-1", "SIGTERM"), in
/// the words of a language. Safe to display.
std::string outside_text(trace::Text what, const Style& style);

/// A list of them within a sentence: the first ones, and how many are left.
std::string outside_texts(std::span<const trace::Text> all, const Style& style);

}  // namespace corodemo::app
