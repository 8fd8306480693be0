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

#include "core/asyncio/context.hpp"
#include "core/asyncio/python_version.hpp"
#include "core/asyncio/reporter.hpp"
#include "core/asyncio/virtual_time.hpp"
#include "core/containers/ref.hpp"
#include "core/coro/coroutine_observer.hpp"
#include "core/trace/choices.hpp"

namespace corodemo::asyncio {

class EventLoop;

/// A context that was entered, and what it was entered in: null if it is the module's.
struct ContextScope {
    Ref<ContextObject>& context;  ///< null while no variable was set in it
    const ContextScope* outer;
};

/// What a Python process is to a program: the state that `sleep(1s)`, `print(...)` and
/// `current_task()` use without being passed it. It is the only ambient state: asyncio's running
/// loop, and with it the run's observer, choices, Python version, clock and output. To run a
/// program, construct one; it is this thread's until it is destroyed. They may be nested.
class Interpreter final : public coro::CoroutineObserver {
public:
    struct Setup {
        PythonVersion python;
        trace::Choices* choices = nullptr;  ///< null: argument order
        trace::Sink* sink = nullptr;        ///< null: no trace is recorded
        const trace::LineMap* lines = nullptr;
        bool preset_loop = false;  ///< as if a loop had been set before the program began
        /// Receives each printed line, with its newline; may be empty.
        std::function<void(trace::Stream, std::string_view)> output;
        /// The Python counterpart of the program, whose lines appear in messages: "... at
        /// hello.py:12".
        std::string_view python_file = {};
        std::string_view python_text = {};
    };
    explicit Interpreter(Setup setup);
    ~Interpreter() override;

    [[nodiscard]] Reporter& reporter() { return reporter_; }
    /// Stops recording, so that the destruction of a hung program's objects is not reported.
    void stop_reporting();
    /// The loop waits forever: what follows no real program would see.
    void program_hung() {
        hung_ = true;
        stop_reporting();
    }

    [[nodiscard]] bool hung() const { return hung_; }

    [[nodiscard]] PythonVersion python() const { return setup_.python; }
    [[nodiscard]] Time now() const { return now_; }
    void advance_to(Time now) { now_ = now; }

    trace::Order choose(std::string_view site, std::size_t n, trace::Elements elements);
    /// Whether sleeps may end in any order; choose_sleep() says which of `n` ends: see
    /// trace::Choices.
    [[nodiscard]] bool timing() const {
        return setup_.choices != nullptr && setup_.choices->timing();
    }
    std::uint32_t choose_sleep(std::size_t n);
    void print(std::string_view line, trace::Stream stream = trace::Stream::out);
    /// Writes to standard error, but not to the trace, which records this as an event of another
    /// kind.
    void print_unrecorded(std::string_view line) const;
    /// `coroutine` is the one that the warning is about, if any.
    void warn(std::string_view category, std::string_view message,
              const coro::PromiseBase* coroutine = nullptr);
    /// Issues CPython's DeprecationWarning about `deprecated`, which `line` of the program uses:
    /// like Python, once per line.
    void warn_deprecated(Behaviour deprecated, std::uint32_t line);

    /// The running loop, or null.
    [[nodiscard]] EventLoop* running_loop() const { return running_loop_; }
    void set_running_loop(EventLoop* loop) { running_loop_ = loop; }
    /// The loop that get_event_loop() returns while none is running, or null.
    [[nodiscard]] EventLoop* set_loop() const { return set_loop_; }
    void set_event_loop(EventLoop* loop) {
        set_loop_ = loop;
        set_called_ = true;
    }
    /// Whether set_event_loop() was ever called: then get_event_loop() makes none.
    [[nodiscard]] bool set_called() const { return set_called_; }
    EventLoop& make_loop();
    [[nodiscard]] const std::vector<std::unique_ptr<EventLoop>>& loops() const { return loops_; }

    /// The current context; null while no variable was set in it.
    [[nodiscard]] Ref<ContextObject>& context() { return scope_->context; }
    [[nodiscard]] const ContextScope* scope() const { return scope_; }
    /// Makes the context of `scope` the current one.
    void enter(const ContextScope* scope) { scope_ = scope; }
    /// Throws: RuntimeError if `context` was entered, and not left: it can't be once more.
    void check_may_enter(const Ref<ContextObject>& context) const;

