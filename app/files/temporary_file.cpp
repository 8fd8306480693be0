#include "app/files/temporary_file.hpp"

#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "app/files/file_error.hpp"
#include "app/files/signals_blocked.hpp"

namespace corodemo::app {

namespace {

/// The path of the existing temporary file, or null.
std::atomic<const char*> temporary_file = nullptr;
static_assert(decltype(temporary_file)::is_always_lock_free);  // read by a signal handler

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

void remove_temporary_file() noexcept {
    if (const char* path = temporary_file) {
        ::unlink(path);
    }
}

}  // namespace corodemo::app
