#pragma once

#include "core/trace/json_fields.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::trace {

/// Adds the event that stands in `json` to `trace`, whose next one it has to be.
/// Throws: FormatError.
void append_event(const Json& json, Trace& trace);

}  // namespace corodemo::trace
