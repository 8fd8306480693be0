#pragma once

#include <span>

#include "tests/random/statement.hpp"

namespace corodemo::tests {

/// The part of a random program that runs its first function: in Python, and here.
///
/// In the Python text stand on lines of their own:
///
///     {variables}          create the variables of its subjects that need no loop
///     {loop variables}     create those that do
///     {global}             declares all of these in a function
struct MainProgram {
    const char* name;
    const char* python;
    void (*run)(Run& run);
    Versions versions = {};

    [[nodiscard]] bool exists_in(asyncio::PythonVersion version) const {
        return versions.include(version);
    }
};

std::span<const MainProgram> main_programs();

}  // namespace corodemo::tests
