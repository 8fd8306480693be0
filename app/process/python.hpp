#pragma once

#include <optional>
#include <string>

#include "app/message.hpp"

namespace corodemo::app {

/// An installed CPython that the recorder runs on.
struct Python {
    std::string path;
    std::string version;  ///< "3.12.1"
};

/// The Python that the user asked for: a version ("3.12", "3.12.1"), a path, or the name of a
/// command; empty for python3.   Throws: CommandError with Exit::not_run, which names those that
/// there are.
Python find_python(const std::string& asked);

/// Throws: CommandError with Exit::not_run if that Python does not compile the program in `file`.
void check_compiles(const Python& python, const std::string& file);

}  // namespace corodemo::app
