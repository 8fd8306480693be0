#pragma once

#include <string>
#include <sys/types.h>
#include <unistd.h>
#include <vector>

namespace corodemo::app {

/// The standard streams of a program that is started: by default, ours.
struct StandardStreams {
    int input = STDIN_FILENO;
    int output = STDOUT_FILENO;
    int error = STDERR_FILENO;
};

/// Starts a program: its path and its arguments. It has our folder, environment and group, so that
/// what the terminal sends reaches it; it finds signals as programs expect them, even those that we
/// ignore or handle. Returns its process id.
/// Throws: CommandError with Exit::not_run.
pid_t spawn(const std::vector<std::string>& command, const StandardStreams& streams = {});

/// What a program prints, to its end. It has no input, and its errors are not shown. Empty if it
/// can't be run or fails.   Throws: FileError.
std::string output_of(const std::vector<std::string>& command);

}  // namespace corodemo::app
