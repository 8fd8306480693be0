#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/asyncio/trace_reporter.hpp"

namespace corodemo::asyncio {

/// Where the loop, futures and tasks report what they do: one call per site, which returns at once
/// if no trace is recorded. TraceReporter makes the events; neither implements a rule of asyncio.
class Reporter {
public:
    /// Starts recording: see TraceReporter.
    void start(trace::Sink& sink, const trace::LineMap* lines) { trace_.emplace(sink, lines); }
    void stop() { trace_.reset(); }
    [[nodiscard]] bool observed() const { return trace_.has_value(); }

    // The current line of the program: the one in its C++ text that called into the library; none
    // while the loop itself acts.

    void at_line(std::uint32_t line) {
        if (trace_) {
            trace_->at_line(line);
        }
    }
    void at_no_line() { at_line(0); }
    [[nodiscard]] std::uint32_t line() const { return trace_ ? trace_->line() : 0; }
    /// A task's coroutine has suspended or ended, but not the step that ran it.
    void left_coroutine() {
        if (trace_) {
            trace_->left_coroutine();
        }
    }
    /// The current line is that of the await at which `task` is suspended.
    void at_await_of(const TaskBase& task) {
        if (trace_) {
            trace_->at_await_of(task);
        }
    }

    // The program

    /// Returns the number of the coroutine object in the trace, 0 if there is no trace.
    std::uint32_t coroutine_created(const coro::CallSite& call) {
        return trace_ ? trace_->coroutine_created(call) : 0;
    }
    void printed(std::string_view line, trace::Stream stream) {
        if (trace_) {
            trace_->printed(line, stream);
        }
    }
    /// `coroutine` is the one that the warning is about, or null.
    void warned(std::string_view category, std::string_view message,
                const coro::PromiseBase* coroutine) {
        if (trace_) {
            trace_->warned(category, message, coroutine);
        }
    }
    void choice_made(std::string_view site, std::size_t size,
                     std::span<const std::uint32_t> order) {
        if (trace_) {
            trace_->choice_made(site, size, order);
        }
    }
    /// A blocking call has moved the clock.
    void blocked(Time from, Time to) {
        if (trace_) {
            trace_->blocked(from, to);
        }
    }
    /// A variable that the trace follows comes to be: of the task that runs, or else of the module.
    void variable_begins(const VariableBase& variable) {
        if (trace_) {
            trace_->variable_begins(variable);
        }
    }
    void variable_ends(const VariableBase& variable) {
        if (trace_) {
            trace_->variable_ends(variable);
        }
    }
    /// What follows another thread does, until leave_thread().
    void enter_thread(std::string_view name) {
        if (trace_) {
            trace_->enter_thread(name);
        }
    }
    void leave_thread() {
        if (trace_) {
            trace_->leave_thread();
        }
    }
    /// The program's last line has run; its objects are destroyed next.
    void exit_began() {
        if (trace_) {
            trace_->exit_began();
        }
    }

    // The loop

    void loop_created(EventLoop& loop) {
        if (trace_) {
            trace_->loop_created(loop);
        }
    }
    void loop_closed(const EventLoop& loop) {
        if (trace_) {
            trace_->loop_closed(loop);
        }
    }
    void stop_requested() {
        if (trace_) {
            trace_->stop_requested();
        }
    }
    /// `until` is the future of run_until_complete(), null for run_forever().
    void run_started(const EventLoop& loop, const FutureBase* until) {
        if (trace_) {
            trace_->run_started(loop, until);
        }
    }
    /// The last iteration of the run has ended; the end of the run itself is reported after it.
    void iterations_ended() {
        if (trace_) {
            trace_->iterations_ended();
        }
    }
    void run_forever_finished() {
        if (trace_) {
            trace_->run_forever_finished();
        }
    }
    /// What runs the loop from now on: nothing but the program, or what `by` says.
    void runs_for(RunBy by) {
        if (trace_) {
            trace_->runs_for(by);
        }
    }
    /// run_until_complete() returns `value`.
    void run_returned(std::string_view value) {
        if (trace_) {
            trace_->run_returned(value);
        }
    }
    /// run_until_complete() has ended, and raises `error`.
    void run_raised(const std::exception_ptr& error) {
        if (trace_) {
            trace_->run_raised(error);
        }
    }
    /// `error` has propagated out of the loop itself.
    void run_broken(const std::exception_ptr& error) {
        if (trace_) {
            trace_->run_broken(error);
        }
    }
    void loop_hung() {
        if (trace_) {
            trace_->loop_hung();
        }
    }
    void iteration_started(const EventLoop& loop) {
        if (trace_) {
            trace_->iteration_started(loop);
        }
    }
    void iteration_finished(const EventLoop& loop) {
        if (trace_) {
            trace_->iteration_finished(loop);
        }
    }
    /// The clock has moved to the deadline of `timer`, or towards it.
    void clock_advanced(Time from, Time to, const TimerObject& timer) {
        if (trace_) {
            trace_->clock_advanced(from, to, timer);
        }
    }
    /// Nothing is ready: the loop waits for what goes on in threads.
    void waiting_outside(std::span<const std::string> what) {
        if (trace_) {
            trace_->waiting_outside(what);
        }
    }
    /// ... and the clock has moved until one of them has ended.
    void waited(Time from, Time to) {
        if (trace_) {
            trace_->waited(from, to);
        }
    }
    /// `future` is the one that the report is about, or null.
    void exception_reported(const std::string& message, const std::exception_ptr& exception,
                            const FutureBase* future) {
        if (trace_) {
            trace_->exception_reported(message, exception, future);
        }
    }

