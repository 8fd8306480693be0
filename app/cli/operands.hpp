#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace corodemo::app {

/// Joins the options of a scenario that stand beside its name, as the operand of another command,
/// to that name: `explore wait -n 4` becomes `explore "wait -n 4"`, which may be typed as well.
/// They belong to the scenario before them, or to the first one if there is none before them.
std::vector<std::string> with_joined_operands(std::span<const char* const> typed);

/// Whether the command's operands are scenarios, perhaps with options of their own.
bool takes_scenarios(std::string_view command);
/// Whether the word is an option that may stand beside a scenario there, perhaps with its value:
/// -n, -n4, --tasks=4.
bool is_of_scenario(std::string_view word);

/// A command line without the program that `record` runs, and that program with its arguments.
struct SplitCommandLine {
    std::vector<std::string> ours;
    std::vector<std::string> program;  ///< shop.py -n 4, -m shop, -; empty for other commands
};

/// Everything after the name of a program to record belongs to that program, even what looks like
/// an option of ours.
SplitCommandLine split_off_program(std::span<const char* const> typed);

}  // namespace corodemo::app
