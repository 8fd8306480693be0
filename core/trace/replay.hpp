#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/trace/event.hpp"
#include "core/trace/input_error.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::trace {

/// An inconsistent trace: an event names an unknown object, or contradicts those before it.
class ReplayError : public InputError {
public:
    using InputError::InputError;
};

/// A handle that is scheduled or running.
struct HandleState {
    Id id;
    Id loop;
    Role role{};
    Id task;      ///< the task that it steps or wakes up
    Id future;    ///< what it completes (a timer), or whose completion scheduled it (a callback, a
                  ///< wakeup)
    Id callback;  ///< the callback that it calls
    Text name;    ///< the callback's, if it is the program's
    Text about;   ///< what it is about: "socket 7", "SIGTERM", "thread worker-1"
    Nanoseconds when = 0;
    EventNumber scheduled = 0;  ///< the event that scheduled it
    bool timer = false;
    bool cancelled = false;
};

/// A callback that a future will schedule, or a task that it will wake up.
struct CallbackState {
    CallbackRole role{};
    Id task;
    Id callback;
    Text name;
};

/// A future, gather's outer future, or the future side of a task.
struct FutureStateNow {
    Id id;
    Text of;  ///< "task" for a task
    std::optional<FutureState> done;
    Text value;
    Error error;
    std::vector<Id> children;
    Id via;
    std::vector<CallbackState> callbacks;
};

/// A task: waiting (for `waiting_on`), ready (a handle will step it), running or done.
struct TaskState {
    enum class Phase : std::uint8_t { ready, running, waiting, done };

    Id id;
    Text name;
    Text coro;
    Id coroutine;
    Id parent;
    Phase phase = Phase::ready;
    bool eager = false;  ///< its first step stands inside its creator's, without a handle
    bool started = false;
    bool step_queued = false;  ///< a handle that steps or wakes it is in the ready queue
    bool destroyed = false;    ///< before it was done
    Id waiting_on;
    std::vector<Frame> stack;
    std::uint64_t cancelling = 0;    ///< requests to cancel it, minus those taken back
    EventNumber cancel_pending = 0;  ///< the first request that was not yet delivered; 0: none
    EventNumber cancel_thrown = 0;   ///< the last one that was thrown in, and not taken back
};

/// A queue, lock, semaphore, event, condition or barrier.
struct ObjectStateNow {
    Id id;
    Text type;               ///< "Lock", "PriorityQueue", or the name of the program's own class
    std::uint32_t line = 0;  ///< where it was created; 0 if unknown
    std::uint32_t file = 0;
    Id lock;                               ///< of a condition
    std::optional<ObjectState> state;      ///< none of a semaphore, a condition, an open queue
    Id held_by;                            ///< the task that acquired a lock, if one did
    std::optional<std::uint64_t> value;    ///< a semaphore's counter; how many are in a barrier
    std::optional<std::uint64_t> maxsize;  ///< of a queue; none if it is unlimited
    std::optional<std::uint64_t> parties;  ///< of a barrier
    std::uint64_t size = 0;                ///< of a queue
    std::vector<Text> items;               ///< the first ones in a queue
    std::uint64_t unfinished = 0;          ///< a queue's items for which task_done() is due
    std::vector<Id> waiters;  ///< tasks, in order; a future where no task is known to wait for it
};

/// Folds the events of a trace, one by one, into the state of the loop after them: the ready queue,
/// the timers, every task and future. Views and checks query it instead of tracking state of their
/// own.
///
/// It also validates a trace: every view can show whatever it accepts. docs/trace-format.md lists
/// what it requires, in "What a trace must be":
///  (1) numbers and times: events are numbered without gaps; the clock never goes back, and only
///      clock_advanced moves a virtual one;
///  (2) runs: one at a time in a thread, but for one within a handle of another one; each event
///      carries the number of the run and the iteration that its thread is in;
///  (3) iterations: within a run, one after another; first timers become due, then handles run;
///  (4) handles: each runs or is skipped once, in the order of its loop's ready queue, one at a
///      time, and none that was scheduled after the iteration began to run them;
///  (5) steps: a task runs within a handle that steps it, one at a time, until the step ends; the
///      first step of an eager task stands where the task is created;
///  (6) objects: the tasks, futures, handles, queues, locks ... that an event names exist.
///
/// The texts in the state are those of the events: keep the Trace alive.
class Replay {
public:
    explicit Replay(ClockKind clock = ClockKind::virtual_time)
        : clock_(clock) {}
    /// Of a trace with that header.
    explicit Replay(const Header& header)
        : clock_(header.clock),
          followed_(header.variables) {}
    Replay(const Replay&) = delete;
    Replay& operator=(const Replay&) = delete;

    /// Throws: ReplayError, with the number of the wrong event. The state must not be used after
    /// that.
    void apply(const Event& event);

    // Of the loop that the last event is about: the one that its thread runs, if it runs one.

    /// The ready queue, in the order in which the handles will run.
    [[nodiscard]] const std::deque<Id>& ready() const { return loop_->ready; }
    /// The heap of timers (when, handle), including cancelled ones that are still in it, in the
    /// order of their deadlines.
    [[nodiscard]] const std::set<std::pair<Nanoseconds, Id>>& timers() const {
        return loop_->timers;
    }
    /// How many handles of the ready queue belong to the current iteration: asyncio runs those that
    /// were ready when it began to run them. At most ready().size().
    [[nodiscard]] std::size_t left_in_iteration() const {
        return std::min(loop_->left_in_iteration, loop_->ready.size());
    }

