#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Just enough of Python's syntax to quote a program. Lines count from 1.

namespace corodemo::app {

/// A line of a program without its indentation; empty if there is none.
std::string_view line_of(std::string_view program, std::uint32_t line);

/// A function definition.
struct Definition {
    std::string_view name;
    bool coroutine = false;  ///< async def
};
/// The innermost function around a line, found by indentation.
std::optional<Definition> definition_around(std::string_view program, std::uint32_t line);

/// The line of a function's definition, by its qualified name: `Worker.run`,
/// `main.<locals>.hello`. The first one if there are several, 0 if there is none.
std::uint32_t definition_of(std::string_view program, std::string_view function);

/// The first call of `function` in a line, as the program writes it: `self.save("report")`. Empty
/// if there is none that ends on this line.
std::string_view call_in(std::string_view line, std::string_view function);

}  // namespace corodemo::app
