#pragma once

#include <csignal>

namespace corodemo::app {

/// While it lives, the first Ctrl-C does not end the program but asks it to stop, so that a long
/// command can still show what it has found. A second one ends the program as usual.
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