    // Handles

    [[gnu::always_inline]] void handle_scheduled(const EventLoop& loop, ReadyHandle& handle) {
        if (trace_) {
            trace_->handle_scheduled(loop, handle);
        }
    }
    [[gnu::always_inline]] void handle_started(const ReadyHandle& handle) {
        if (trace_) {
            trace_->handle_started(handle);
        }
    }
    [[gnu::always_inline]] void handle_finished(const ReadyHandle& handle) {
        if (trace_) {
            trace_->handle_finished(handle);
        }
    }
    void handle_scheduled_by_thread(const EventLoop& loop, ReadyHandle& handle,
                                    const FromThread& by) {
        if (trace_) {
            trace_->handle_scheduled_by_thread(loop, handle, by);
        }
    }
    void handle_skipped(const ReadyHandle& handle) {
        if (trace_) {
            trace_->handle_skipped(handle);
        }
    }
    void handle_cancelled(const HandleObject& handle) {
        if (trace_) {
            trace_->handle_cancelled(handle);
        }
    }
    void timer_scheduled(TimerObject& timer) {
        if (trace_) {
            trace_->timer_scheduled(timer);
        }
    }
    void timer_due(const TimerObject& timer, ReadyHandle& handle) {
        if (trace_) {
            trace_->timer_due(timer, handle);
        }
    }
    void timer_dropped(const TimerObject& timer) {
        if (trace_) {
            trace_->timer_dropped(timer);
        }
    }

    // Futures and tasks

    /// `purpose` is what the trace says the future is for.
    void future_created(FutureBase& future, const char* purpose) {
        if (trace_) {
            trace_->future_created(future, purpose);
        }
    }
    /// `callback` is the done callback of the children; null if there are none.
    void gather_created(FutureBase& outer, CallbackObject* callback) {
        if (trace_) {
            trace_->gather_created(outer, callback);
        }
    }
    void future_done(const FutureBase& future) {
        if (trace_) {
            trace_->future_done(future);
        }
    }
    /// To be called before the future acts on it, so that the trace shows the request before its
    /// effects.
    void cancel_requested(FutureBase& future, const std::optional<std::string>& message) {
        if (trace_) {
            trace_->cancel_requested(future, message);
        }
    }
    /// A task takes a request to cancel it back. `withdrawn`: so soon that nothing is thrown into
    /// it.
    void uncancelled(const TaskBase& task, bool withdrawn) {
        if (trace_) {
            trace_->uncancelled(task, withdrawn);
        }
    }
    /// Until it is called again, requests to cancel are those that `future` passes on; none does
    /// if it is empty. Returns the one that was set before.
    Id cancel_passed_on_by(Id future) {
        return trace_ ? trace_->cancel_passed_on_by(future) : Id();
    }
    void wakeup_added(const FutureBase& future, const TaskBase& task) {
        if (trace_) {
            trace_->wakeup_added(future, task);
        }
    }
    void callback_added(const FutureBase& future, CallbackObject& callback) {
        if (trace_) {
            trace_->callback_added(future, callback);
        }
    }
    void callback_removed(const FutureBase& future, CallbackObject& callback) {
        if (trace_) {
            trace_->callback_removed(future, callback);
        }
    }
    /// `eagerly`: its first step is the next thing to happen.
    void task_created(TaskBase& task, bool eagerly) {
        if (trace_) {
            trace_->task_created(task, eagerly);
        }
    }
    /// The task is destroyed, or its program has lost it, before it is done.
    void task_destroyed(const TaskBase& task) {
        if (trace_) {
            trace_->task_destroyed(task);
        }
    }

    // What tasks share

    void object_created(SharedObject& object) {
        if (trace_) {
            trace_->object_created(object);
        }
    }
    /// Its state may have changed since it was last reported.
    void object_changed(SharedObject& object) {
        if (trace_) {
            trace_->object_changed(object);
        }
    }

    // Steps

    /// `injected` is thrown at the await at which the task is suspended; may be null.
    [[gnu::always_inline]] void step_started(const TaskBase& task,
                                             const std::exception_ptr& injected) {
        if (trace_) {
            trace_->step_started(task, injected);
        }
    }
    [[gnu::always_inline]] void step_finished(const TaskBase& task) {
        if (trace_) {
            trace_->step_finished(task);
        }
    }

private:
    std::optional<TraceReporter> trace_;
};

/// While it exists, the current line is another one.
class AtLine {
public:
    AtLine(Reporter& reporter, std::uint32_t line)
        : reporter_(reporter),
          outer_(reporter.line()) {
        reporter_.at_line(line);
    }
    AtLine(const AtLine&) = delete;
    AtLine& operator=(const AtLine&) = delete;
    ~AtLine() { reporter_.at_line(outer_); }

private:
    Reporter& reporter_;
    std::uint32_t outer_;
};

/// While it exists, `future` passes a request to cancel it on: to the future that it awaits, or to
/// its children.
class CancelPassedOn {
public:
    template <class Future>
    CancelPassedOn(Reporter& reporter, const Future& future)
        : reporter_(reporter),
          outer_(reporter.cancel_passed_on_by(future.id())) {}
    CancelPassedOn(const CancelPassedOn&) = delete;
    CancelPassedOn& operator=(const CancelPassedOn&) = delete;
    ~CancelPassedOn() { reporter_.cancel_passed_on_by(outer_); }

private:
    Reporter& reporter_;
    Id outer_;
};

}  // namespace corodemo::asyncio
