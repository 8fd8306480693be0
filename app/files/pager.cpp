#include "app/files/pager.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ostream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

#include "app/errors.hpp"
#include "app/files/descriptor.hpp"
#include "app/files/file_descriptor_buffer.hpp"

namespace corodemo::app {

namespace {

/// What the shell is to run; empty for no pager.
std::string pager_command(const DisplayOptions& display) {
    if (!display.pager || ::isatty(STDOUT_FILENO) == 0) {
        return {};
    }
    const char* chosen = std::getenv("PAGER");  // NOLINT(concurrency-mt-unsafe): single-threaded
    const std::string command = chosen != nullptr ? chosen : "less 2>/dev/null";
    return command == "cat" ? std::string() : command;
}

/// A pager that reads from a pipe. Ctrl-C is the pager's while it runs.
class Pager {
public:
    explicit Pager(const std::string& command) {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) {
            return;
        }
        const Descriptor read_end(ends[0]);
        input_ = ends[1];
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(read_end.number(), STDIN_FILENO);
            ::close(read_end.number());
            ::close(input_);
            ::signal(SIGPIPE, SIG_DFL);  // which we ignore
            // NOLINTBEGIN(concurrency-mt-unsafe): the child has one thread
            ::setenv("LESS", "FRX", 0);
            ::setenv("LESSCHARSET", "utf-8", 0);  // whatever the locale: our output is UTF-8
            // NOLINTEND(concurrency-mt-unsafe)
            ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
            ::_exit(kNotFound);
        }
        if (child_ > 0) {
            ::signal(SIGINT, SIG_IGN);
        } else {
            ::close(input_);
        }
    }
    Pager(const Pager&) = delete;
    Pager& operator=(const Pager&) = delete;
    ~Pager() { static_cast<void>(wait()); }

    [[nodiscard]] bool runs() const { return child_ > 0; }
    [[nodiscard]] int input() const { return input_; }

    /// Waits until the reader leaves it. Returns false if there is no such program.
    bool wait() {
        if (!runs()) {
            return true;
        }
        ::close(input_);
        int status = 0;
        while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
        }
        child_ = -1;
        ::signal(SIGINT, SIG_DFL);
        return !WIFEXITED(status) || WEXITSTATUS(status) != kNotFound;
    }

private:
    static constexpr int kNotFound = 127;  // the shell's status

    pid_t child_ = -1;
    int input_ = -1;
};

}  // namespace

void write_to_pager(const DisplayOptions& display, const Writer& write) {
    const std::string command = pager_command(display);
    if (command.empty()) {
        write_to_stdout(write);
        return;
    }
    Pager pager(command);
    if (pager.runs()) {
        try {
            FileDescriptorBuffer buffer(pager.input(), say({"the pager", "分页程序"}));
            std::ostream out(&buffer);
            out.exceptions(std::ios::badbit);
            write(out);
            out.flush();
        } catch (const OutputClosed&) {  // NOLINT(bugprone-empty-catch)
            // The reader has seen enough, or there is no such pager.
        }
        if (pager.wait()) {
            return;
        }
    }
    write_to_stdout(write);
}

}  // namespace corodemo::app
