#pragma once

#include <string>

#include "app/files/memory_bound.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// The trace in that file ("-": standard input), which has been replayed once: it can be.
/// Throws: FileError, in which the number of the event stands that is wrong, or how much memory it
/// would take.
trace::Trace read_trace(const std::string& path, const MemoryBound& memory);

}  // namespace corodemo::app
