#pragma once

#include <functional>
#include <iosfwd>
#include <string>

namespace corodemo::app {

/// Is called once, with a stream, and writes to it.
using Writer = std::function<void(std::ostream&)>;

/// Writes to standard output.   Throws: FileError, OutputClosed.
void write_to_stdout(const Writer& write);

/// Writes the file at `path`, whole or not at all: it appears, or changes, when all has been
/// written. A device or a pipe takes what is written as it comes.   Throws: FileError,
/// OutputClosed.
void write_file(const std::string& path, const Writer& write);

/// To a file, or to standard output if `path` is empty.   Throws: FileError, OutputClosed.
void write_output(const std::string& path, const Writer& write);

}  // namespace corodemo::app
