#pragma once

#include "core/trace/trace.hpp"

namespace corodemo::trace {

/// Checks a trace that has been read: each event given those before it (see Replay), the listings
/// that events name, and that the outcome agrees with the events. Every view can show what passes.
/// Throws: InputError, with the place of the first error.
void check(const Trace& trace);

}  // namespace corodemo::trace
