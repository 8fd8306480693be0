#include "tests/random/random_program.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <sstream>

#include "core/asyncio/locks.hpp"
#include "core/asyncio/print.hpp"
#include "core/asyncio/tasks/gather.hpp"
#include "core/asyncio/tasks/sleep.hpp"
#include "core/asyncio/tasks/wait.hpp"

namespace corodemo::tests {

using namespace asyncio;  // NOLINT(google-build-using-namespace)

RandomProgram::RandomProgram(std::uint64_t seed) {
    std::mt19937_64 generator(seed);
    const auto below = [&](unsigned n) { return static_cast<unsigned>(generator() % n); };
    locks_first_ = below(4) == 0;
    // Contention for locks is rare unless there is little else.
    const bool much_locking = below(4) == 0;
    bodies_.resize(2 + below(5));
    // Many statements need a task, and locks need several.
    for (std::size_t i = 1; i < (much_locking ? bodies_.size() : 2); ++i) {
        bodies_[0].statements.push_back({.what = Do::spawn, .bodies = {i}});
    }
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
        bodies_[i].name = "b" + std::to_string(i);
        const bool last = i + 1 == bodies_.size();
        for (unsigned count = 1 + below(6); count > 0; --count) {
            Statement statement;
            statement.what = much_locking && below(4) != 0
                                 ? static_cast<Do>(static_cast<unsigned>(Do::with_lock) + below(3))
                                 : static_cast<Do>(below(26));
            statement.guarded = below(2) == 0;
            statement.return_exceptions = below(2) == 0;
            statement.amount = below(6);
            statement.variant = below(3);
            statement.timeout = below(2) == 0 ? 0 : 1 + below(5);
            // A body calls only later ones, so that every program ends (or hangs).
            if (!last) {
                for (unsigned called = 1 + below(3); called > 0; --called) {
                    statement.bodies.push_back(
                        i + 1 + below(static_cast<unsigned>(bodies_.size() - i - 1)));
                }
            } else if (statement.what == Do::spawn || statement.what == Do::call ||
                       statement.what == Do::gather_coroutines ||
                       statement.what == Do::wait_coroutines) {
                statement.what = Do::sleep;
            }
            const Do what = statement.what;
            const unsigned amount = statement.amount;
            bodies_[i].statements.push_back(std::move(statement));
            if (what == Do::cancel_task && below(2) == 0) {
                bodies_[i].statements.push_back(
                    {.what = Do::uncancel, .amount = amount, .variant = 1, .bodies = {}});
            }
            if (what == Do::call_soon && below(2) == 0) {
                bodies_[i].statements.push_back({.what = Do::cancel_handle, .bodies = {}});
            }
            if ((what == Do::wait_tasks || what == Do::wait_coroutines) && below(2) == 0) {
                bodies_[i].statements.push_back(
                    {.what = Do::wait_again, .variant = below(3), .bodies = {}});
            }
        }
    }
}

namespace {

std::string quarters(int amount) {
    return repr(0.25 * amount);
}

/// The beginning of every program.
constexpr const char* kPreamble = R"(import asyncio
import sys

current_task = asyncio.current_task if hasattr(asyncio, "current_task") else asyncio.Task.current_task


def take(items, count):
    return items[-count:] if count else []


def as_wait_takes_them(coroutines):
    return coroutines if sys.version_info < (3, 11) else [loop.create_task(one) for one in coroutines]


async def wait_coroutines(coroutines, timeout):
    return await asyncio.wait(as_wait_takes_them(coroutines), timeout=timeout)


def uncancel(task):
    if hasattr(task, "uncancel"):  # since 3.11
        print(task.uncancel(), task.cancelling())


def called():
    print("called")


)";

}  // namespace

