#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>

#include "core/asyncio/future_base.hpp"
#include "core/coro/await_stack.hpp"

namespace corodemo::asyncio {

/// How a task is created.
struct TaskOptions {
    std::optional<std::string> name = {};  ///< else Task-1, Task-2, ...
    Ref<ContextObject> context = {};       ///< else a copy of the current one
    bool eager_start = false;              ///< its first step runs at once (since 3.12)
};

/// The part of a task that does not depend on the type of its value: it runs a coroutine step by
/// step, and is a future that is done when the coroutine ends. Follows asyncio.tasks.Task.
///
/// A task that is not done is in exactly one state:
///  (1) waiting: waiter_ is set, and no step is scheduled unless waiter_ is done;
///  (2) ready:   a step or a wakeup sits in the ready queue;
///  (3) running: loop().current_task() == this.
class TaskBase : public FutureBase {
public:
    /// Empty before 3.8, where tasks have no names.
    [[nodiscard]] std::string name() const;
    void set_name(std::string name) {
        given_name_ = std::make_unique<std::string>(std::move(name));
    }
    [[nodiscard]] bool named() const { return given_name_ || number_ != 0; }
    [[nodiscard]] const char* coroutine_name() const { return coroutine_name_; }

    /// To be called once, when the derived class has its coroutine: schedules the first step, or
    /// runs it at once.
    void start(bool eagerly);
    /// Resumes the coroutine until it suspends or ends; throws `exception`, if not null, at the
    /// await at which it is suspended. Called only by the loop (asyncio: __step).
    void step(std::exception_ptr exception);
    void step() { step(std::exchange(bad_await_, nullptr)); }
    /// The next step after awaiting `future`, which is done (asyncio: __wakeup).
    void wakeup(FutureBase& future);

    /// Arranges for CancelledError to be thrown into the coroutine in the next iteration: by
    /// cancelling the future that it awaits or, if that returns false, by a flag that the next step
    /// checks. Returns false if the task is done.
    bool cancel(std::optional<std::string> message) override;
    /// How many requests to cancel it were accepted, minus those that uncancel() took back.
    /// Throws: AttributeError before 3.11.
    [[nodiscard]] std::uint32_t cancelling() const;
    /// Takes one request back: for code that handles CancelledError, and lets the task go on.
    /// Returns how many are left.   Throws: AttributeError before 3.11.
    std::uint32_t uncancel();
    void set_exception(std::exception_ptr exception) override;
    [[nodiscard]] TaskBase* as_task() override { return this; }
    void abandon() override;
    void visit_references(const std::function<void(FutureBase&)>& visit) override;

    /// The future that it awaits, or null.
    [[nodiscard]] const FutureBase* waiting_on() const { return waiter_.get(); }
    /// The line of the await at which the innermost coroutine of the program is suspended.
    [[nodiscard]] std::uint32_t await_line() const { return stack_.line(); }
    /// The exit of an `async with` comes next: before 3.10 it has the line at which its block ends.
    void note_end_of_block();
    /// In which its steps run.
    [[nodiscard]] Ref<ContextObject>& context() { return context_; }

    /// Whether its first step has begun.
    [[nodiscard]] bool started() const { return started_; }
    /// The innermost of its suspended coroutines, or null.
    [[nodiscard]] const coro::PromiseBase* innermost() const { return stack_.innermost(); }
    /// The same as cancelling(), in every version.
    [[nodiscard]] std::uint32_t cancels_requested() const { return cancels_requested_; }
    /// The number of its coroutine in the trace, 0 if it has none.
    [[nodiscard]] std::uint32_t coroutine_number() const { return coroutine_number_; }

    /// For a task that the program never sees: it is not reported when it is destroyed while
    /// pending.
    void dont_log_destroy_pending() { log_destroy_pending_ = false; }
    /// Reports, once, that the task is destroyed while pending.
    void report_lost();

protected:
    TaskBase(EventLoop& loop, TaskOptions& options)
        : FutureBase(loop, Kind::task),
          given_name_(options.name ? std::make_unique<std::string>(std::move(*options.name))
                                   : nullptr),
          context_(options.context ? std::move(options.context) : copy_of_context()) {}

    /// To be called by the derived class's destructor, while it still has its coroutine.
    void die();

    static void check_counts_cancels(const char* method);
    /// Throws: RuntimeError if only the coroutine may complete the task (since 3.7).
    static void check_settable(const char* operation);

    virtual coro::CoroBase& coroutine() = 0;
    /// The exception that the coroutine raised, or null.
    virtual std::exception_ptr coroutine_exception() = 0;
    /// Moves the value out of the coroutine, which has returned.
    virtual void take_value() = 0;

private:
    bool run_coroutine(std::exception_ptr& exception);
    void finish(std::exception_ptr exception);
    void suspend();
    void schedule_step();
    void schedule_step_that_raises(std::string message);

    coro::AwaitStack stack_;
    Ref<FutureBase> waiter_;
    std::exception_ptr bad_await_;
    std::unique_ptr<std::string> given_name_;
    Ref<ContextObject> context_;
    const char* coroutine_name_ = nullptr;
    std::uint32_t number_ = 0;  // of its default name: Task-1, Task-2, ...
    std::uint32_t coroutine_number_ = 0;
    std::uint32_t cancels_requested_ = 0;
    bool must_cancel_ = false;
    bool started_ = false;
    bool log_destroy_pending_ = true;
    bool lost_ = false;  // its destruction was reported
};

}  // namespace corodemo::asyncio
