#pragma once

#include <cstdint>
#include <string>

#include "app/message.hpp"

namespace corodemo::app {

/// How much memory a command may take. Many tasks and large traces that need more are rejected
/// before the command begins, so that the system does not kill it halfway; `explore` stops when its
/// findings would take more. Nothing else is estimated.
class MemoryBound {
public:
    MemoryBound() = default;
    /// As typed: a number of bytes, optionally with K, M, G or T. Empty: three quarters of what is
    /// available to this process, given the machine, its container and limits (`ulimit`).   Throws:
    /// UsageError.
    explicit MemoryBound(const std::string& typed);

    /// Whether that many bytes may be taken.
    [[nodiscard]] bool allows(std::uint64_t bytes) const { return !refuses(bytes); }
    /// The bound for each of two things that are in memory at the same time.
    [[nodiscard]] MemoryBound half() const;

    /// Throws: UsageError if that many tasks need more; if `recorded`, with their whole trace.
    void check_tasks(std::uint64_t tasks, bool recorded) const;
    /// Throws: FileError if a trace of that many bytes of text needs more.
    void check_trace(const Message& name, std::uint64_t size) const;

private:
    /// Whether that many bytes are too many.
    [[nodiscard]] bool refuses(std::uint64_t bytes) const;
    [[nodiscard]] std::uint64_t most() const;

    std::uint64_t typed_ = 0;  // 0: what is available
};

}  // namespace corodemo::app
