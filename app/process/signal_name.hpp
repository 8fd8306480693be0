#pragma once

#include <string>

namespace corodemo::app {

/// "SIGTERM"; "signal 40" for one without a name.
std::string signal_name(int signal);

}  // namespace corodemo::app
