#pragma once

#include "app/message.hpp"

namespace corodemo::app {

/// Throws: FileError, "cannot read NAME: No such file or directory". `error` is an errno.
[[noreturn]] void throw_cannot_read(const Message& name, int error);
[[noreturn]] void throw_cannot_write(const Message& name, int error);

}  // namespace corodemo::app
