#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/asyncio/python_version.hpp"
#include "core/asyncio/virtual_time.hpp"
#include "core/coro/coro.hpp"

namespace corodemo::tests {

using coro::CallSite;
using coro::Coro;

class Run;
struct StatementKind;

/// A statement of a random program: its kind, and what was chosen for it.
struct Statement {
    const StatementKind* kind = nullptr;
    unsigned n = 0;         // below 6
    unsigned variant = 0;   // below 3
    unsigned quarters = 0;  // of a second, until a timeout; 0 for none
    bool flag = false;
    std::vector<std::size_t> calls = {};  // which functions
    std::vector<Statement> block = {};    // within it
    std::vector<Statement> then = {};

    [[nodiscard]] asyncio::Duration delay() const;
    [[nodiscard]] std::optional<asyncio::Duration> timeout() const;
};

/// A coroutine function of a random program, which returns its number.
struct Function {
    std::string name;
    std::vector<Statement> block;
};

/// The versions of Python, 3.first to 3.last, that have a kind of statement.
struct Versions {
    int first = asyncio::PythonVersion::kOldest;
    int last = asyncio::PythonVersion::kNewest;

    [[nodiscard]] bool include(asyncio::PythonVersion version) const {
        return first <= version.minor() && version.minor() <= last;
    }
};
constexpr Versions since(int first) {
    return {.first = first};
}
constexpr Versions until(int last) {
    return {.last = last};
}

/// A kind of statement: its name, what it is in Python, and what it does here.
///
/// In the Python text stands in braces what differs from one statement to another:
///
///     {n}        a number below 6       {flag}      True or False
///     {call}     of a function          {calls}     of one or more; {functions}: their names
///     {task}     one of `tasks`         {tasks}     the last n
///     {future}   one of `futures`       {callback}  one of three functions
///     {queue}    one of three           {when}      when wait() returns
///     {delay}    n quarters of a second {timeout}   such a delay, or None
///     {variable} of a context, one of two
///     {block}    statements within it, on a line of its own; {then}: more of them
struct StatementKind {
    using Act = void (*)(Run& run, const Statement& statement);
    using Await = Coro<> (*)(Run& run, const Statement& statement, CallSite call);

    const char* name;
    const char* python;
    std::variant<Act, Await> run;
    Versions versions = {};

    /// Whether its Python text has `part`.
    [[nodiscard]] bool has(const char* part) const;
    [[nodiscard]] bool calls() const { return has("{call") || has("{functions}"); }
    [[nodiscard]] bool exists_in(asyncio::PythonVersion version) const {
        return versions.include(version);
    }
};

/// Statements about one part of asyncio, and the variables that they share.
struct Subject {
    const char* name;
    std::span<const StatementKind> statements;
    /// The Python text that defines functions, before all else; and the one that creates the
    /// variables, each on a line of its own.
    const char* functions = "";
    const char* variables = "";
    bool variables_need_loop = false;
    /// Creates the variables here.
    void (*create_variables)(Run& run) = [](Run& /*run*/) {};

    /// Whether the version has any of its statements.
    [[nodiscard]] bool exists_in(asyncio::PythonVersion version) const;
};

Subject about_blocks();
Subject about_tasks();
Subject about_cancellation();
Subject about_futures();
Subject about_several();
Subject about_locks();
Subject about_signals();
Subject about_queues();
Subject about_timeouts();
Subject about_groups();
Subject about_contexts();
Subject about_eager_tasks();

/// In the order in which their variables are created.
std::span<const Subject> subjects();

}  // namespace corodemo::tests
