#pragma once

#include <cstdint>
#include <stdexcept>
#include <utility>

#include "app/message.hpp"

namespace corodemo::app {

/// The exit status of the program.
enum class Exit : std::uint8_t {
    done = 0,
    difference = 1,
    usage = 2,
    file = 3,
    not_run = 4,        ///< a recorded program could not be run
    interrupted = 130,  ///< by Ctrl-C: 128 + SIGINT, as in a shell
};

/// Aborts a command: a one-line message for standard error, and the exit status.
class CommandError : public std::runtime_error {
public:
    CommandError(Exit exit, Message message)
        : std::runtime_error(message.en),
          exit_(exit),
          message_(std::move(message)) {}
    [[nodiscard]] Exit exit() const { return exit_; }
    [[nodiscard]] const Message& message() const { return message_; }

private:
    Exit exit_;
    Message message_;
};

/// Wrong usage: what the user typed is not valid.
class UsageError : public CommandError {
public:
    explicit UsageError(Message message)
        : CommandError(Exit::usage, std::move(message)) {}
    UsageError(const Localized& phrase, std::initializer_list<Message> arguments)
        : UsageError(say(phrase, arguments)) {}
};

/// A file that can't be read or written.
class FileError : public CommandError {
public:
    explicit FileError(Message message)
        : CommandError(Exit::file, std::move(message)) {}
};

/// The reader of our output closed it, so the program ends quietly.
class OutputClosed {};

}  // namespace corodemo::app
