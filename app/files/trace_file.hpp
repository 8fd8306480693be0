#pragma once

#include <string>

#include "app/errors.hpp"
#include "app/files/memory_bound.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// A file that can be read, but holds no valid trace. The message names the invalid event.
class TraceError : public FileError {
public:
    using FileError::FileError;
};

/// Reads the trace in that file ("-": standard input) and checks it. `if_cut_off`: see read_json.
/// Throws: TraceError; FileError if the file can't be read, or its trace would need too much
/// memory.
trace::Trace read_trace(const std::string& path, const MemoryBound& memory,
                        const trace::Outcome* if_cut_off = nullptr);

}  // namespace corodemo::app