std::string RandomProgram::python() const {
    std::ostringstream out;
    out << kPreamble;
    for (unsigned i = 0; i < kCallbacks; ++i) {
        out << "def cb" << i << "(fut):\n    print(\"cb" << i << "\")\n\n\n";
    }
    const auto calls = [&](const Statement& statement) {
        std::string text;
        for (const std::size_t index : statement.bodies) {
            text += (text.empty() ? "" : ", ") + bodies_[index].name + "()";
        }
        return text;
    };
    const auto statement_text = [&](const Body& body, const Statement& statement) -> std::string {
        const std::string amount = std::to_string(statement.amount);
        const std::string future = "futures[" + std::to_string(statement.amount % kFutures) + "]";
        const std::string one_task = "tasks[" + amount + " % len(tasks)]";
        const std::string some_tasks = "take(tasks, " + amount + ")";
        const std::string timeout =
            statement.timeout == 0 ? "None" : quarters(static_cast<int>(statement.timeout));
        const std::string exceptions =
            statement.return_exceptions ? ", return_exceptions=True)" : ")";
        switch (statement.what) {
            case Do::print:
                return "print(\"" + body.name + "\")";
            case Do::sleep:
                return "await asyncio.sleep(" + quarters(statement.delay()) + ")";
            case Do::spawn:
                return "tasks.append(loop.create_task(" + bodies_[statement.bodies[0]].name +
                       "()))";
            case Do::await_task:
                return "if tasks: print(await " + one_task + ")";
            case Do::call:
                return "print(await " + bodies_[statement.bodies[0]].name + "())";
            case Do::cancel_task:
                return "if tasks: print(" + one_task +
                       (statement.variant == 0 ? ".cancel(\"" + body.name + "\"))" : ".cancel())");
            case Do::cancel_self:
                return "current_task().cancel()";
            case Do::uncancel:
                return statement.variant == 0 ? "uncancel(current_task())"
                                              : "if tasks: uncancel(" + one_task + ")";
            case Do::gather_coroutines:
                return "print(await asyncio.gather(" + calls(statement) + exceptions + ")";
            case Do::gather_tasks:
                return "print(await asyncio.gather(*" + some_tasks + exceptions + ")";
            case Do::gather_done:
                return "print(await asyncio.gather(*[task for task in tasks if task.done()]" +
                       exceptions + ")";
            case Do::wait_tasks:
            case Do::wait_again: {
                constexpr const char* kWhen[] = {"ALL_COMPLETED", "FIRST_COMPLETED",
                                                 "FIRST_EXCEPTION"};
                return "sets[0] = await asyncio.wait(" +
                       (statement.what == Do::wait_again ? "max(sets[0], key=len)" : some_tasks) +
                       ", timeout=" + timeout + ", return_when=asyncio." +
                       kWhen[statement.variant] + "); print(len(sets[0][0]))";
            }
            case Do::wait_coroutines:
                return "sets[0] = await wait_coroutines([" + calls(statement) + "], " + timeout +
                       "); print(len(sets[0][0])); tasks.extend(sets[0][0]); "
                       "tasks.extend(sets[0][1])";
            case Do::raise:
                return (statement.variant == 0 ? "raise asyncio.CancelledError(\""
                                               : "raise ValueError(\"") +
                       body.name + "\")";
            case Do::call_soon:
                return "handles.append(loop.call_soon(called))";
            case Do::call_later:
                return "handles.append(loop.call_later(" + quarters(statement.delay()) +
                       ", called))";
            case Do::cancel_handle:
                return "if handles: handles[-1].cancel()";
            case Do::set_future:
                return "if not " + future + ".done(): " + future + ".set_result(" + amount + ")";
            case Do::await_future:
                return "print(await " + future + ")";
            case Do::cancel_future:
                return "print(" + future + ".cancel())";
            case Do::add_callback:
                return "if tasks: " + one_task + ".add_done_callback(cb" +
                       std::to_string(statement.variant) + ")";
            case Do::remove_callback:
                return "if tasks: print(" + one_task + ".remove_done_callback(cb" +
                       std::to_string(statement.variant) + "))";
            case Do::with_lock:
                return "async with lock: await asyncio.sleep(" + quarters(statement.delay()) + ")";
            case Do::acquire:
                return "print(await other_lock.acquire())";
            case Do::release:
                return "other_lock.release()";
        }
        return "pass";
    };
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
        const Body& body = bodies_[i];
        out << "async def " << body.name << "():\n";
        for (const Statement& statement : body.statements) {
            if (statement.guarded) {
                out << "    try:\n        " << statement_text(body, statement)
                    << "\n    except (Exception, asyncio.CancelledError) as error:\n        "
                       "print(type(error).__name__, error)\n";
            } else {
                out << "    " << statement_text(body, statement) << "\n";
            }
        }
        out << "    return " << i << "\n\n\n";
    }
    const std::string locks = "lock = asyncio.Lock()\nother_lock = asyncio.Lock()\n";
    out << (locks_first_ ? locks : "") << "loop = asyncio.new_event_loop()\n"
        << "asyncio.set_event_loop(loop)\n"
        << (locks_first_ ? "" : locks) << "tasks = []\nhandles = []\nsets = [(set(), set())]\n";
    out << "futures = [loop.create_future() for i in range(" << kFutures << ")]\n";
    out << "print(loop.run_until_complete(b0()))\n";
    return out.str();
}

/// Runs a RandomProgram: what its Python text says, statement by statement.
class ProgramRunner {
public:
    explicit ProgramRunner(const RandomProgram& program)
        : program_(program) {}

