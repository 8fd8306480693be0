#pragma once

#include "app/narration/account.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// What is told of how the program ended.
Account account_of_end(const trace::Trace& trace);
/// How a run ended.
Clause ending_of(const trace::RunStarted& run, const trace::RunFinished& finished);

}  // namespace corodemo::app
