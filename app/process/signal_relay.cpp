#include "app/process/signal_relay.hpp"

#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstddef>

namespace corodemo::app {

namespace {

std::atomic<int> signal_pipe = -1;  // for the signal handler
static_assert(decltype(signal_pipe)::is_always_lock_free);

extern "C" void note_signal(int signal, siginfo_t* info, void* /*context*/) {
    const int before = errno;
    const SignalRelay::Arrived arrived{signal, info != nullptr && info->si_pid != 0};
    static_cast<void>(::write(signal_pipe, &arrived, sizeof arrived) < 0);  // full: enough arrived
    errno = before;
}

}  // namespace

SignalRelay::SignalRelay() {
    assert(signal_pipe == -1);
    set_nonblocking(pipe_.read_end);
    set_nonblocking(pipe_.write_end);
    signal_pipe = pipe_.write_end.number();
    struct sigaction noting{};
    noting.sa_sigaction = note_signal;
    noting.sa_flags = SA_SIGINFO | SA_RESTART;
    ::sigfillset(&noting.sa_mask);
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        ::sigaction(kSignals.at(i), nullptr, &before_.at(i));
        if (before_.at(i).sa_handler != SIG_IGN || kSignals.at(i) == SIGCHLD) {
            ::sigaction(kSignals.at(i), &noting, nullptr);
        }
    }
}

SignalRelay::~SignalRelay() {
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        ::sigaction(kSignals.at(i), &before_.at(i), nullptr);
    }
    signal_pipe = -1;
}

// NOLINTNEXTLINE(readability-make-member-function-const): it leaves the pipe
std::optional<SignalRelay::Arrived> SignalRelay::next() {
    Arrived arrived;
    const bool any = ::read(descriptor(), &arrived, sizeof arrived) == sizeof arrived;
    return any ? std::optional(arrived) : std::nullopt;
}

}  // namespace corodemo::app
