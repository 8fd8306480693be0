#include <csignal>
#include <new>

#include "app/cli/command_line.hpp"
#include "app/files/output.hpp"

int main(int argc, char** argv) {
    // A closed pipe and a file that grows too large are errors of write().
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    std::set_new_handler(corodemo::app::end_without_memory);
    return corodemo::app::run_command_line(argc, argv);
}
