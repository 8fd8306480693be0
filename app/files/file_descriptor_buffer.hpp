#pragma once

#include <array>
#include <memory>
#include <streambuf>

#include "app/message.hpp"

namespace corodemo::app {

/// Writes to a file descriptor and throws an error that names the cause, where an ostream alone
/// knows only that something failed. Flush the stream at the end; the destructor does not write,
/// since it could not report a failure.
class FileDescriptorBuffer final : public std::streambuf {
public:
    /// `name` appears in error messages. The descriptor is not closed.
    FileDescriptorBuffer(int descriptor, Message name);

protected:
    // Each throws: FileError, OutputClosed.
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char* text, std::streamsize count) override;
    int sync() override;

private:
    using Buffer = std::array<char, 1U << 16U>;

    void write_out();
    void clear() { setp(buffer_->data(), buffer_->data() + buffer_->size()); }

    int descriptor_;
    Message name_;
    std::unique_ptr<Buffer> buffer_ = std::make_unique_for_overwrite<Buffer>();
};

}  // namespace corodemo::app
