#include "app/files/temporary_file.hpp"

#include <atomic>
#include <cassert>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "app/files/file_error.hpp"

namespace corodemo::app {

namespace {

/// The path of the one that there is, or null.
std::atomic<const char*> temporary_file = nullptr;
static_assert(decltype(temporary_file)::is_always_lock_free);  // a signal's handler reads it

/// Holds signals back until the end of its scope.
class SignalsBlocked {
public:
    SignalsBlocked() {
        sigset_t all;
        ::sigfillset(&all);
        ::sigprocmask(SIG_SETMASK, &all, &before_);
    }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;
    ~SignalsBlocked() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

extern "C" void end_by_signal(int signal) {
    remove_temporary_file();
    ::raise(signal);  // which does what it does by default, as soon as this returns: SA_RESETHAND
}

/// By default. The others do nothing, or stop the program until it is told to go on.
bool ends_the_program(int signal) {
    switch (signal) {
        case SIGCHLD:
        case SIGCONT:
        case SIGURG:
        case SIGWINCH:
        case SIGTSTP:
        case SIGTTIN:
        case SIGTTOU:
            return false;
        default:
            return true;
    }
}

/// What a link leads to, as a shell's `>` follows it: what isn't there yet is made there.
std::filesystem::path followed(std::filesystem::path path) {
    std::error_code no_link;
    for (;;) {
        const std::filesystem::path next = std::filesystem::read_symlink(path, no_link);
        if (no_link) {
            return path;
        }
        path = path.parent_path() / next;
    }
}

/// The permissions of a file that the user makes.
mode_t usual_mode() {
    const mode_t mask = ::umask(0);  // it can't be asked for without being set
    ::umask(mask);
    return 0666U & ~mask;
}

/// Puts a name that nobody has in place of the path's XXXXXX.
Descriptor make_file(std::string& path, const std::string& name) {
    assert(temporary_file == nullptr);
    const SignalsBlocked blocked;  // there is no moment in which it is there and not noted
    const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
    if (descriptor < 0) {
        throw_cannot_write(name, errno);
    }
    temporary_file = path.c_str();
    return Descriptor(descriptor);
}

}  // namespace

TemporaryFile::TemporaryFile(const std::string& name)
    : name_(name),
      target_(followed(name)),
      path_(std::filesystem::path(target_).replace_filename(".corodemo-XXXXXX")),
      descriptor_(make_file(path_, name_)) {}

TemporaryFile::~TemporaryFile() {
    remove_temporary_file();
    temporary_file = nullptr;
}

void TemporaryFile::take_place() {
    struct stat replaced{};
    const mode_t mode =
        ::stat(target_.c_str(), &replaced) == 0 ? replaced.st_mode & 0777U : usual_mode();
    // No fsync(): whoever loses a trace with the machine's power can run the program again.
    if (::fchmod(descriptor_.number(), mode) != 0 || !descriptor_.close() ||
        ::rename(path_.c_str(), target_.c_str()) != 0) {
        throw_cannot_write(name_, errno);
    }
    temporary_file = nullptr;
}

void remove_temporary_file_on_signals() {
    struct sigaction ending{};
    ending.sa_handler = end_by_signal;
    ending.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigfillset(&ending.sa_mask);
    for (int signal = 1; signal < NSIG; ++signal) {
        struct sigaction before{};
        // What is ignored, as under nohup, stays so; what has a handler has it for a reason.
        if (ends_the_program(signal) && ::sigaction(signal, nullptr, &before) == 0 &&
            before.sa_handler == SIG_DFL) {
            ::sigaction(signal, &ending, nullptr);
        }
    }
}

void remove_temporary_file() noexcept {
    if (const char* path = temporary_file) {
        ::unlink(path);
    }
}

}  // namespace corodemo::app