    [[nodiscard]] Nanoseconds now() const { return now_; }
    /// The innermost ones in the thread of the last event.
    [[nodiscard]] Id running_handle() const { return innermost(Id::kHandle); }
    [[nodiscard]] Id running_task() const { return innermost(Id::kTask); }

    /// Throws: ReplayError if there is no such object (for a handle: none that is scheduled or
    /// running).
    [[nodiscard]] const HandleState& handle(Id id) const;
    [[nodiscard]] bool has_handle(Id id) const { return handles_.contains(id.number); }
    [[nodiscard]] const TaskState& task(Id id) const;
    [[nodiscard]] const FutureStateNow& future(Id id) const;
    [[nodiscard]] const ObjectStateNow& object(Id id) const;
    [[nodiscard]] bool has_object(Id id) const;
    /// In order of creation.
    [[nodiscard]] const std::vector<TaskState>& tasks() const { return tasks_; }
    [[nodiscard]] const std::vector<ObjectStateNow>& objects() const { return objects_; }
    /// The queue, lock ... that has the task among its waiters; null if none has.
    [[nodiscard]] const ObjectStateNow* object_awaited_by(Id task) const;

    /// The variables of the module (whose Id is empty) and of each task that is not done, as far as
    /// the trace follows any, in the order in which they appeared. Those of a task are as its last
    /// step left them.
    [[nodiscard]] const std::map<Id, std::vector<Variable>>& variables() const {
        return variables_;
    }
    /// Whether a task's variable is a copy of one of the module, as the header says, that has
    /// another value now.
    [[nodiscard]] bool is_stale(const Variable& copy) const;

private:
    void on(const RunStarted& started);
    void on(const RunFinished& finished);
    void on(const IterationStarted& started);
    void on(const IterationFinished& finished);
    void on(const HandleScheduled& scheduled);
    void on(const TimerScheduled& scheduled);
    void on(const TimerDue& due);
    void on(const TimerDropped& dropped);
    void on(const HandleStarted& started);
    void on(const HandleFinished& finished);
    void on(const HandleSkipped& skipped);
    void on(const HandleCancelled& cancelled);
    void on(const ClockAdvanced& advanced);
    void on(const TaskCreated& created);
    void on(const TaskDestroyed& destroyed);
    void on(const StepStarted& started);
    void on(const StepFinished& finished);
    void on(const FutureCreated& created);
    void on(const FutureDone& done);
    void on(const CallbackAdded& added);
    void on(const CallbackRemoved& removed);
    void on(const CancelRequested& requested);
    void on(const CancelDelivered& delivered);
    void on(const Uncancelled& uncancelled);
    void on(const ObjectCreated& created);
    void on(const ObjectChanged& changed);
    void on(const VariablesChanged& changed);
    template <class Kind>
    void on(const Kind& /*changes no state*/) {}

    /// The phase of an iteration, if there is one.
    enum class Iteration : std::uint8_t { none, collects_timers, runs_handles };

    struct Loop {
        std::deque<Id> ready;
        std::set<std::pair<Nanoseconds, Id>> timers;
        std::size_t left_in_iteration = 0;
    };
    /// A run, or what a thread does outside of any.
    struct Run {
        std::uint32_t number = 0;  // 0 outside of any run
        Loop* loop = nullptr;      // null there
        std::uint32_t it = 0;      // its last iteration; 0 before the first
        Iteration iteration = Iteration::none;
        std::vector<Id> open;  // the handle that runs, and the tasks in a step; innermost last
        std::size_t left_in_outer_iteration = 0;  // the loop's, when this run began
    };
    struct Thread {
        std::vector<Run> runs{Run()};  // innermost last
    };

    [[nodiscard]] Run& run() { return thread_->runs.back(); }
    [[nodiscard]] const Run& run() const { return thread_->runs.back(); }
    [[nodiscard]] Id innermost(char letter) const;
    [[nodiscard]] bool is_open(Id id) const;
    [[nodiscard]] bool is_in_turn_of(Id task) const;
    void enter_thread(Text name);
    void check_time(const Event& event);
    void check_place(const Event& event) const;
    void check_nothing_open() const;
    void check_objects(const Event& event) const;
    void check_before_handles() const;
    void leave_run();
    Loop& add_handle(const HandleState& state);
    HandleState& take_first_ready(Id id);
    HandleState& take_timer(Id id);
    void add_future(Id id, Text of);
    HandleState& handle_to_change(Id id);
    TaskState& task_to_change(Id id);
    FutureStateNow& future_to_change(Id id);
    ObjectStateNow& object_to_change(Id id);

    ClockKind clock_;
    std::vector<FollowedVariable> followed_;
    EventNumber n_ = 0;
    EventNumber cause_ = 0;
    std::uint32_t line_ = 0;
    std::uint32_t file_ = 0;
    Nanoseconds now_ = 0;
    std::uint32_t runs_ = 0;                         // so far
    std::unordered_map<std::uint32_t, Loop> loops_;  // by number
    Loop* loop_ = &loops_[0];
    std::unordered_map<Text, Thread> threads_;  // by name
    Text thread_name_;
    Thread* thread_ = &threads_[thread_name_];
    std::unordered_map<std::uint32_t, HandleState> handles_;  // scheduled or running, by number
    std::vector<TaskState> tasks_;
    std::unordered_map<std::uint64_t, FutureStateNow> futures_;  // by letter and number
    std::vector<ObjectStateNow> objects_;
    std::unordered_map<std::uint64_t, std::size_t> object_indexes_;  // by letter and number
    std::unordered_map<std::uint64_t, Id> awaited_objects_;          // by waiter
    std::map<Id, std::vector<Variable>> variables_;                  // by task
};

}  // namespace corodemo::trace
