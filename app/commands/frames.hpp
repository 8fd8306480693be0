#pragma once

#include <string>

#include "app/formats/formats.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// Writes a picture per step into a folder, which is created if necessary: 000.svg, 001.svg, ...
/// Throws: FileError, ReplayError.
void write_frames(const trace::Trace& trace, const RenderOptions& options,
                  const std::string& folder);

}  // namespace corodemo::app
