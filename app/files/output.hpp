#pragma once

#include <functional>
#include <iosfwd>
#include <string>

namespace corodemo::app {

/// Called once, to write to the stream.
using Writer = std::function<void(std::ostream&)>;

/// Writes to standard output.   Throws: FileError, OutputClosed.
void write_to_stdout(const Writer& write);

/// Writes the file at `path` atomically: it appears, or changes, only when everything has been
/// written. A device or a pipe is written directly.   Throws: FileError, OutputClosed.
void write_file(const std::string& path, const Writer& write);

/// Throws: FileError if write_file() is known to fail, for what may take long before it.
void check_writable(const std::string& path);

/// Writes to a file, or to standard output if `path` is empty.   Throws: FileError, OutputClosed.
void write_output(const std::string& path, const Writer& write);

}  // namespace corodemo::app
