#pragma once

#include <string>

#include "app/files/memory_bound.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// Reads the trace in that file ("-": standard input) and replays it once, so that it is known to
/// be consistent.   Throws: FileError, which names the invalid event, or the memory that the trace
/// would need. `if_cut_off`: see trace::read_json().
trace::Trace read_trace(const std::string& path, const MemoryBound& memory,
                        const trace::Outcome* if_cut_off = nullptr);

}  // namespace corodemo::app