    /// Calls `function` as a thread of that name would; returns how long it blocks.
    Duration run_in_thread(const std::string& name, const std::function<void()>& function);
    /// The number in the default name of the next thread: Thread-1, Thread-2, ...
    std::uint32_t next_thread_number() { return ++threads_; }
    /// Blocks the thread for `delay`. In the loop's own thread the clock moves.
    void block(Duration delay);

    /// Where the program defines a function, in the form of CPython's messages: "hello.py:12".
    /// Empty if unknown.
    [[nodiscard]] std::string place_of_definition(std::string_view function) const;

    /// Keeps a global variable of the program: see global().
    template <class T>
    T& keep(T value) {
        auto kept = std::make_shared<T>(std::move(value));
        globals_.push_back(kept);
        return *kept;
    }
    /// To be called after the program's last line: destroys its globals, in the order in which they
    /// were created, and reports lost tasks.
    void end_program();

    /// The next number for the default name of a task.
    std::uint32_t next_task_name() { return ++task_names_; }
    /// Counts the iterations of all runs.
    void count_iteration() { ++iterations_; }
    [[nodiscard]] std::uint64_t iterations() const { return iterations_; }

    std::uint32_t coroutine_created(const coro::CallSite& call) override;
    void never_awaited(const coro::PromiseBase& coroutine) override;

    /// The current depth of recursive calls of cancel(): see RecursionGuard.
    int recursion = 0;

    /// The repr() of what the last run_until_complete() returned, if it did return and there is a
    /// sink.
    std::optional<std::string> last_value;
    /// What was wrong with the user's choices, or null.
    std::exception_ptr choice_error;
    /// The callback of run_until_complete(), one for all loops.
    Ref<RefCounted> stop_loop;
    /// The callback by which shield() reports exceptions, one for all futures.
    Ref<RefCounted> log_on_exception;

private:
    Setup setup_;
    coro::CoroutineObserver* outer_;
    Reporter reporter_;
    bool hung_ = false;
    Time now_{0};
    EventLoop* running_loop_ = nullptr;
    EventLoop* set_loop_ = nullptr;
    bool set_called_ = false;
    Ref<ContextObject> context_of_module_;
    ContextScope scope_of_module_{context_of_module_, nullptr};
    const ContextScope* scope_ = &scope_of_module_;
    std::uint32_t task_names_ = 0;
    std::uint32_t threads_ = 0;
    Duration* blocked_in_thread_ = nullptr;  // null in the loop's own thread
    std::uint64_t iterations_ = 0;
    std::vector<std::unique_ptr<EventLoop>> loops_;
    std::deque<std::shared_ptr<void>> globals_;
    std::set<std::pair<Behaviour, std::uint32_t>> deprecations_shown_;
};

/// This thread's Interpreter.   Throws: std::logic_error if there is none.
Interpreter& interpreter();
bool has_interpreter();

/// A global variable of the program. As in Python it outlives the program's last line, and globals
/// are destroyed in the order of their creation, where C++ destroys variables in reverse. A
/// variable whose destruction has a visible effect has to be one:
///
///     auto& kept = global(hello());
template <class T>
T& global(T value) {
    return interpreter().keep(std::move(value));
}

using SourceLocation = std::source_location;

/// A copy of the current context, for a task or a callback. Follows contextvars.copy_context().
inline Ref<ContextObject> copy_of_context() {
    const Ref<ContextObject>& current = interpreter().context();
    return current ? current->copy() : nullptr;
}

/// While it exists, `context` is the current one. Follows contextvars.Context.run().
class EnteredContext {
public:
    explicit EnteredContext(Ref<ContextObject>& context)
        : interpreter_(interpreter()),
          scope_{context, interpreter_.scope()} {
        interpreter_.enter(&scope_);
    }
    EnteredContext(const EnteredContext&) = delete;
    EnteredContext& operator=(const EnteredContext&) = delete;
    ~EnteredContext() { interpreter_.enter(scope_.outer); }

private:
    Interpreter& interpreter_;
    ContextScope scope_;
};

/// Limits the depth of recursion as Python does: when tasks await each other in a cycle, cancel()
/// would never end.
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

/// Notes that the program calls into the library at `where`: the trace attributes what follows to
/// that line.
inline void here(const SourceLocation& where) {
    interpreter().reporter().at_line(where.line());
}

}  // namespace corodemo::asyncio
