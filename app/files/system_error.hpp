#pragma once

#include "app/message.hpp"

namespace corodemo::app {

/// The message for an errno, as of a file operation.
Message system_error(int error);

}  // namespace corodemo::app
