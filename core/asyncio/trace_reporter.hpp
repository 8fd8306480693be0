#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/asyncio/virtual_time.hpp"
#include "core/coro/coroutine_observer.hpp"
#include "core/trace/line_map.hpp"
#include "core/trace/sink.hpp"

namespace corodemo::asyncio {

class CallbackObject;
class EventLoop;
class FutureBase;
class HandleObject;
class SharedObject;
class TaskBase;
class TimerObject;
class VariableBase;
struct FromThread;
struct ReadyHandle;

using trace::EventNumber;
using trace::Id;

/// What of asyncio runs the loop, if anything does.
struct RunBy {
    std::optional<trace::Via> via = {};
    bool internal = false;  ///< for its own purposes, not for the program's coroutine
};

/// Turns what the loop reports into the events of a trace: assigns the ids of objects, numbers the
/// events, adds their time, enclosing handle or step, and cause, and passes them to the Sink.
/// Exists only while a trace is recorded. Reporter, which the loop calls, documents each function.
class TraceReporter {
public:
    /// `lines` may be null: then no Python lines are known.
    TraceReporter(trace::Sink& sink, const trace::LineMap* lines)
        : sink_(sink),
          wanted_(sink.wanted()),
          lines_(lines) {}

    void at_line(std::uint32_t line) {
        if (line != event_.cpp_line) {
            event_.cpp_line = line;
            event_.line = python_line(line);
        }
    }
    [[nodiscard]] std::uint32_t line() const { return event_.cpp_line; }
    void at_await_of(const TaskBase& task);
    void left_coroutine();

    std::uint32_t coroutine_created(const coro::CallSite& call);
    void printed(std::string_view line, trace::Stream stream);
    void warned(std::string_view category, std::string_view message,
                const coro::PromiseBase* coroutine);
    void choice_made(std::string_view site, std::size_t size, std::span<const std::uint32_t> order);
    void blocked(Time from, Time to);
    void variable_begins(const VariableBase& variable);
    void variable_ends(const VariableBase& variable);
    void enter_thread(std::string_view name);
    void leave_thread();
    void exit_began();

    void loop_created(EventLoop& loop);
    void loop_closed(const EventLoop& loop);
    void stop_requested();
    void run_started(const EventLoop& loop, const FutureBase* until);
    void iterations_ended();
    void run_forever_finished();
    void runs_for(RunBy by) { run_by_ = by; }
    void run_returned(std::string_view value);
    void run_raised(const std::exception_ptr& error);
    void run_broken(const std::exception_ptr& error);
    void loop_hung();
    void iteration_started(const EventLoop& loop);
    void iteration_finished(const EventLoop& loop);
    void clock_advanced(Time from, Time to, const TimerObject& timer);
    void waiting_outside(std::span<const std::string> what);
    void waited(Time from, Time to);
    void exception_reported(const std::string& message, const std::exception_ptr& exception,
                            const FutureBase* future);

    void handle_scheduled(const EventLoop& loop, ReadyHandle& handle);
    void handle_scheduled_by_thread(const EventLoop& loop, ReadyHandle& handle,
                                    const FromThread& by);
    void handle_started(const ReadyHandle& handle);
    void handle_finished(const ReadyHandle& handle);
    void handle_skipped(const ReadyHandle& handle);
    void handle_cancelled(const HandleObject& handle);
    void timer_scheduled(TimerObject& timer);
    void timer_due(const TimerObject& timer, ReadyHandle& handle);
    void timer_dropped(const TimerObject& timer);

    void future_created(FutureBase& future, const char* purpose);
    void gather_created(FutureBase& outer, CallbackObject* callback);
    void future_done(const FutureBase& future);
    void cancel_requested(FutureBase& future, const std::optional<std::string>& message);
    void uncancelled(const TaskBase& task, bool withdrawn);
    Id cancel_passed_on_by(Id future) { return std::exchange(passes_cancel_on_, future); }
    void wakeup_added(const FutureBase& future, const TaskBase& task);
    void callback_added(const FutureBase& future, CallbackObject& callback);
    void callback_removed(const FutureBase& future, CallbackObject& callback);
    void task_created(TaskBase& task, bool eagerly);
    void task_destroyed(const TaskBase& task);
    void object_created(SharedObject& object);
    void object_changed(SharedObject& object);
    void step_started(const TaskBase& task, const std::exception_ptr& injected);
    void step_finished(const TaskBase& task);

private:
    /// What is running, and the event that started it, which is the cause of what happens in it.
    struct Open {
        Id id;
        EventNumber started = 0;
    };

