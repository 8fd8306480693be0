#pragma once

#include <string>

#include "scenarios/localized.hpp"

namespace corodemo::app {

/// What one can do with a command, for its help.
std::string examples_of(const std::string& name, Language language);

}  // namespace corodemo::app
