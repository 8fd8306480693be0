#pragma once

#include <string>
#include <string_view>

#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// The title of the program that left a trace. A trace has it in one language only; the titles of
/// our own scenarios are known in both.
std::string_view title_of(const trace::Header& header, Language language);

/// An argument of a program as its user would type it: `3`, `0.5`, `true`.
std::string argument_text(const trace::Argument& value);

}  // namespace corodemo::app
