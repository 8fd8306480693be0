#include <csignal>
#include <fcntl.h>
#include <new>
#include <optional>
#include <string_view>
#include <unistd.h>

#include "app/cli/command_line.hpp"
#include "app/errors.hpp"
#include "app/files/temporary_file.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

namespace {

/// What --lang says, once it is known.
std::optional<Language> language_asked_for;

/// Ends the program wherever it stands: unwinding it might take memory.
[[noreturn]] void end_without_memory() {
    constexpr Localized kMessage{"corodemo: there is not enough memory\n", "corodemo: 内存不足\n"};
    const std::string_view message = kMessage.in(language_asked_for.value_or(language_of_locale()));
    static_cast<void>(::write(STDERR_FILENO, message.data(), message.size()) < 0);
    remove_temporary_file();
    ::_exit(static_cast<int>(Exit::file));
}

/// The variables of libraries, too, are made with what this gives them: it runs before them.
[[gnu::constructor(101)]] void set_new_handler() {
    std::set_new_handler(end_without_memory);
}

/// A stream that is closed when the program begins would lend its number to the next file, and that
/// file would get what is meant for the stream.
void occupy_closed_streams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) < 0) {
            // The wrong way round, so that reading and writing are errors as before.
            ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

}  // namespace

}  // namespace corodemo::app

int main(int argc, char** argv) {
    corodemo::app::occupy_closed_streams();
    // A closed pipe and a file that grows too large are errors of write().
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    corodemo::app::remove_temporary_file_on_signals();
    corodemo::app::language_asked_for = corodemo::app::language_of(argc, argv);
    return corodemo::app::run_command_line(argc, argv);
}
