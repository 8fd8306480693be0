#pragma once

#include <array>
#include <memory>
#include <streambuf>

#include "app/message.hpp"

namespace corodemo::app {

/// Writes to a file descriptor, and says what went wrong: an ostream alone knows only that
/// something did. What is written last needs a flush of the stream; the destructor doesn't write,
/// since it couldn't say that it failed.
class FileDescriptorBuffer final : public std::streambuf {
public:
    /// `name` stands in error messages. The descriptor stays open.
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
