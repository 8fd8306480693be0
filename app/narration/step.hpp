#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/narration/object_deeds.hpp"
#include "app/narration/task_names.hpp"
#include "core/trace/replay.hpp"
#include "core/trace/trace.hpp"

// A trace as a sequence of steps, the basis of every view that goes step by step. Only what
// happened: wording and language are left to narrate.hpp and sentence.hpp.
//
//     Steps steps(trace);
//     while (const Step* step = steps.next()) {
//         ...step, and the loop's state after it: steps.state().ready(), .tasks(), ...
//     }

namespace corodemo::app {

/// What a Step is about.
enum class StepKind : std::uint8_t {
    // Scheduling decisions, which are numbered.
    jump,      ///< nothing was ready, so the clock jumped to the next timer, or the loop waited
    task,      ///< a task ran until it suspended or ended
    timer,     ///< a timer expired
    callback,  ///< a done callback of a future
    call,      ///< a callback scheduled by call_soon
    // What comes before, between and after them.
    program,    ///< module-level code: before the first run, between runs, after the last
    run,        ///< a run begins
    iteration,  ///< an iteration begins; the ready queue holds the handles it will run
    loop,       ///< something happened within a run, outside of any handle
    skipped,    ///< a handle's turn came, but it was cancelled
    hung,       ///< nothing is ready and there is no timer: a real loop would wait forever
    run_end,    ///< a run is over
};

/// Which step caused another one.
struct Cause {
    enum class By : std::uint8_t {
        nobody,   ///< the loop on its own
        program,  ///< the program, before its first run: step 0
        later,    ///< the program, after its first run
        step,
    };
    By by = By::nobody;
    std::uint64_t step = 0;
};

/// How many of the tasks of a gather or wait are done.
struct Count {
    std::uint64_t done = 0;
    std::uint64_t of = 0;
};

/// A step. Its texts and events point into the trace.
struct Step {
    StepKind kind{};
    std::uint64_t number = 0;  ///< of a scheduling decision, from 1
    std::uint32_t run = 0;
    std::uint32_t it = 0;
    trace::Text thread;           ///< its name, if it is not the main thread
    trace::Nanoseconds from = 0;  ///< the clock before the step
    trace::Nanoseconds time = 0;  ///< the clock after it
    std::span<const trace::Event> events;
    Cause cause;

    // Of the handle that ran or was skipped.
    trace::HandleState handle;

    // Of a task's step. Both may be null where a trace ends in the middle.
    const trace::StepStarted* started = nullptr;
    const trace::StepFinished* finished = nullptr;
    trace::Text awaits;  ///< the kind of `finished->waiting_on`: sleep, gather, wait, task, ...
    trace::Nanoseconds sleep = 0;           ///< the delay, if it sleeps
    std::uint32_t line = 0;                 ///< of the await, in a Python listing; 0 if unknown
    std::uint32_t file = 0;                 ///< in which one
    trace::TaskState::Phase phase_after{};  ///< of the task
    // Where it was cancelled, if it resumes with CancelledError; by which task, or by its timeout.
    Cause cancelled;
    trace::Id canceller;
    bool timed_out = false;  ///< a timeout brought it about, or its cancellation

    // Of a timer: the task that set it. Of a callback: the task or future that completed; for
    // gather and wait also the outer future and its count.
    trace::Id owner;
    std::optional<trace::CallbackRole> role;
    trace::Id gather;
    Count count;
    bool too_late = false;            ///< the gather was already done
    bool run_by_asyncio_run = false;  ///< the run is asyncio.run()'s
    bool waited = false;              ///< of a jump: the loop really waited
    /// Of a step that called gather(): how many of its children were done before. Since 3.12, it
    /// counts them at once.
    Count gathered_at_once;
    /// Of a jump for which the loop really waited: for what outside of it.
    std::span<const trace::Text> outside;
    /// Of a jump or timer, where the sleep that ends was chosen.
    const trace::ChoiceMade* sleep_choice = nullptr;
    /// Of the program's code that starts a loop, at `line`: the event with which the run begins.
    const trace::Event* begins_run = nullptr;

    [[nodiscard]] bool is_decision() const { return kind <= StepKind::call; }
};

/// How a handle is presented to a reader.
struct Subject {
    enum class Mark : std::uint8_t {
        task,        ///< steps or wakes `id`
        timer,       ///< a timer of the task `id`, or one that will call `name`
        completion,  ///< a done callback of `id`
        call,        ///< calls `name`
    };
    Mark mark{};
    trace::Id id;
    trace::Text name;
    trace::Text about;  ///< what outside of the loop brought the call about
    bool cancelled = false;
};

/// Reads a trace step by step, in time and memory linear in its events. Holds a reference to the
/// Trace. A step points into the trace, or, if several threads have events, into this. Where
/// several threads took steps at the same time, these come in the order in which they started; the
/// state after one is then that at its end, whatever the other threads did meanwhile.
class Steps {
public:
    explicit Steps(const trace::Trace& trace);
    explicit Steps(const trace::Trace&& trace) = delete;  // its steps point into the trace

