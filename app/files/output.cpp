#include "app/files/output.hpp"

#include <cerrno>
#include <fcntl.h>
#include <ostream>
#include <sys/stat.h>
#include <unistd.h>

#include "app/files/descriptor.hpp"
#include "app/files/file_descriptor_buffer.hpp"
#include "app/files/file_error.hpp"
#include "app/files/temporary_file.hpp"

namespace corodemo::app {

namespace {

void call_with_stream(int descriptor, const Message& name, const Writer& write) {
    FileDescriptorBuffer buffer(descriptor, name);
    std::ostream out(&buffer);
    out.exceptions(std::ios::badbit);  // so that exceptions of the buffer propagate
    write(out);
    out.flush();
}

/// The file, to be written; not open if there is none.   Throws: FileError.
Descriptor open_existing(const std::string& path) {
    Descriptor existing(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!existing.is_open() && errno != ENOENT) {
        throw_cannot_write(path, errno);
    }
    return existing;
}

bool is_regular_file(const Descriptor& file) {
    struct stat info{};
    return ::fstat(file.number(), &info) == 0 && S_ISREG(info.st_mode);
}

}  // namespace

void write_to_stdout(const Writer& write) {
    call_with_stream(STDOUT_FILENO, say({"standard output", "标准输出"}), write);
}

void write_file(const std::string& path, const Writer& write) {
    // Opened even if it is to be replaced: a user without write permission must not replace it.
    Descriptor existing = open_existing(path);
    if (existing.is_open() && !is_regular_file(existing)) {
        call_with_stream(existing.number(), path, write);
        if (!existing.close()) {
            throw_cannot_write(path, errno);
        }
        return;
    }
    TemporaryFile file(path);
    call_with_stream(file.descriptor(), path, write);
    file.take_place();
}

void check_writable(const std::string& path) {
    const Descriptor existing = open_existing(path);
    if (!existing.is_open() || is_regular_file(existing)) {
        const TemporaryFile beside(path);
    }
}

void write_output(const std::string& path, const Writer& write) {
    if (path.empty()) {
        write_to_stdout(write);
    } else {
        write_file(path, write);
    }
}

}  // namespace corodemo::app
