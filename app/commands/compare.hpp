#pragma once

#include <cstdint>
#include <string>

#include "app/commands/side.hpp"
#include "app/formats/svg/svg.hpp"
#include "app/terminal/terminal.hpp"

namespace corodemo::app {

struct CompareRequest {
    SideRequest left;
    SideRequest right;
    enum class As : std::uint8_t { text, json, svg, html };
    As as = As::text;
    std::string file;  ///< -o; empty: standard output
    Theme theme{};     ///< of a picture
    /// Compare the two as they are. Otherwise, if their coroutines differ, a scenario that does the
    /// same with the other's coroutines may stand in for one of them.
    bool verbatim = false;
    MemoryBound memory;
};

/// Runs or reads both and writes a comparison of their orders to standard output. Returns whether
/// orders and output are the same.   Throws: CommandError.
bool compare(const CompareRequest& request, const DisplayOptions& options);

}  // namespace corodemo::app
