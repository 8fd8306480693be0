#pragma once

#include <cstdint>
#include <string>

#include "app/render/svg.hpp"
#include "app/run.hpp"
#include "app/terminal.hpp"

namespace corodemo::app {

struct CompareRequest {
    RunRequest left;
    RunRequest right;
    std::string left_words;  ///< as the user typed it: "gather --python 3.6"
    std::string right_words;
    enum class As : std::uint8_t { text, json, svg, html };
    As as = As::text;
    std::string file;  ///< -o; empty: standard output
    Theme theme{};     ///< of a picture
};

/// Runs both, and writes how their orders compare to standard output. Whether these are the same.
/// Throws: CommandError.
bool compare(const CompareRequest& request, const Looks& looks);

}  // namespace corodemo::app
