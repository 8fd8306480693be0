#include <csignal>

#include "app/cli.hpp"

int main(int argc, char** argv) {
    // A closed pipe and a file that grows too large are errors of write().
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    return corodemo::app::run_command_line(argc, argv);
}
