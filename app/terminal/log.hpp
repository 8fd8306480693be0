#pragma once

#include "app/message.hpp"

namespace corodemo::app {

/// From now on log_debug() writes to standard error, in `language` (-v).
void enable_log(Language language);
void log_debug(const Message& message);

}  // namespace corodemo::app
