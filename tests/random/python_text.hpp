#pragma once

#include <string>
#include <vector>

#include "tests/random/statement.hpp"

namespace corodemo::tests {

/// The coroutine functions as Python text.
std::string python_text(const std::vector<Function>& functions);

}  // namespace corodemo::tests
