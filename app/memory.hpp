#pragma once

#include <cstdint>
#include <string>

#include "app/message.hpp"
#include "app/run.hpp"

namespace corodemo::app {

/// How much memory a command may take. What needs more is refused before it begins, so that the
/// system does not have to end it in the middle.
class MemoryBound {
public:
    /// As typed: bytes, or with K, M, G or T. Empty: three quarters of what this machine has, or of
    /// what its container or a limit (`ulimit`) leaves this process.   Throws: UsageError.
    explicit MemoryBound(const std::string& typed);

    /// Throws: UsageError if the tasks of a run need more, with their whole trace if it is
    /// `recorded`.
    void check_run(const RunRequest& request, bool recorded) const;
    /// Throws: FileError if a trace of so many bytes of text needs more.
    void check_trace(const Message& name, std::uint64_t size) const;

private:
    /// Whether so many bytes are too many.
    [[nodiscard]] bool refuses(std::uint64_t bytes) const;
    [[nodiscard]] std::uint64_t most() const;

    std::uint64_t typed_ = 0;  // 0: the machine's
};

}  // namespace corodemo::app
