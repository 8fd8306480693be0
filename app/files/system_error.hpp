#pragma once

#include "app/message.hpp"

namespace corodemo::app {

/// What an errno says of a file.
Message system_error(int error);

}  // namespace corodemo::app
