#pragma once

#include <cstdint>
#include <string>

#include "app/message.hpp"

namespace corodemo::app {

/// How much memory a command may take. What needs more is refused before it begins, so that the
/// system does not have to end it in the middle: many tasks, and large traces. `explore` stops where
/// what it has found would take more. Nothing else is estimated.
class MemoryBound {
public:
    MemoryBound() = default;
    /// As typed: bytes, or with K, M, G or T. Empty: three quarters of what this machine has, or of
    /// what its container or a limit (`ulimit`) leaves this process.   Throws: UsageError.
    explicit MemoryBound(const std::string& typed);

    /// Whether so many bytes may be taken.
    [[nodiscard]] bool allows(std::uint64_t bytes) const { return !refuses(bytes); }
    /// For each of two things that are in memory at the same time.
    [[nodiscard]] MemoryBound half() const;

    /// Throws: UsageError if so many tasks need more, with their whole trace if it is `recorded`.
    void check_tasks(std::uint64_t tasks, bool recorded) const;
    /// Throws: FileError if a trace of so many bytes of text needs more.
    void check_trace(const Message& name, std::uint64_t size) const;

private:
    /// Whether so many bytes are too many.
    [[nodiscard]] bool refuses(std::uint64_t bytes) const;
    [[nodiscard]] std::uint64_t most() const;

    std::uint64_t typed_ = 0;  // 0: the machine's
};

}  // namespace corodemo::app
