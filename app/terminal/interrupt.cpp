#include "app/terminal/interrupt.hpp"

namespace corodemo::app {

namespace {

volatile std::sig_atomic_t interrupted = 0;  // global, for the signal handler

}  // namespace

InterruptRequest::InterruptRequest() {
    interrupted = 0;
    struct sigaction action{};
    action.sa_handler = [](int /*signal*/) { interrupted = 1; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, nullptr, &before_);
    if (before_.sa_handler != SIG_IGN) {  // as under nohup
        ::sigaction(SIGINT, &action, nullptr);
    }
}

InterruptRequest::~InterruptRequest() {
    ::sigaction(SIGINT, &before_, nullptr);
}

bool InterruptRequest::made() const {
    return interrupted != 0;
}

}  // namespace corodemo::app
