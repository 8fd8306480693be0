#pragma once

#include <string>

namespace corodemo::app {

/// From now on log_debug() writes to standard error (-v).
void enable_log();
void log_debug(const std::string& message);

}  // namespace corodemo::app
