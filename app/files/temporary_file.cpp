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

/// The path of the existing temporary file, or null.
std::atomic<const char*> temporary_file = nullptr;
static_assert(decltype(temporary_file)::is_always_lock_free);  // read by a signal handler

/// Blocks all signals until the end of its scope.
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
    ::raise(signal);  // takes the default action when this handler returns: SA_RESETHAND
}

/// Whether a signal's default action ends the process. The others are ignored, or stop it until
/// SIGCONT.
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

/// Resolves a symbolic link, as a shell's `>` does: its target need not exist yet.
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

/// The permissions of a newly created file.
mode_t usual_mode() {
    const mode_t mask = ::umask(0);  // can't be read without setting it
    ::umask(mask);
    return 0666U & ~mask;
}

/// Creates a file under an unused name, which replaces the XXXXXX in `path`.
Descriptor make_file(std::string& path, const std::string& name) {
    assert(temporary_file == nullptr);
    const SignalsBlocked blocked;  // the file never exists without being registered
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
    // No fsync(): after a power failure the user can run the program again.
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
        // Leaves alone what is ignored, as under nohup, and what already has a handler.
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
