#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/trace/choices.hpp"
#include "core/trace/sink.hpp"
#include "core/trace/trace.hpp"
#include "tests/random/main_program.hpp"
#include "tests/random/statement.hpp"

namespace corodemo::tests {

/// A random asyncio program, of the statements that a version of Python has. It can be run here or
/// written as Python text, and both must have the same trace. The same seed and version always give
/// the same program. What a statement is in either language stands in statements_*.cpp.
class RandomProgram {
public:
    RandomProgram(std::uint64_t seed, asyncio::PythonVersion python);

    [[nodiscard]] std::string python() const;

    struct Result {
        trace::Outcome outcome;
        /// How often each statement was executed, by its name; and the main program.
        std::map<std::string_view, unsigned> executed;
    };
    /// Runs it; reports all events to `sink`.
    Result run(trace::Sink& sink, trace::Choices& choices) const;

private:
    friend class ProgramMaker;

    asyncio::PythonVersion version_;
    std::vector<Subject> subjects_;
    std::vector<Function> functions_;
    const MainProgram* main_ = nullptr;
};

/// The names of all statements and main programs that the version has.
std::vector<std::string_view> statement_names(asyncio::PythonVersion python);

}  // namespace corodemo::tests
