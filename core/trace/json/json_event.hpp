#pragma once

#include "core/trace/json/json_fields.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::trace {

/// Appends the event in `json` to `trace`; it has to have the next number.
/// Throws: FormatError.
void append_event(const Json& json, Trace& trace);

}  // namespace corodemo::trace
