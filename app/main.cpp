#include <csignal>
#include <new>
#include <optional>
#include <string_view>
#include <unistd.h>

#include "app/cli/command_line.hpp"
#include "app/errors.hpp"
#include "app/files/cleanup.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

namespace {

/// Set by --lang, once that is parsed.
std::optional<Language> language_asked_for;

/// Terminates the program at once, with a one-line message and without an incomplete file:
/// unwinding might need memory.
[[noreturn]] void end_without_memory() {
    constexpr Localized kMessage{"corodemo: there is not enough memory\n", "corodemo: 内存不足\n"};
    const std::string_view message = kMessage.in(language_asked_for.value_or(language_of_locale()));
    static_cast<void>(::write(STDERR_FILENO, message.data(), message.size()) < 0);
    remove_temporary_files();
    ::_exit(static_cast<int>(Exit::file));
}

/// Runs before main() and before the initialization of libraries, which allocates, too.
[[gnu::constructor(101)]] void set_new_handler() {
    std::set_new_handler(end_without_memory);
}

}  // namespace

}  // namespace corodemo::app

int main(int argc, char** argv) {
    // Makes write() fail on a closed pipe, or on a file that grows too large, instead.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    corodemo::app::remove_temporary_files_on_signals();
    corodemo::app::language_asked_for = corodemo::app::language_of(argc, argv);
    return corodemo::app::run_command_line(argc, argv);
}
