#pragma once

#include <optional>
#include <string>
#include <variant>

#include "app/commands/recording.hpp"
#include "app/commands/run.hpp"
#include "app/files/memory_bound.hpp"
#include "app/message.hpp"
#include "app/narration/compared_run.hpp"

namespace corodemo::app {

/// A trace file; "-": standard input.
struct TraceFile {
    std::string path;
};

/// One of the two things that compare and diff take.
struct SideRequest {
    std::string command;  ///< as the user typed it: "gather --python 3.6", "shop.py --fast"
    std::variant<RunRequest, ProgramRequest, TraceFile> what;
};

/// Runs or reads it. A program has no input, and what it prints is not shown.
/// Throws: CommandError.
ComparedRun compared_run(const SideRequest& side, const MemoryBound& memory);

/// What has to be known of two traces that differ: one of them may differ the next time.
std::optional<Message> remark_on_timing(const ComparedRun& left, const ComparedRun& right);

}  // namespace corodemo::app
