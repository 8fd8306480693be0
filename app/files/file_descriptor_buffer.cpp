#include "app/files/file_descriptor_buffer.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <unistd.h>
#include <utility>

#include "app/errors.hpp"
#include "app/files/file_error.hpp"

namespace corodemo::app {

FileDescriptorBuffer::FileDescriptorBuffer(int descriptor, Message name)
    : descriptor_(descriptor),
      name_(std::move(name)) {
    clear();
}

void FileDescriptorBuffer::write_out() {
    const char* begin = pbase();
    while (begin < pptr()) {
        const ssize_t count = ::write(descriptor_, begin, static_cast<std::size_t>(pptr() - begin));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            const int error = errno;
            clear();  // don't try to write it again
            if (error == EPIPE) {
                throw OutputClosed();
            }
            throw_cannot_write(name_, error);
        }
        begin += count;
    }
    clear();
}

FileDescriptorBuffer::int_type FileDescriptorBuffer::overflow(int_type character) {
    write_out();
    if (!traits_type::eq_int_type(character, traits_type::eof())) {
        sputc(traits_type::to_char_type(character));
    }
    return traits_type::not_eof(character);
}

std::streamsize FileDescriptorBuffer::xsputn(const char* text, std::streamsize count) {
    for (std::streamsize done = 0; done < count;) {
        if (pptr() == epptr()) {
            write_out();
        }
        const std::streamsize part = std::min<std::streamsize>(count - done, epptr() - pptr());
        std::copy_n(text + done, part, pptr());
        pbump(static_cast<int>(part));
        done += part;
    }
    return count;
}

int FileDescriptorBuffer::sync() {
    write_out();
    return 0;
}

}  // namespace corodemo::app
