#pragma once

#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/asyncio/event_loop.hpp"
#include "core/trace/recorder.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::asyncio {

/// How run() runs a program.
struct RunOptions {
    std::string python = "3.14";    ///< the CPython to behave like, 3.6 to 3.14
    trace::Trace* trace = nullptr;  ///< receives the whole trace
    std::string trace_file = {};    ///< to write it to, as JSON: `corodemo view FILE` shows it
    /// In which order asyncio iterates over sets, where it does: argument, seed:N, 3,1,2.
    std::string set_order = "argument";
    /// Receives each line that the program prints, with its newline. Empty: standard output, and
    /// for warnings and errors standard error.
    std::function<void(trace::Stream, std::string_view)> output = {};
};

/// What a Python process is to a Python program: makes an Interpreter for a C++ program that uses
/// the library, and keeps its trace.
class Process {
public:
    /// `where`: in the program's main file, which a trace shows if it can be read.
    /// Throws: ValueError if an option has no meaning; std::system_error if the trace file cannot
    /// be opened.
    Process(RunOptions options, SourceLocation where);
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process() = default;

    /// Calls `program`, and returns what it returns.   Throws: what it throws, or else
    /// std::system_error if the trace cannot be written.
    template <std::invocable Program>
    std::invoke_result_t<Program> run(Program program) {
        std::optional<std::invoke_result_t<Program>> value;
        try {
            value.emplace(program());
        } catch (...) {
            end(std::current_exception());
            write_trace();
            throw;
        }
        end(nullptr);
        if (!write_trace()) {
            throw_unwritten();
        }
        return std::move(*value);
    }

private:
    /// Opens the trace file and fills in the header of the trace, if they are wanted. Returns what
    /// the interpreter is to be like.
    Interpreter::Setup prepare(SourceLocation where);
    /// The program has ended, by that exception if it is not null.
    void end(const std::exception_ptr& raised);
    /// Returns whether the trace file, if one is wanted, is complete.
    bool write_trace();
    [[noreturn]] void throw_unwritten() const;

    RunOptions options_;
    trace::Choices choices_;
    trace::Trace own_trace_;
    trace::Trace& trace_;
    trace::Recorder recorder_;
    trace::LineMap lines_;
    std::ofstream file_;
    Interpreter interpreter_;
};

}  // namespace corodemo::asyncio
