#pragma once

#include <string>

#include "app/files/descriptor.hpp"

namespace corodemo::app {

/// A file beside the one that is meant, whose place it takes when it is complete. Until then it is
/// removed by its destructor, and by whatever ends the program: see below. There is one at a time.
class TemporaryFile {
public:
    /// `name` is the file that is meant; a link stands for what it leads to, even if that is not
    /// there yet.   Throws: FileError.
    explicit TemporaryFile(const std::string& name);
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile();

    [[nodiscard]] int descriptor() const { return descriptor_.number(); }

    /// The file that was there, if any, is gone; its permissions are kept.   Throws: FileError.
    void take_place();

private:
    std::string name_;
    std::string target_;
    std::string path_;
    Descriptor descriptor_;
};

/// From now on, a signal that ends the program removes the file that is not complete.
void remove_temporary_file_on_signals();

/// For what ends the program in another way. May be called in a signal's handler.
void remove_temporary_file() noexcept;

}  // namespace corodemo::app