    /// Reports an event of that kind; `fill` sets its fields, if the sink wants it. Returns its
    /// number.
    template <class Kind, class Fill>
    EventNumber report(EventNumber cause, Fill fill);
    /// The same, with what is running as the cause.
    template <class Kind, class Fill>
    EventNumber report(Fill fill) {
        return report<Kind>(open().started, fill);
    }
    [[nodiscard]] const Open& open() const { return step_.id ? step_ : handle_; }

    /// The same, with the line where what it is about was created, if that is known.
    template <class Kind, class Fill>
    void report_about(std::uint32_t created_line, Fill fill);

    /// What became of a request to cancel `task`.
    void cancel_delivered(Id task, EventNumber request, trace::CancelOutcome outcome);
    /// The same, when a step of the task begins, or its coroutine has ended.
    void deliver_cancel_at_start(const TaskBase& task, const std::exception_ptr& injected);
    void deliver_cancel_at_end(const TaskBase& task);

    /// Reports which variables of a task, or of the module, have changed since it did so before.
    void variables_changed(Id task);
    /// The same for the module and for a task, a step of which has finished.
    void variables_changed_in_step(const TaskBase& task);

    /// The next Id of that letter.
    Id new_id(char letter) { return {letter, ++last_number_[static_cast<unsigned char>(letter)]}; }
    /// The id of a callback, assigned when it first appears.
    Id id_of(CallbackObject& callback);

    /// Stores a text until the next event, and returns a view of it.
    trace::Text keep(std::string text);
    trace::Error keep(const std::exception_ptr& exception);
    [[nodiscard]] std::uint32_t python_line(std::uint32_t cpp_line) const {
        return lines_ != nullptr ? lines_->python_line(cpp_line) : 0;
    }
    std::span<const trace::Frame> frames_of(const TaskBase& task);
    /// What is told of a task at the end of its step: suspended, or done.
    void say_where_it_waits(trace::StepFinished& event, const TaskBase& task);
    void say_how_it_ended(trace::StepFinished& event, const TaskBase& task);
    /// Reports how a run ended. The current line is then again the one that started the run.
    template <class Fill>
    void run_finished(Fill fill);

    trace::Sink& sink_;
    trace::Kinds wanted_;
    const trace::LineMap* lines_;
    trace::Event event_;  // the last one; the next inherits its time, run, iteration and line
    std::uint32_t runs_ = 0;
    std::uint32_t iterations_of_run_ = 0;
    std::uint32_t line_of_run_ = 0;  // that started the run
    RunBy run_by_;
    Open handle_;
    Open step_;
    Id eager_;  // the last task that begins eagerly
    /// The steps in which the current one, the first of an eager task, is nested; and the line that
    /// created that task.
    struct OuterStep {
        Open step;
        std::uint32_t line = 0;
    };
    std::vector<OuterStep> outer_steps_;
    /// Where the loop's own thread is, while another one acts.
    struct Place {
        std::uint32_t run = 0;
        std::uint32_t it = 0;
        std::uint32_t line = 0;
        Open handle;
        Open step;
        std::vector<OuterStep> outer_steps;
    };
    Place own_thread_;
    Id passes_cancel_on_;

    /// The requests to cancel a task that is not done: the first one that was not yet delivered,
    /// and the last one that was thrown in; 0 for none.
    struct Cancels {
        EventNumber pending = 0;
        EventNumber thrown = 0;
        bool passed_on = false;  // what the task awaits took one of those that are pending
    };
    std::unordered_map<std::uint32_t, Cancels> cancels_;  // by number of the task
    struct ReportedValue {
        std::string_view name;
        std::string text;
        bool operator==(const ReportedValue&) const = default;
    };
    /// The variables of a task, or of the module, and what was reported of them.
    struct Scope {
        std::vector<const VariableBase*> variables;
        std::vector<ReportedValue> reported;
    };
    std::map<Id, Scope> scopes_;                    // of those that have any; the module has no Id
    EventNumber last_done_ = 0;                     // the last event in which a future was done
    std::array<std::uint32_t, 128> last_number_{};  // by letter

    // Storage for what the views in the current event point to.
    std::array<std::string, 4> texts_;
    std::size_t texts_used_ = 0;
    std::vector<trace::Frame> frames_;
    std::vector<Id> ids_;
    std::vector<trace::Text> items_;
};

}  // namespace corodemo::asyncio
