#include "app/process/spawn.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include "app/errors.hpp"
#include "app/files/descriptor.hpp"
#include "app/files/system_error.hpp"
#include "app/process/pipe.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace corodemo::app {

namespace {

class FileActions {
public:
    explicit FileActions(const StandardStreams& streams) {
        ::posix_spawn_file_actions_init(&actions_);
        redirect(streams.input, STDIN_FILENO);
        redirect(streams.output, STDOUT_FILENO);
        redirect(streams.error, STDERR_FILENO);
    }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;
    ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }

    [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    void redirect(int from, int to) {
        if (from != to) {
            ::posix_spawn_file_actions_adddup2(&actions_, from, to);
        }
    }

    posix_spawn_file_actions_t actions_{};
};

/// Signals that we ignore get their default action again. Those that we handle do so anyway.
class SignalAttributes {
public:
    SignalAttributes() {
        ::posix_spawnattr_init(&attributes_);
        sigset_t ignored;
        ::sigemptyset(&ignored);
        ::sigaddset(&ignored, SIGPIPE);
        ::sigaddset(&ignored, SIGXFSZ);
        ::posix_spawnattr_setsigdefault(&attributes_, &ignored);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
    }
    SignalAttributes(const SignalAttributes&) = delete;
    SignalAttributes& operator=(const SignalAttributes&) = delete;
    ~SignalAttributes() { ::posix_spawnattr_destroy(&attributes_); }

    [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

private:
    posix_spawnattr_t attributes_{};
};

}  // namespace

pid_t spawn(const std::vector<std::string>& command, const StandardStreams& streams) {
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const std::string& argument : command) {
        arguments.push_back(const_cast<char*>(argument.c_str()));  // which posix_spawn only reads
    }
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int error = ::posix_spawn(&child, command.front().c_str(), FileActions(streams).get(),
                                    SignalAttributes().get(), arguments.data(), environ);
    if (error != 0) {
        throw CommandError(Exit::not_run, say({"cannot run {0}: {1}", "无法运行 {0}：{1}"},
                                              {command.front(), system_error(error)}));
    }
    return child;
}

std::string output_of(const std::vector<std::string>& command) {
    const Descriptor nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    Pipe pipe;
    pid_t child = 0;
    try {
        child = spawn(command, {nothing.number(), pipe.write_end.number(), nothing.number()});
    } catch (const CommandError&) {
        return {};
    }
    static_cast<void>(pipe.write_end.close());
    std::string output;
    std::array<char, 4096> block{};
    for (ssize_t count = 1; count != 0;) {
        count = ::read(pipe.read_end.number(), block.data(), block.size());
        if (count > 0) {
            output.append(block.data(), static_cast<std::size_t>(count));
        } else if (count < 0 && errno != EINTR) {
            break;
        }
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? output : std::string();
}

}  // namespace corodemo::app
