#pragma once

#include <csignal>

namespace corodemo::app {

/// During its lifetime, the first Ctrl-C does not terminate the program but requests it to stop, so
/// that a long command can still show what it has found. The second one terminates the program as
/// usual.
class InterruptRequest {
public:
    InterruptRequest();
    InterruptRequest(const InterruptRequest&) = delete;
    InterruptRequest(InterruptRequest&&) = delete;
    InterruptRequest& operator=(const InterruptRequest&) = delete;
    InterruptRequest& operator=(InterruptRequest&&) = delete;
    ~InterruptRequest();

    [[nodiscard]] bool made() const;

private:
    struct sigaction before_{};
};

}  // namespace corodemo::app
