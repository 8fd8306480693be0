#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace corodemo::app {

/// How the program ends: its exit status.
enum class Exit : std::uint8_t {
    done = 0,
    difference = 1,
    usage = 2,
    file = 3,
};

/// What stops a command: one line for standard error, and how the program ends.
class CommandError : public std::runtime_error {
public:
    CommandError(Exit exit, const std::string& message)
        : std::runtime_error(message),
          exit_(exit) {}
    [[nodiscard]] Exit exit() const { return exit_; }

private:
    Exit exit_;
};

/// Wrong usage: what the user typed can't be done.
class UsageError : public CommandError {
public:
    explicit UsageError(const std::string& message)
        : CommandError(Exit::usage, message) {}
};

/// A file that can't be read or written.
class FileError : public CommandError {
public:
    explicit FileError(const std::string& message)
        : CommandError(Exit::file, message) {}
};

/// Whoever read our output has read enough: the program ends quietly.
class OutputClosed {};

}  // namespace corodemo::app
