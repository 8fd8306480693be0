#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "core/asyncio/async_with.hpp"
#include "core/asyncio/contextvars.hpp"
#include "core/asyncio/locks.hpp"
#include "core/asyncio/print.hpp"
#include "core/asyncio/queues.hpp"
#include "core/asyncio/tasks/wait.hpp"
#include "tests/random/statement.hpp"

namespace corodemo::tests {

using namespace asyncio;  // NOLINT(google-build-using-namespace): as a program does

/// For `async with`, where the block may have released what it held: then the exit raises, which
/// the end of a variable's scope can't.
template <class Lockable>
class Releasing {
public:
    explicit Releasing(Lockable lockable)
        : lockable_(std::move(lockable)) {}

    [[nodiscard]] Coro<bool> aenter() const { return lockable_.acquire(); }
    [[nodiscard]] Coro<bool> aexit(std::exception_ptr /*raised*/) const {
        return release(lockable_);
    }

private:
    static Coro<bool> release(Lockable lockable,
                              CallSite /*call*/ = CallSite::library("__aexit__")) {
        lockable.release();
        co_return false;
    }

    Lockable lockable_;
};

/// The locks of a program.
struct Locks {
    Lock lock;
    Lock lock_to_release;
    Semaphore semaphore{2};
    BoundedSemaphore bounded;
};

/// A random program that runs: its functions and its variables.
class Run {
public:
    Run(const std::vector<Function>& functions, const std::vector<Subject>& subjects)
        : functions_(functions),
          subjects_(subjects) {}

    /// Create the variables of its subjects: those that need no loop, and those that do.
    void create_variables() { create_variables(false); }
    void create_loop_variables() { create_variables(true); }

    Coro<int> call(std::size_t function);
    std::vector<Coro<int>> call_all(const std::vector<std::size_t>& functions);
    /// Executes the statements, one after the other.
    Coro<> block(const std::vector<Statement>& statements,
                 CallSite call = CallSite::library("block"));

    /// The one that a statement refers to as {task}.   Requires: there are tasks.
    [[nodiscard]] const Task<int>& task(const Statement& statement) const {
        return tasks[statement.n % tasks.size()];
    }
    [[nodiscard]] std::vector<Task<int>> last_tasks(unsigned count) const;
    [[nodiscard]] const Queue<int>& queue(const Statement& statement) const {
        return queues[statement.variant];
    }
    [[nodiscard]] const Future<int>& future(const Statement& statement) const {
        return futures[statement.n % futures.size()];
    }

    EventLoop* loop = nullptr;
    std::vector<Task<int>> tasks;

    // about futures
    std::vector<Future<int>> futures;
    std::vector<Handle> handles;
    std::vector<Callback<Future<int>>> callbacks;
    Callback<> called = callback("called", [] { print("called"); });

    // about several
    DoneAndPending<Task<int>> sets;

    std::optional<Locks> locks;

    struct Signals {
        Event event;
        Condition condition;
        std::optional<Barrier> barrier;  // since 3.11
    };
    std::optional<Signals> signals;

    // about queues
    std::vector<Queue<int>> queues;

    struct Contexts {
        std::vector<ContextVar<int>> variables;
        std::vector<Token<int>> tokens = {};
        std::vector<Context> copies = {};
        Callback<> show;
        Callback<Future<int>> show_of_task;
    };
    std::optional<Contexts> contexts;  // since 3.7

    /// How many statements were executed, by name.
    std::map<std::string_view, unsigned> executed;

private:
    static Coro<int> function(Run& run, std::size_t index, CallSite call);
    void create_variables(bool need_loop);

    const std::vector<Function>& functions_;
    const std::vector<Subject>& subjects_;
};

}  // namespace corodemo::tests
