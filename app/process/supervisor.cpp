#include "app/process/supervisor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace corodemo::app {

namespace {

/// A duplicate that a program inherits, with a number out of the way of those that it would get
/// without us.
int inherited(const Descriptor& descriptor) {
    constexpr int kOutOfTheWay = 100;
    const int duplicate = ::fcntl(descriptor.number(), F_DUPFD, kOutOfTheWay);
    return duplicate >= 0 ? duplicate : ::dup(descriptor.number());
}

}  // namespace

Supervisor::Supervisor(std::function<void(std::string_view)> on_line)
    : on_line_(std::move(on_line)),
      write_end_(inherited(pipe_.write_end)) {
    set_nonblocking(pipe_.read_end);
    static_cast<void>(pipe_.write_end.close());
}

void Supervisor::kill_after(std::chrono::duration<double> time) {
    constexpr std::chrono::duration<double> kLongest = std::chrono::hours(24 * 365);
    const auto when =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(std::min(time, kLongest));
    kill_at_ = std::min(kill_at_.value_or(when), when);
}

ProcessEnd Supervisor::run(const std::vector<std::string>& command,
                           const StandardStreams& streams) {
    child_ = spawn(command, streams);
    static_cast<void>(write_end_.close());
    ProcessEnd end;
    for (;;) {
        wait_for_news();
        while (const auto arrived = signals_.next()) {
            pass_on(*arrived);
        }
        read_lines();
        if (!end.out_of_time && is_out_of_time()) {
            end.out_of_time = true;
            ::kill(child_, SIGKILL);
        }
        int status = 0;
        if (::waitpid(child_, &status, WNOHANG | WUNTRACED) != child_) {
            continue;
        }
        if (WIFSTOPPED(status)) {
            stop_with_child();
            continue;
        }
        read_lines();
        end.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
        end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        return end;
    }
}

/// Returns when there is something to do.
void Supervisor::wait_for_news() {
    using std::chrono::milliseconds;
    std::array<pollfd, 2> sources{pollfd{signals_.descriptor(), POLLIN, 0},
                                  pollfd{pipe_.read_end.number(), POLLIN, 0}};
    constexpr milliseconds kLongest = std::chrono::hours(1);
    milliseconds time(-1);  // for ever
    if (kill_at_) {
        time = std::clamp(std::chrono::ceil<milliseconds>(*kill_at_ - Clock::now()),
                          milliseconds(0), kLongest);
    }
    ::poll(sources.data(), sources.size(), static_cast<int>(time.count()));
}

void Supervisor::pass_on(const SignalRelay::Arrived& arrived) const {
    if (arrived.by_process && arrived.signal != SIGCHLD) {
        ::kill(child_, arrived.signal);
    }
}

/// So that the shell takes the terminal back, as if the program were its own child.
void Supervisor::stop_with_child() const {
    ::kill(::getpid(), SIGSTOP);
    ::kill(child_, SIGCONT);  // we were told to go on, the child perhaps not
}

void Supervisor::read_lines() {
    std::array<char, 256> block{};
    ssize_t count = 0;
    while ((count = ::read(pipe_.read_end.number(), block.data(), block.size())) > 0) {
        unfinished_.append(block.data(), static_cast<std::size_t>(count));
    }
    if (count == 0) {  // nobody has the other end any more
        static_cast<void>(pipe_.read_end.close());
    }
    for (std::size_t end = 0; (end = unfinished_.find('\n')) != std::string::npos;) {
        const std::string line = unfinished_.substr(0, end);
        unfinished_.erase(0, end + 1);
        on_line_(line);
    }
}

void die_of(int signal) {
    const rlimit no_core{};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::signal(signal, SIG_DFL);
    sigset_t blocked;
    ::sigemptyset(&blocked);
    ::sigaddset(&blocked, signal);
    ::sigprocmask(SIG_UNBLOCK, &blocked, nullptr);
    ::raise(signal);
    constexpr int kShell = 128;
    std::_Exit(kShell + signal);  // it does not end a program here
}

}  // namespace corodemo::app
