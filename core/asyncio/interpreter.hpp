#pragma once

#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/asyncio/python_version.hpp"
#include "core/asyncio/reporter.hpp"
#include "core/asyncio/virtual_time.hpp"
#include "core/containers/ref.hpp"
#include "core/coro/coroutine_observer.hpp"
#include "core/trace/choices.hpp"

namespace corodemo::asyncio {

class EventLoop;

/// Where a program runs: what `sleep(1s)`, `print(...)` and `current_task()` need to know without
/// being told. It is the one piece of ambient state: asyncio's own running loop, and with it the
/// run's observer, choices, Python version, clock and output. Whoever runs a program makes one;
/// from then until it dies it is this thread's. One may nest in another.
class Interpreter final : public coro::CoroutineObserver {
public:
    struct Setup {
        PythonVersion python;
        trace::Choices* choices = nullptr;  ///< null: argument order
        trace::Sink* sink = nullptr;        ///< null: nobody looks
        const trace::LineMap* lines = nullptr;
        bool preset_loop = false;  ///< as if a loop had been set before the program
        /// Gets each line that is printed, its end included; may be empty.
        std::function<void(trace::Stream, std::string_view)> output;
        /// The program's Python twin, whose lines messages name: "... at hello.py:12".
        std::string_view python_file = {};
        std::string_view python_text = {};
    };
    explicit Interpreter(Setup setup);
    ~Interpreter() override;

    [[nodiscard]] Reporter& reporter() { return reporter_; }
    /// From here on nobody looks: a hung program's objects die unseen.
    void stop_reporting();

    [[nodiscard]] PythonVersion python() const { return setup_.python; }
    [[nodiscard]] Time now() const { return now_; }
    void advance_to(Time now) { now_ = now; }

    trace::Order choose(std::string_view site, std::size_t n, trace::Elements elements);
    /// Whether sleeps may end in any order, and which of `n` does now: see trace::Choices.
    [[nodiscard]] bool timing() const {
        return setup_.choices != nullptr && setup_.choices->timing();
    }
    std::uint32_t choose_sleep(std::size_t n);
    void print(std::string_view line, trace::Stream stream = trace::Stream::out);
    /// For what CPython writes on standard error and a trace has an event of its own for.
    void print_unrecorded(std::string_view line) const;
    void warn(std::string_view category, std::string_view message);
    /// A DeprecationWarning with what CPython says of `deprecated`, for the line of the program
    /// that uses it; Python shows it the first time only.
    void warn_deprecated(Behaviour deprecated, std::uint32_t line);

    /// The loop that runs right now, or null.
    [[nodiscard]] EventLoop* running_loop() const { return running_loop_; }
    void set_running_loop(EventLoop* loop) { running_loop_ = loop; }
    /// The loop that get_event_loop() gives while none runs, or null.
    [[nodiscard]] EventLoop* set_loop() const { return set_loop_; }
    void set_event_loop(EventLoop* loop) { set_loop_ = loop; }
    EventLoop& make_loop();

    /// Where the program defines a function, as CPython's messages name the place: "hello.py:12".
    /// Empty if that is not known.
    [[nodiscard]] std::string place_of_definition(std::string_view function) const;

    /// Keeps a global variable of the program: see global().
    template <class T>
    T& keep(T value) {
        auto kept = std::make_shared<T>(std::move(value));
        globals_.push_back(kept);
        return *kept;
    }
    /// The program's last line has run: its globals die, in the order in which it made them.
    void end_program();

    /// Counts tasks for their names.
    std::uint32_t next_task_name() { return ++task_names_; }
    /// Counts the iterations of all runs.
    void count_iteration() { ++iterations_; }
    [[nodiscard]] std::uint64_t iterations() const { return iterations_; }

    std::uint32_t coroutine_created(const coro::CallSite& call) override;
    void never_awaited(const char* name) override;

    /// How deep cancel() is in calls of itself: see RecursionGuard.
    int recursion = 0;

    /// What the last run_until_complete() returned, if somebody looked, as a trace shows it.
    std::optional<std::string> last_value;
    /// What was wrong with the user's choices, if anything was.
    std::exception_ptr choice_error;
    /// The callback of run_until_complete(), one for all loops.
    Ref<RefCounted> stop_loop;

private:
    Setup setup_;
    coro::CoroutineObserver* outer_;
    Reporter reporter_;
    Time now_{0};
    EventLoop* running_loop_ = nullptr;
    EventLoop* set_loop_ = nullptr;
    std::uint32_t task_names_ = 0;
    std::uint64_t iterations_ = 0;
    std::vector<std::unique_ptr<EventLoop>> loops_;
    std::deque<std::shared_ptr<void>> globals_;
    std::set<std::pair<Behaviour, std::uint32_t>> deprecations_shown_;
};

/// This thread's Interpreter.   Throws: std::logic_error if there is none.
Interpreter& interpreter();

/// A global variable of the program. Like Python's it outlives the program's last line, and globals
/// die in the order in which they were made, where C++'s variables die in reverse. A variable whose
/// death can be seen has to be one:
///
///     auto& kept = global(hello());
template <class T>
T& global(T value) {
    return interpreter().keep(std::move(value));
}

using SourceLocation = std::source_location;

/// Limits the depth of a recursion as Python does: tasks can wait for each other in a circle, and
/// then cancel() never ends.
class RecursionGuard {
public:
    /// Throws: RecursionError.
    RecursionGuard();
    RecursionGuard(const RecursionGuard&) = delete;
    RecursionGuard& operator=(const RecursionGuard&) = delete;
    ~RecursionGuard() { --interpreter_.recursion; }

private:
    Interpreter& interpreter_;
};

/// Notes that the program calls into the library at `where`: what happens now has that line in the
/// trace.
inline void here(const SourceLocation& where) {
    interpreter().reporter().at_line(where.line());
}

}  // namespace corodemo::asyncio
