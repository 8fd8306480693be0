#pragma once

#include <exception>
#include <optional>
#include <utility>

#include "core/asyncio/contextvars.hpp"
#include "core/asyncio/process.hpp"
#include "core/asyncio/tasks/ensure_future.hpp"

namespace corodemo::asyncio {

/// Runs coroutines, one after another, in one event loop, and cleans up after them: the loop is
/// created when it is first needed, and closed by close() or at the end of the scope. Follows
/// asyncio.Runner (3.11), a context manager:
///
///     Runner runner;           // with asyncio.Runner() as runner:
///     runner.run(first());     //     runner.run(first())
///     runner.run(second());    //     runner.run(second())
class Runner {
public:
    /// Throws: AttributeError before 3.11.
    explicit Runner(SourceLocation where = SourceLocation::current());
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;
    /// Throws: as close(), unless another exception is on its way.
    ~Runner() noexcept(false);

    /// Returns the coroutine's value. All runs share a context, so that context variables keep
    /// what a run has set; or they run in the one that is given.
    /// Throws: what the coroutine raises; RuntimeError if a loop is running, or this is closed.
    template <Coroutine C>
    ValueOf<typename C::value_type> run(C coro, SourceLocation where = SourceLocation::current()) {
        return run_in(nullptr, std::move(coro), where);
    }
    template <Coroutine C>
    ValueOf<typename C::value_type> run(C coro, const Context& context,
                                        SourceLocation where = SourceLocation::current()) {
        return run_in(context, std::move(coro), where);
    }
    /// The loop, which no run has closed.   Throws: RuntimeError if this is closed.
    EventLoop& get_loop(SourceLocation where = SourceLocation::current());
    /// Cancels the tasks that are left over, waits for them, closes async generators and the
    /// executor, and then the loop. Has no effect if there is no loop.   Throws: LoopHung if one of
    /// them never ends.
    void close(SourceLocation where = SourceLocation::current());

private:
    enum class State : std::uint8_t { created, initialized, closed };

    friend class RunOfProgram;
    Runner(trace::Via via, SourceLocation where);

    void check_no_loop_runs() const;
    void lazy_init(SourceLocation where);
    void cancel_all_tasks();
    /// Runs something of its own.
    template <class Awaitable>
    void run_internally(Awaitable&& awaitable);

    template <Coroutine C>
    ValueOf<typename C::value_type> run_in(Ref<ContextObject> context, C coro,
                                           SourceLocation where) {
        using T = typename C::value_type;
        check_no_loop_runs();
        lazy_init(where);
        interpreter().reporter().runs_for({.via = via_});
        if (!interpreter().python().has(Behaviour::runner)) {  // asyncio.run() of 3.7 to 3.10
            return loop_->run_until_complete(std::move(coro), where);
        }
        const Task<T> task = loop_->create_task(
            std::move(coro), TaskOptions{.context = context ? std::move(context) : context_},
            where);
        return loop_->run_until_complete(Future<T>(task), where);
    }

    trace::Via via_;
    SourceLocation where_;  // of its creation
    State state_ = State::created;
    EventLoop* loop_ = nullptr;
    Ref<ContextObject> context_;
    int exceptions_ = std::uncaught_exceptions();
};

/// Runs `main` as a program of its own: as run() of one argument does, and as the options say.
///
///     run(amain(), {.python = "3.12", .trace_file = "trace.json"});
template <Coroutine C>
ValueOf<typename C::value_type> run(C main, RunOptions options,
                                    SourceLocation where = SourceLocation::current());

/// asyncio.run() inside a program.
class RunOfProgram {
public:
    template <Coroutine C>
    static ValueOf<typename C::value_type> run(C main, SourceLocation where) {
        Runner runner(trace::Via::asyncio_run, where);
        std::optional<ValueOf<typename C::value_type>> value;
        std::exception_ptr raised;
        try {
            value.emplace(runner.run(std::move(main), where));
        } catch (const LoopHung&) {
            throw;
        } catch (...) {
            raised = std::current_exception();
        }
        runner.close(where);
        if (raised) {
            std::rethrow_exception(raised);
        }
        return std::move(*value);
    }
};

/// Runs `main` in a new event loop, cleans up as Runner does, and returns the coroutine's value.
/// The usual beginning of a program. Follows asyncio.run (3.7).
///
/// Outside of any Interpreter, as in a C++ program's main(), it makes one, with the default
/// RunOptions.
///
/// Throws: what `main` raises; RuntimeError if a loop is running; LoopHung.
template <Coroutine C>
ValueOf<typename C::value_type> run(C main, SourceLocation where = SourceLocation::current()) {
    if (!has_interpreter()) {
        return run(std::move(main), RunOptions(), where);
    }
    return RunOfProgram::run(std::move(main), where);
}
/// A future already belongs to a loop.   Throws: ValueError before 3.14.
template <class T>
ValueOf<T> run(const Future<T>& future, SourceLocation where = SourceLocation::current()) {
    here(where);
    if (!interpreter().python().has(Behaviour::run_takes_awaitables)) {
        throw ValueError(std::string(PythonVersion::text(Behaviour::run_takes_awaitables)) +
                         repr(future));
    }
    constexpr auto kAwaits = [](Future<T> it,
                                CallSite = CallSite::library("_wrap_awaitable")) -> Coro<T> {
        co_return co_await it;
    };
    return RunOfProgram::run(kAwaits(future), where);
}
/// Nothing else can be run: not a coroutine function, which would have to be called.
template <class Other>
    requires(!requires { typename Other::value_type; })
void run(const Other& /*other*/) {
    static_assert(Coroutine<Other>, "run() takes a coroutine: run(amain())");
}

template <Coroutine C>
ValueOf<typename C::value_type> run(C main, RunOptions options, SourceLocation where) {
    Process process(std::move(options), where);
    return process.run([&] { return run(std::move(main), where); });
}

}  // namespace corodemo::asyncio
