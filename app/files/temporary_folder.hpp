#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace corodemo::app {

/// A private folder for a few files. It is removed with them by the destructor, and when the
/// program is terminated: see cleanup.hpp. At most one exists at a time.
class TemporaryFolder {
public:
    /// Creates the folder in $TMPDIR, by default /tmp, for files of these names.
    /// Throws: FileError.
    TemporaryFolder(std::initializer_list<std::string_view> names);
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    /// The path of one of the files.
    [[nodiscard]] std::string path(std::string_view name) const {
        return path_ + "/" + std::string(name);
    }

    /// Removes the folder. Async-signal-safe.
    void remove() const noexcept;

private:
    std::string path_;
    std::vector<std::string> files_;
};

/// Removes the folder, if there is one. Async-signal-safe.
void remove_temporary_folder() noexcept;

}  // namespace corodemo::app
