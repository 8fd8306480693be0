#pragma once

#include <string>

#include "app/files/memory_bound.hpp"
#include "app/formats/formats.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

struct ViewRequest {
    std::string trace_file;          ///< "-": standard input
    const Format* format = nullptr;  ///< null: text
    Detail detail = Detail::normal;
    PictureOptions picture{};
    Part part{};         ///< of the text
    std::string frames;  ///< a folder for a picture per step; empty: none
    std::string file;    ///< -o; empty: standard output
    MemoryBound memory;
};

/// Writes a trace file in another format.   Throws: CommandError.
void view(const ViewRequest& request, const DisplayOptions& display);

}  // namespace corodemo::app
