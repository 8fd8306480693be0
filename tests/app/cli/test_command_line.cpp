#include <iostream>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "app/cli/command_line.hpp"
#include "app/errors.hpp"

namespace corodemo::tests {

TEST_CASE("an unexpected exception is reported in one line, with an exit status") {
    std::ostringstream errors;
    std::streambuf* const before = std::cerr.rdbuf(errors.rdbuf());
    // A program may be started without even its name; then the parser throws a std::length_error.
    const char* const nothing = nullptr;
    const int status = app::run_command_line(0, &nothing);
    std::cerr.rdbuf(before);
    CHECK(status == static_cast<int>(app::Exit::file));
    const std::string line = errors.str();
    CHECK(line.starts_with("corodemo: internal error: "));
    CHECK(line.find('\n') == line.size() - 1);
}

}  // namespace corodemo::tests