    void main() {
        if (program_.locks_first_) {
            make_locks();
        }
        EventLoop& loop = new_event_loop();
        set_event_loop(&loop);
        if (!program_.locks_first_) {
            make_locks();
        }
        for (unsigned i = 0; i < RandomProgram::kFutures; ++i) {
            futures_.push_back(loop.create_future<int>());
        }
        print(loop.run_until_complete(call(0)));
    }

private:
    using Do = RandomProgram::Do;
    using Statement = RandomProgram::Statement;

    void make_locks() {
        lock_ = Lock();
        other_lock_ = Lock();
    }

    Coro<int> call(std::size_t index) {
        return run(index, CallSite(program_.bodies_[index].name.c_str()));
    }

    Coro<int> run(std::size_t index, CallSite /*call*/) {
        const RandomProgram::Body& body = program_.bodies_[index];
        for (const Statement& statement : body.statements) {
            std::string caught;
            try {
                co_await execute(body, statement);
            } catch (...) {
                if (!statement.guarded) {
                    throw;
                }
                const Described error = describe(std::current_exception());
                caught = error.type + " " + error.message;
            }
            if (!caught.empty()) {
                print(caught);
            }
        }
        co_return static_cast<int>(index);
    }

    [[nodiscard]] std::vector<Task<int>> last_tasks(unsigned count) const {
        const auto first = tasks_.size() - std::min<std::size_t>(count, tasks_.size());
        return {tasks_.begin() + static_cast<std::ptrdiff_t>(first), tasks_.end()};
    }
    [[nodiscard]] Task<int> task(unsigned amount) const { return tasks_[amount % tasks_.size()]; }

    Coro<> execute(const RandomProgram::Body& body, const Statement& statement,
                   CallSite /*call*/ = CallSite::library("execute")) {
        EventLoop& loop = get_running_loop();
        const Duration delay = seconds(0.25 * statement.delay());
        switch (statement.what) {
            case Do::print:
                print(body.name);
                break;
            case Do::sleep:
                co_await sleep(delay);
                break;
            case Do::spawn:
                tasks_.push_back(loop.create_task(call(statement.bodies[0])));
                break;
            case Do::await_task:
                if (!tasks_.empty()) {
                    const int value = co_await task(statement.amount);
                    print(value);
                }
                break;
            case Do::call: {
                const int value = co_await call(statement.bodies[0]);
                print(value);
                break;
            }
            case Do::cancel_task:
                if (!tasks_.empty()) {
                    print(statement.variant == 0 ? task(statement.amount).cancel(body.name)
                                                 : task(statement.amount).cancel());
                }
                break;
            case Do::cancel_self:
                current_task()->cancel();
                break;
            case Do::uncancel:
                if (statement.variant == 0) {
                    uncancel(*current_task());
                } else if (!tasks_.empty()) {
                    uncancel(task(statement.amount));
                }
                break;
            case Do::gather_coroutines:
            case Do::gather_tasks:
            case Do::gather_done:
                co_await execute_gather(statement);
                break;
            case Do::wait_tasks:
            case Do::wait_again:
            case Do::wait_coroutines:
                co_await execute_wait(statement);
                print(sets_.done.size());
                break;
            case Do::raise:
                if (statement.variant == 0) {
                    throw CancelledError(body.name);
                }
                throw ValueError(body.name);
            case Do::call_soon:
                handles_.push_back(loop.call_soon(called_));
                break;
            case Do::call_later:
                handles_.push_back(loop.call_later(delay, called_));
                break;
            case Do::cancel_handle:
                if (!handles_.empty()) {
                    handles_.back().cancel();
                }
                break;
            case Do::set_future:
                if (const auto& future = futures_[statement.amount % futures_.size()];
                    !future.done()) {
                    future.set_result(static_cast<int>(statement.amount));
                }
                break;
            case Do::await_future: {
                const int value = co_await futures_[statement.amount % futures_.size()];
                print(value);
                break;
            }
            case Do::cancel_future:
                print(futures_[statement.amount % futures_.size()].cancel());
                break;
            case Do::add_callback:
                if (!tasks_.empty()) {
                    task(statement.amount).add_done_callback(callbacks_[statement.variant]);
                }
                break;
            case Do::remove_callback:
                if (!tasks_.empty()) {
                    print(
                        task(statement.amount).remove_done_callback(callbacks_[statement.variant]));
                }
                break;
            case Do::with_lock: {
                const auto held = co_await async_with(*lock_);
                co_await sleep(delay);
                break;
            }
            case Do::acquire: {
                const bool acquired = co_await other_lock_->acquire();
                print(acquired);
                break;
            }
            case Do::release:
                other_lock_->release();
                break;
        }
    }

