#include "app/files/temporary_folder.hpp"

#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <unistd.h>

#include "app/files/file_error.hpp"
#include "app/files/signals_blocked.hpp"

namespace corodemo::app {

namespace {

std::atomic<const TemporaryFolder*> temporary_folder = nullptr;
static_assert(decltype(temporary_folder)::is_always_lock_free);  // read by a signal handler

std::string folder_for_temporary_files() {
    const char* chosen = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): single-threaded
    return chosen != nullptr && *chosen != '\0' ? chosen : "/tmp";
}

}  // namespace

TemporaryFolder::TemporaryFolder(std::initializer_list<std::string_view> names)
    : path_(folder_for_temporary_files() + "/corodemo-XXXXXX") {
    assert(temporary_folder == nullptr);
    const SignalsBlocked blocked;  // the folder never exists without being registered
    if (::mkdtemp(path_.data()) == nullptr) {
        throw_cannot_write(folder_for_temporary_files(), errno);
    }
    for (const std::string_view name : names) {
        files_.push_back(path(name));
    }
    temporary_folder = this;
}

TemporaryFolder::~TemporaryFolder() {
    remove();
    temporary_folder = nullptr;
}

void TemporaryFolder::remove() const noexcept {
    for (const std::string& file : files_) {
        ::unlink(file.c_str());
    }
    ::rmdir(path_.c_str());
}

void remove_temporary_folder() noexcept {
    if (const TemporaryFolder* folder = temporary_folder) {
        folder->remove();
    }
}

}  // namespace corodemo::app
