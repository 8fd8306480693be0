#include "app/process/signal_name.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <utility>

namespace corodemo::app {

std::string signal_name(int signal) {
    using Row = std::pair<int, const char*>;
    constexpr auto kNames = std::to_array<Row>({
        {SIGABRT, "SIGABRT"}, {SIGALRM, "SIGALRM"},     {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"},
        {SIGHUP, "SIGHUP"},   {SIGILL, "SIGILL"},       {SIGINT, "SIGINT"},   {SIGKILL, "SIGKILL"},
        {SIGPIPE, "SIGPIPE"}, {SIGPROF, "SIGPROF"},     {SIGQUIT, "SIGQUIT"}, {SIGSEGV, "SIGSEGV"},
        {SIGSYS, "SIGSYS"},   {SIGTERM, "SIGTERM"},     {SIGTRAP, "SIGTRAP"}, {SIGUSR1, "SIGUSR1"},
        {SIGUSR2, "SIGUSR2"}, {SIGVTALRM, "SIGVTALRM"}, {SIGXCPU, "SIGXCPU"}, {SIGXFSZ, "SIGXFSZ"},
    });
    const auto* const found = std::ranges::find(kNames, signal, &Row::first);
    return found != kNames.end() ? found->second : "signal " + std::to_string(signal);
}

}  // namespace corodemo::app
