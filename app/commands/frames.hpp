#pragma once

#include <string>

#include "app/formats/formats.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// Writes a picture for each step into a folder, which is made if it isn't there: 000.svg,
/// 001.svg, ...   Throws: FileError, ReplayError.
void write_frames(const trace::Trace& trace, const RenderOptions& options,
                  const std::string& folder);

}  // namespace corodemo::app
