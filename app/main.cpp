#include <csignal>

#include "app/cli.hpp"

int main(int argc, char** argv) {
    std::signal(SIGPIPE,
                SIG_IGN);  // a closed pipe is an error of write(), which ends the program quietly
    return corodemo::app::run_command_line(argc, argv);
}
