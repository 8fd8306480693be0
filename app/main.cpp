#include <csignal>
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

/// Ends the program wherever it stands, with one line and no file half written: to unwind it might
/// take memory.
[[noreturn]] void end_without_memory() {
    constexpr Localized kMessage{"corodemo: there is not enough memory\n", "corodemo: 内存不足\n"};
    const std::string_view message = kMessage.in(language_asked_for.value_or(language_of_locale()));
    static_cast<void>(::write(STDERR_FILENO, message.data(), message.size()) < 0);
    remove_temporary_file();
    ::_exit(static_cast<int>(Exit::file));
}

/// Before main(), and before the variables of libraries, which take memory, too.
[[gnu::constructor(101)]] void set_new_handler() {
    std::set_new_handler(end_without_memory);
}

}  // namespace

}  // namespace corodemo::app

int main(int argc, char** argv) {
    // A closed pipe and a file that grows too large are errors of write().
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    corodemo::app::remove_temporary_file_on_signals();
    corodemo::app::language_asked_for = corodemo::app::language_of(argc, argv);
    return corodemo::app::run_command_line(argc, argv);
}
