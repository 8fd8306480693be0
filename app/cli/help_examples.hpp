#pragma once

#include <string>

#include "scenarios/localized.hpp"

namespace corodemo::app {

/// The examples of a command or scenario, for its help.
std::string examples_of(const std::string& name, Language language);

}  // namespace corodemo::app
