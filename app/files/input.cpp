#include "app/files/input.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/files/descriptor.hpp"
#include "app/files/file_error.hpp"

namespace corodemo::app {

namespace {

using CheckSize = std::function<void(std::uint64_t)>;

std::string read_descriptor(int descriptor, const Message& name, const CheckSize& check_size) {
    std::string text;
    if (struct stat info{}; ::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode)) {
        check_size(static_cast<std::uint64_t>(info.st_size));
        text.reserve(static_cast<std::size_t>(info.st_size));
    }
    std::array<char, 1U << 16U> block{};
    for (;;) {
        const ssize_t count = ::read(descriptor, block.data(), block.size());
        if (count == 0) {
            return text;
        }
        if (count < 0 && errno != EINTR) {
            throw_cannot_read(name, errno);
        }
        text.append(block.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        check_size(text.size());
    }
}

}  // namespace

std::string read_file(const std::string& path, const CheckSize& check_size) {
    if (path == "-") {
        return read_descriptor(STDIN_FILENO, say({"standard input", "标准输入"}), check_size);
    }
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        throw_cannot_read(path, errno);
    }
    return read_descriptor(file.number(), path, check_size);
}

}  // namespace corodemo::app
