#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace corodemo::app {

/// The contents of a file, or of standard input if `path` is "-". `check_size` is called with the
/// number of bytes (for a pipe, repeatedly while it is read) and may throw.   Throws: FileError.
std::string read_file(const std::string& path,
                      const std::function<void(std::uint64_t)>& check_size);

}  // namespace corodemo::app