    /// The next step, valid until the next call; null at the end.   Throws: ReplayError.
    const Step* next();

    /// The loop's state after the step that next() returned last.
    [[nodiscard]] const trace::Replay& state() const { return replay_; }
    /// How many handles of the ready queue still run in this iteration.
    [[nodiscard]] std::size_t left_in_iteration() const;
    /// The timers that may still expire, without cancelled ones, by deadline.
    [[nodiscard]] const std::set<std::pair<trace::Nanoseconds, trace::Id>>& timers() const {
        return timers_;
    }

    [[nodiscard]] const TaskNames& names() const { return names_; }
    [[nodiscard]] Subject subject(const trace::HandleState& handle) const;
    /// The role of a callback, as far as known.
    [[nodiscard]] std::optional<trace::CallbackRole> role_of(trace::Id callback) const;
    /// What the event did to a queue, a lock or the like; null if there is nothing to tell.
    [[nodiscard]] const ObjectDeed* deed(trace::EventNumber event) const;

private:
    struct CallbackUse {
        std::optional<trace::CallbackRole> role;
        trace::Id gather;
        Count count;
    };

    /// The events of one thread, and how far they have been read.
    struct Sequence {
        std::span<const trace::Event> events;
        std::size_t next = 0;
        std::optional<Step> iteration;         // begun: which handles will run isn't known yet
        bool by_asyncio_run = false;           // the current run
        std::span<const trace::Text> outside;  // what its loop waits for, besides a timer
    };

    void split_by_thread(const trace::Trace& trace);
    [[nodiscard]] bool choose_sequence();
    [[nodiscard]] const trace::Event* peek() const {
        return now_->next < now_->events.size() ? &now_->events[now_->next] : nullptr;
    }
    [[nodiscard]] bool goes_on(const trace::Event& last) const;
    void apply(const trace::Event& event);
    [[nodiscard]] trace::HandleState handle(trace::Id id) const;
    void read_next();
    void read_before_handles();
    void flush_iteration();
    void read_handle();
    [[nodiscard]] bool jump_follows() const;
    void read_jump();
    void read_mark(StepKind kind);
    void read_interval(StepKind kind);
    [[nodiscard]] Step begin(StepKind kind) const;
    void end(Step step);
    void take(std::uint64_t number);
    void note(const trace::Event& event);
    void note_scheduled(const trace::HandleScheduled& scheduled);
    void note_gather(const trace::FutureCreated& created, std::span<const trace::Id> in_order);
    void describe_task(Step& step) const;
    void describe_callback(Step& step);
    [[nodiscard]] Cause cause_of(trace::EventNumber event) const;
    void describe_cancel(Step& step) const;

    std::span<const trace::Event> events_;
    TaskNames names_;
    bool counts_done_children_at_once_;              // as gather does since 3.12
    std::vector<std::vector<trace::Event>> copies_;  // by thread, if there are several
    std::vector<Sequence> sequences_;
    Sequence* now_ = nullptr;  // the one that is being read
    std::size_t applied_ = 0;  // how many events replay_ knows
    trace::Replay replay_;
    std::unordered_map<trace::EventNumber, ObjectDeed> deeds_;
    std::unordered_map<std::uint32_t, trace::HandleState> started_;  // if there are several threads

    // Read but not returned yet; replay_ has the state after each of them.
    std::deque<Step> found_;
    Step current_;  // the last one returned
    struct Decision {
        trace::Role role{};
        trace::Id task;  ///< that ran, or whose timer expired
    };
    std::vector<Decision> made_;  // those read so far; the first has the number 1
    std::uint64_t decisions_ = 0;
    trace::EventNumber first_run_ = 0;  // the event with which the first run began

    std::vector<std::uint64_t> step_of_event_;  // by event number; 0 outside of any step
    std::set<std::pair<trace::Nanoseconds, trace::Id>> timers_;
    std::unordered_map<std::uint32_t, trace::Id> timer_owners_;      // by handle
    std::unordered_map<std::uint32_t, CallbackUse> callbacks_;       // by callback
    std::set<std::pair<trace::Id, trace::Id>> registered_;           // future, callback of wait
    std::unordered_map<std::uint32_t, trace::EventNumber> cancels_;  // by task: the last request
    std::unordered_map<std::uint32_t, trace::Id> gather_of_;         // by task: the last one
    std::unordered_map<std::uint32_t, Count> gathered_;              // by gather
    const trace::ChoiceMade* sleep_choice_ = nullptr;                // for the next step
    Count gathered_at_once_;                                         // in the step being read
};

/// The eager tasks whose first step is nested in this one.
std::vector<trace::Id> eager_tasks(const Step& step);

/// How many scheduling decisions there are in a trace.
std::uint64_t count_steps(const trace::Trace& trace);

}  // namespace corodemo::app
