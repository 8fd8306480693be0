#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <streambuf>
#include <string>

namespace corodemo::app {

/// Writes to a file descriptor, and says what went wrong: an ostream alone knows only that
/// something did.
class FileDescriptorBuffer final : public std::streambuf {
public:
    /// `name` stands in error messages. The descriptor stays open.
    FileDescriptorBuffer(int descriptor, std::string name);

protected:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char* text, std::streamsize count) override;
    int sync() override;

private:
    using Buffer = std::array<char, 1U << 16U>;

    void write_out();
    void clear() { setp(buffer_->data(), buffer_->data() + buffer_->size()); }

    int descriptor_;
    std::string name_;
    std::unique_ptr<Buffer> buffer_ = std::make_unique_for_overwrite<Buffer>();
};

/// Calls `write` with a stream to standard output.   Throws: FileError, OutputClosed.
void write_to_stdout(const std::function<void(std::ostream&)>& write);

/// Calls `write` with a stream to the file at `path`, which is written whole or not at all: it
/// appears, or changes, when all has been written.   Throws: FileError.
void write_file(const std::string& path, const std::function<void(std::ostream&)>& write);

/// For std::set_new_handler: ends the program, wherever it stands, with one line on standard error
/// and no file half written.
[[noreturn]] void end_without_memory();

/// The contents of a file, or of standard input if `path` is "-". `check_size` is told how many
/// bytes there are, of a pipe while it is read, and may throw.   Throws: FileError.
std::string read_file(const std::string& path,
                      const std::function<void(std::uint64_t)>& check_size);

}  // namespace corodemo::app
