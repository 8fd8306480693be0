#pragma once

#include <array>
#include <csignal>
#include <optional>
#include <utility>

#include "app/process/pipe.hpp"

namespace corodemo::app {

/// While it exists, the signals that would end or stop this program only arrive here, so that it
/// can pass them on to a child, and survive it. Those that are ignored, as under nohup, stay so. At
/// most one exists at a time.
class SignalRelay {
public:
    struct Arrived {
        int signal = 0;
        /// Sent to us by a process. What the terminal sends reaches the child as well.
        bool by_process = false;
    };

    /// Throws: FileError.
    SignalRelay();
    SignalRelay(const SignalRelay&) = delete;
    SignalRelay& operator=(const SignalRelay&) = delete;
    ~SignalRelay();

    /// Can be read once a signal has arrived, SIGCHLD included: for poll().
    [[nodiscard]] int descriptor() const { return pipe_.read_end.number(); }
    /// The next signal that has arrived, if any.
    std::optional<Arrived> next();

private:
    static constexpr std::array kSignals{SIGINT,  SIGQUIT, SIGTERM, SIGHUP,
                                         SIGUSR1, SIGUSR2, SIGTSTP, SIGCHLD};

    Pipe pipe_;
    std::array<struct sigaction, kSignals.size()> before_{};
};

}  // namespace corodemo::app
