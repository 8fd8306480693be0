#pragma once

#include <unistd.h>
#include <utility>

namespace corodemo::app {

/// Owns a file descriptor and closes it at the end of its scope.
class Descriptor {
public:
    explicit Descriptor(int number)
        : number_(number) {}
    Descriptor(Descriptor&& other) noexcept
        : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() { static_cast<void>(close()); }

    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    [[nodiscard]] int number() const { return number_; }
    /// Returns false, and sets errno, on failure: for a written file, an error may be reported only
    /// here.
    [[nodiscard]] bool close() { return !is_open() || ::close(std::exchange(number_, -1)) == 0; }

private:
    int number_;
};

}  // namespace corodemo::app
