#pragma once

#include <exception>
#include <utility>

#include "core/asyncio/process.hpp"
#include "core/asyncio/tasks/ensure_future.hpp"

namespace corodemo::asyncio {

/// Runs `main` as a program of its own: as run() of one argument does, and as the options say.
///
///     run(amain(), {.python = "3.12", .trace_file = "trace.json"});
template <Coroutine C>
ValueOf<typename C::value_type> run(C main, RunOptions options,
                                    SourceLocation where = SourceLocation::current());

namespace detail {

/// The loop of one asyncio.run(), which it closes in the end. Follows asyncio.runners.
class RunnerLoop {
public:
    /// Throws: RuntimeError if a loop is running.
    explicit RunnerLoop(SourceLocation where);

    [[nodiscard]] EventLoop& loop() { return loop_; }
    /// Ends what the loop may still have to do, and closes it.
    void close();

private:
    /// Runs one of its own coroutines.
    void run(Coro<> coro);

    EventLoop& loop_;
    SourceLocation where_;
};

}  // namespace detail

/// Runs `main` in a new event loop, closes the loop, and returns the coroutine's value. The usual
/// beginning of a program. Follows asyncio.run (3.7).
///
/// Outside of any Interpreter, as in a C++ program's main(), it makes one, with the default
/// RunOptions.
///
/// Throws: what `main` raises; RuntimeError if a loop is running; LoopHung.
template <Coroutine C>
ValueOf<typename C::value_type> run(C main, SourceLocation where = SourceLocation::current()) {
    using T = typename C::value_type;
    if (!has_interpreter()) {
        return run(std::move(main), RunOptions(), where);
    }
    detail::RunnerLoop runner(where);
    std::exception_ptr raised;
    Future<T> task;
    try {
        task = runner.loop().create_task(std::move(main), {}, where);
        runner.loop().run_until_complete(task, where);
    } catch (const LoopHung&) {
        throw;
    } catch (...) {
        raised = std::current_exception();
    }
    runner.close();
    if (raised) {
        std::rethrow_exception(raised);
    }
    return give_value<T>(*task.object());
}

template <Coroutine C>
ValueOf<typename C::value_type> run(C main, RunOptions options, SourceLocation where) {
    Process process(std::move(options), where);
    return process.run([&] { return run(std::move(main), where); });
}

}  // namespace corodemo::asyncio
