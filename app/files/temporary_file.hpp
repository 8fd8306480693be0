#pragma once

#include <string>

#include "app/files/descriptor.hpp"

namespace corodemo::app {

/// A file beside the intended one, which it replaces when it is complete. Until then it is removed
/// by the destructor, and when the program is terminated: see cleanup.hpp. At most one exists at a
/// time.
class TemporaryFile {
public:
    /// `name` is the intended file; a symbolic link is followed, even if its target does not exist
    /// yet.   Throws: FileError.
    explicit TemporaryFile(const std::string& name);
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile();

    [[nodiscard]] int descriptor() const { return descriptor_.number(); }

    /// Replaces the intended file, if it exists, and keeps its permissions.   Throws: FileError.
    void take_place();

private:
    std::string name_;
    std::string target_;
    std::string path_;
    Descriptor descriptor_;
};

/// Removes the incomplete file, if there is one. Async-signal-safe.
void remove_temporary_file() noexcept;

}  // namespace corodemo::app
