#include "app/files/output.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "app/errors.hpp"

namespace corodemo::app {

namespace {

constexpr Localized kRead{"cannot read {0}: {1}", "无法读取 {0}：{1}"};
constexpr Localized kWrite{"cannot write {0}: {1}", "无法写入 {0}：{1}"};

[[noreturn]] void fail(const Localized& what, const std::string& name, int error) {
    throw FileError(say(what, {name, std::string(std::strerror(error))}));
}

void call_with_stream(int descriptor, const std::string& name,
                      const std::function<void(std::ostream&)>& write) {
    FileDescriptorBuffer buffer(descriptor, name);
    std::ostream out(&buffer);
    out.exceptions(std::ios::badbit);  // so that what the buffer throws gets out
    write(out);
    out.flush();
}

/// The file that is being written, for whoever ends the program in the middle; else empty.
std::array<char, PATH_MAX> unfinished_file{};

extern "C" void remove_unfinished_file(int signal) {
    ::unlink(unfinished_file.data());
    ::signal(signal, SIG_DFL);
    ::raise(signal);
}

/// A file beside the one that is meant, removed unless it has taken that one's place.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& name)
        : name_(name),
          target_(followed(name)),
          path_(target_.substr(0, target_.rfind('/') + 1) + ".corodemo-XXXXXX") {
        descriptor_ = ::mkstemp(path_.data());
        if (descriptor_ < 0) {
            fail(kWrite, name_, errno);
        }
        if (path_.size() < unfinished_file.size()) {
            std::ranges::copy(path_, unfinished_file.begin());
            for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
                if (::signal(signal, remove_unfinished_file) == SIG_IGN) {  // as under nohup
                    ::signal(signal, SIG_IGN);
                }
            }
        }
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
        if (!path_.empty()) {
            ::unlink(path_.c_str());
        }
        unfinished_file.fill('\0');
    }

    [[nodiscard]] int descriptor() const { return descriptor_; }

    void take_place() {
        struct stat old{};
        const mode_t mask = ::umask(0);
        ::umask(mask);
        const mode_t mode =
            ::stat(target_.c_str(), &old) == 0 ? old.st_mode & 0777U : 0666U & ~mask;
        const bool closed =
            ::fchmod(descriptor_, mode) == 0 && ::close(std::exchange(descriptor_, -1)) == 0;
        if (!closed || ::rename(path_.c_str(), target_.c_str()) != 0) {
            fail(kWrite, name_, errno);
        }
        path_.clear();
    }

private:
    /// A link stays a link: what it leads to is written.
    static std::string followed(const std::string& name) {
        std::error_code none_there;
        const auto target = std::filesystem::canonical(name, none_there);
        return none_there ? name : target.string();
    }

    std::string name_;
    std::string target_;
    std::string path_;
    int descriptor_ = -1;
};

using CheckSize = std::function<void(std::uint64_t)>;

std::string read_descriptor(int descriptor, const std::string& name, const CheckSize& check_size) {
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
            fail(kRead, name, errno);
        }
        text.append(block.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        check_size(text.size());
    }
}

}  // namespace

FileDescriptorBuffer::FileDescriptorBuffer(int descriptor, std::string name)
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
            clear();  // what can't be written is not tried again
            if (error == EPIPE) {
                throw OutputClosed();
            }
            fail(kWrite, name_, error);
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

void write_to_stdout(const std::function<void(std::ostream&)>& write) {
    call_with_stream(STDOUT_FILENO, "standard output", write);
}

void write_file(const std::string& path, const std::function<void(std::ostream&)>& write) {
    struct stat info{};
    if (::stat(path.c_str(), &info) == 0 &&
        !S_ISREG(info.st_mode)) {  // a device or a pipe takes what is written to it
        const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor < 0) {
            fail(kWrite, path, errno);
        }
        call_with_stream(descriptor, path, write);
        if (::close(descriptor) != 0) {
            fail(kWrite, path, errno);
        }
        return;
    }
    TemporaryFile file(path);
    call_with_stream(file.descriptor(), path, write);
    file.take_place();
}

void end_without_memory() {
    constexpr std::string_view kMessage = "corodemo: there is not enough memory\n";
    static_cast<void>(::write(STDERR_FILENO, kMessage.data(), kMessage.size()) < 0);
    ::unlink(unfinished_file.data());
    ::_exit(static_cast<int>(Exit::file));
}

std::string read_file(const std::string& path, const CheckSize& check_size) {
    if (path == "-") {
        return read_descriptor(STDIN_FILENO, "standard input", check_size);
    }
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        fail(kRead, path, errno);
    }
    try {
        std::string text = read_descriptor(descriptor, path, check_size);
        ::close(descriptor);
        return text;
    } catch (...) {
        ::close(descriptor);
        throw;
    }
}

}  // namespace corodemo::app
