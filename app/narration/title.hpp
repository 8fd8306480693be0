#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// The title of the program that left a trace. A trace has it in one language only; the titles of
/// our own scenarios are known in both.
std::string_view title_of(const trace::Header& header, Language language);

/// The same; empty where a program has no title besides its name, as a recorded one.
std::string_view own_title_of(const trace::Header& header, Language language);

/// What to look for in the run of one of our scenarios, where #4 is step 4. Empty for other traces,
/// and for a run with other arguments or on another Python than the usual, whose steps differ.
std::span<const Localized> look_for_in(const trace::Header& header);

/// The option that chose the orders of sets and sleeps, as the user types it: `--schedule
/// @1/@2/@1`. Empty for the usual ones.
std::string order_option(std::string_view set_order);

/// An argument of a program as its user would type it: `3`, `0.5`, `true`.
std::string argument_text(const trace::Argument& value);

}  // namespace corodemo::app
