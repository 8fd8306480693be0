#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include "app/process/pipe.hpp"
#include "app/process/signal_relay.hpp"
#include "app/process/spawn.hpp"

namespace corodemo::app {

/// How a process ended.
struct ProcessEnd {
    int status = 0;
    int signal = 0;            ///< that killed it; 0: none
    bool out_of_time = false;  ///< we killed it: see Supervisor::kill_after
};

/// Runs a program in our place: it has the terminal, it gets the signals that we are sent, we stop
/// and go on with it. Meanwhile it may write lines to a pipe for us.
class Supervisor {
public:
    /// `on_line` is called with each line, without its end, as soon as it was written.
    /// Throws: FileError.
    explicit Supervisor(std::function<void(std::string_view)> on_line);

    /// The number of the pipe's descriptor in the program.
    [[nodiscard]] int control() const { return write_end_.number(); }

    /// The program is killed at that time from now, unless an earlier time was given.
    void kill_after(std::chrono::duration<double> time);

    /// Runs the program (its path and its arguments) to its end. Once only.
    /// Throws: CommandError if it can't be started.
    ProcessEnd run(const std::vector<std::string>& command, const StandardStreams& streams);

private:
    using Clock = std::chrono::steady_clock;

    void wait_for_news();
    void pass_on(const SignalRelay::Arrived& arrived) const;
    void stop_with_child() const;
    void read_lines();
    [[nodiscard]] bool is_out_of_time() const { return kill_at_ && Clock::now() >= *kill_at_; }

    std::function<void(std::string_view)> on_line_;
    SignalRelay signals_;
    Pipe pipe_;
    Descriptor write_end_;
    std::string unfinished_;  // a line of which only the beginning was written
    std::optional<Clock::time_point> kill_at_;
    pid_t child_ = -1;
};

/// Ends this program as a signal ends it by default, without a dump of its memory. Temporary files
/// have to be gone already.
[[noreturn]] void die_of(int signal);

}  // namespace corodemo::app
