#pragma once

#include <string>
#include <vector>

#include "tests/random/main_program.hpp"
#include "tests/random/statement.hpp"

namespace corodemo::tests {

/// The coroutine functions as Python text.
std::string python_text(const std::vector<Function>& functions);
/// The main program likewise, with the variables of these subjects.
std::string python_text(const MainProgram& main, const std::vector<Subject>& subjects);

}  // namespace corodemo::tests
