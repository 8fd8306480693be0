#pragma once

#include <string_view>

#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// The title of the program that left a trace. A trace has it in one language only; the titles of
/// our own scenarios are known in both.
std::string_view title_of(const trace::Header& header, Language language);

}  // namespace corodemo::app
