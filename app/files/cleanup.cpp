#include "app/files/cleanup.hpp"

#include <csignal>

#include "app/files/temporary_file.hpp"
#include "app/files/temporary_folder.hpp"

namespace corodemo::app {

namespace {

extern "C" void end_by_signal(int signal) {
    remove_temporary_files();
    ::raise(signal);  // takes the default action when this handler returns: SA_RESETHAND
}

/// Whether a signal's default action ends the process. The others are ignored, or stop it until
/// SIGCONT.
bool ends_the_program(int signal) {
    switch (signal) {
        case SIGCHLD:
        case SIGCONT:
        case SIGURG:
        case SIGWINCH:
        case SIGTSTP:
        case SIGTTIN:
        case SIGTTOU:
            return false;
        default:
            return true;
    }
}

}  // namespace

void remove_temporary_files_on_signals() {
    struct sigaction ending{};
    ending.sa_handler = end_by_signal;
    ending.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigfillset(&ending.sa_mask);
    for (int signal = 1; signal < NSIG; ++signal) {
        struct sigaction before{};
        // Leaves alone what is ignored, as under nohup, and what already has a handler.
        if (ends_the_program(signal) && ::sigaction(signal, nullptr, &before) == 0 &&
            before.sa_handler == SIG_DFL) {
            ::sigaction(signal, &ending, nullptr);
        }
    }
}

void remove_temporary_files() noexcept {
    remove_temporary_file();
    remove_temporary_folder();
}

}  // namespace corodemo::app