    static void uncancel(const AnyTask& task) {
        if (interpreter().python().has(Behaviour::tasks_count_cancels)) {
            const std::uint32_t left = task.uncancel();
            print(left, task.cancelling());
        }
    }

    template <class Awaitable>
    static Coro<> print_gathered(std::vector<Awaitable> awaitables, bool return_exceptions,
                                 CallSite /*call*/ = CallSite::library("print_gathered")) {
        if (return_exceptions) {
            const auto results = co_await gather_return_exceptions(std::move(awaitables));
            print(repr(results));
        } else {
            const auto results = co_await gather(std::move(awaitables));
            print(repr(results));
        }
    }

    Coro<> execute_gather(const Statement& statement,
                          CallSite /*call*/ = CallSite::library("execute_gather")) {
        if (statement.what == Do::gather_tasks) {
            co_await print_gathered(last_tasks(statement.amount), statement.return_exceptions);
            co_return;
        }
        if (statement.what == Do::gather_done) {
            std::vector<Task<int>> done;
            std::ranges::copy_if(tasks_, std::back_inserter(done), &Task<int>::done);
            co_await print_gathered(std::move(done), statement.return_exceptions);
            co_return;
        }
        co_await print_gathered(call_all(statement), statement.return_exceptions);
    }

    std::vector<Coro<int>> call_all(const Statement& statement) {
        std::vector<Coro<int>> coroutines;
        for (const std::size_t index : statement.bodies) {
            coroutines.push_back(call(index));
        }
        return coroutines;
    }

    Coro<> execute_wait(const Statement& statement,
                        CallSite /*call*/ = CallSite::library("execute_wait")) {
        WaitOptions options;
        options.return_when = static_cast<ReturnWhen>(statement.variant);
        if (statement.timeout != 0) {
            options.timeout = seconds(0.25 * statement.timeout);
        }
        if (statement.what == Do::wait_tasks) {
            sets_ = co_await wait(last_tasks(statement.amount), options);
        } else if (statement.what == Do::wait_again) {
            const bool more_done = sets_.done.size() >= sets_.pending.size();
            sets_ = co_await wait(more_done ? sets_.done : sets_.pending, options);
        } else {
            options.return_when = ReturnWhen::all_completed;
            sets_ = co_await wait_coroutines(call_all(statement), options);
            std::ranges::copy(sets_.done, std::back_inserter(tasks_));
            std::ranges::copy(sets_.pending, std::back_inserter(tasks_));
        }
    }

    static Coro<DoneAndPending<Task<int>>> wait_coroutines(std::vector<Coro<int>> coroutines,
                                                           WaitOptions options,
                                                           CallSite /*call*/ = "wait_coroutines") {
        if (interpreter().python().has(Behaviour::wait_takes_coroutines)) {
            co_return co_await wait(coroutines, options);
        }
        std::vector<Task<int>> tasks;
        for (Coro<int>& one : coroutines) {
            tasks.push_back(get_running_loop().create_task(std::move(one)));
        }
        co_return co_await wait(std::move(tasks), options);
    }

    static Callback<Future<int>> printing(const char* name) {
        return callback(name, [name](Future<int> /*future*/) { print(name); });
    }

    const RandomProgram& program_;
    std::vector<Task<int>> tasks_;
    std::vector<Handle> handles_;
    DoneAndPending<Task<int>> sets_;
    std::vector<Future<int>> futures_;
    std::optional<Lock> lock_;
    std::optional<Lock> other_lock_;
    Callback<> called_ = callback("called", [] { print("called"); });
    std::vector<Callback<Future<int>>> callbacks_{printing("cb0"), printing("cb1"),
                                                  printing("cb2")};
};

trace::Outcome RandomProgram::run(trace::Sink& sink, asyncio::PythonVersion python,
                                  trace::Choices& choices) const {
    trace::Outcome outcome;
    Interpreter interpreter(
        {python, &choices, &sink, nullptr, false, [&](trace::Stream stream, std::string_view line) {
             if (stream == trace::Stream::out) {
                 outcome.output += line;
             }
         }});
    ProgramRunner runner(*this);
    try {
        runner.main();
        outcome.status = trace::Outcome::Status::returned;
    } catch (const LoopHung&) {
        outcome.status = trace::Outcome::Status::hung;
    } catch (...) {
        outcome.status = trace::Outcome::Status::raised;
        const Described error = describe(std::current_exception());
        outcome.error = {error.type, error.message};
    }
    interpreter.stop_reporting();  // C++ and Python destroy what is left in different orders
    outcome.value = interpreter.last_value;
    outcome.time = interpreter.now().count();
    outcome.iterations = interpreter.iterations();
    return outcome;
}

}  // namespace corodemo::tests
