#pragma once

#include <string_view>

#include "app/language.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// The title of the program that left a trace. A trace has it in one language; of a scenario of
/// ours both are known.
std::string_view title_of(const trace::Header& header, Language language);

}  // namespace corodemo::app
