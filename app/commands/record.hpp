#pragma once

#include <string>

#include "app/commands/recording.hpp"
#include "app/errors.hpp"
#include "app/files/memory_bound.hpp"
#include "app/formats/formats.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

struct RecordRequest {
    ProgramRequest program;
    const Format* format = nullptr;  ///< of the trace; null: only a summary
    Detail detail = Detail::normal;
    PictureOptions picture{};
    Part part{};         ///< of the text
    std::string frames;  ///< a folder for a picture per step; empty: none
    std::string file;    ///< -o; empty: standard output
    MemoryBound memory;
};

/// Runs a Python program in our place, as if Python ran it; then writes its trace as requested, and
/// a one-line summary to standard error. Returns the program's exit status, or dies of the signal
/// of which the program died.   Throws: CommandError.
Exit record(const RecordRequest& request, const DisplayOptions& display);

/// Writes the recorder to a file, which `python3 FILE PROGRAM.py` runs.   Throws: CommandError.
void write_recorder(const std::string& file);

}  // namespace corodemo::app
