#pragma once

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include "app/errors.hpp"
#include "app/files/descriptor.hpp"
#include "app/files/system_error.hpp"

namespace corodemo::app {

/// A pipe that programs which we start do not inherit.
class Pipe {
public:
    /// Throws: FileError.
    Pipe()
        : Pipe(make()) {}

    Descriptor read_end;
    Descriptor write_end;

private:
    explicit Pipe(const std::array<int, 2>& ends)
        : read_end(ends[0]),
          write_end(ends[1]) {}

    static std::array<int, 2> make() {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) {
            throw FileError(system_error(errno));
        }
        for (const int end : ends) {
            ::fcntl(end, F_SETFD, FD_CLOEXEC);
        }
        return ends;
    }
};

/// Makes reading or writing return at once, with EAGAIN, instead of waiting.
inline void set_nonblocking(const Descriptor& descriptor) {
    ::fcntl(descriptor.number(), F_SETFL, ::fcntl(descriptor.number(), F_GETFL) | O_NONBLOCK);
}

}  // namespace corodemo::app
