#pragma once

namespace corodemo::app {

/// From now on, a signal that terminates the program removes its temporary files first.
void remove_temporary_files_on_signals();

/// For other ways of terminating the program. Async-signal-safe.
void remove_temporary_files() noexcept;

}  // namespace corodemo::app
