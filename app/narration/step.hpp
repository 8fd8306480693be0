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

#include "core/trace/replay.hpp"
#include "core/trace/trace.hpp"

// A trace as a story in steps: what every view that goes step by step shows. No language
// here, only what happened.
//
//     Steps steps(trace);
//     while (const Step* step = steps.next()) {
//         ...step, and the loop's state after it: steps.state().ready(), .tasks(), ...
//     }

namespace corodemo::app {

/// What a Step is about.
enum class StepKind : std::uint8_t {
    // Scheduling decisions. They have a number.
    jump,      ///< nothing was ready, so the clock went on to the next timer
    task,      ///< a task ran, until it waited again or ended
    timer,     ///< a timer went off
    callback,  ///< a callback of a future that is done
    call,      ///< what call_soon asked for
    // What stands around them.
    program,    ///< the module's own code: before its first run, between its runs, after the last
    run,        ///< a run begins
    iteration,  ///< an iteration begins; the ready queue holds the handles that it will run
    loop,       ///< something happened within a run, outside of any handle
    skipped,    ///< a handle's turn came, but it was cancelled
    hung,       ///< nothing ready, no timer: a real loop would wait for ever
    run_end,    ///< a run is over
};

/// Which step brought another one about.
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

/// How many of a gather's or a wait's tasks are done.
struct Count {
    std::uint64_t done = 0;
    std::uint64_t of = 0;
};

/// One step. Its texts and events are those of the trace.
struct Step {
    StepKind kind{};
    std::uint64_t number = 0;  ///< of a scheduling decision, from 1
    std::uint32_t run = 0;
    std::uint32_t it = 0;
    trace::Nanoseconds from = 0;  ///< the clock before the step
    trace::Nanoseconds time = 0;  ///< the clock after it
    std::span<const trace::Event> events;
    Cause cause;

    // Of what ran, or was skipped.
    trace::HandleState handle;

    // Of a task's step. Both may be missing where a trace ends in the middle.
    const trace::StepStarted* started = nullptr;
    const trace::StepFinished* finished = nullptr;
    trace::Text awaits;  ///< what `finished->waiting_on` is: sleep, gather, wait, task, ...
    trace::Nanoseconds sleep = 0;           ///< for how long, if it sleeps
    std::uint32_t line = 0;                 ///< where in the Python listing it waits; 0 if unknown
    trace::TaskState::Phase phase_after{};  ///< of the task

    // Of a timer: the task that set it. Of a callback: whose it is, and gather's outer future and
    // its count.
    trace::Id owner;
    std::optional<trace::CallbackRole> role;
    trace::Id gather;
    Count count;
    bool too_late = false;  ///< the gather was done before

    [[nodiscard]] bool is_decision() const { return kind <= StepKind::call; }
};

/// How a handle is known to a reader.
struct Subject {
    enum class Mark : std::uint8_t {
        task,        ///< it steps or wakes `id`
        timer,       ///< it is a timer of the task `id`, or will call `name`
        completion,  ///< `id` is done
        call,        ///< it calls `name`
    };
    Mark mark{};
    trace::Id id;
    trace::Text name;
    bool cancelled = false;
};

/// Reads a trace step by step, in time and memory that grow with its events. Keep the Trace alive.
class Steps {
public:
    explicit Steps(const trace::Trace& trace);
    explicit Steps(const trace::Trace&& trace) = delete;  // its steps point into the trace

    /// The next step, good until the next call; null at the end.   Throws: ReplayError.
    const Step* next();

    /// The state of the loop after the last step that next() gave.
    [[nodiscard]] const trace::Replay& state() const { return replay_; }
    /// How many handles of the ready queue run before this iteration ends.
    [[nodiscard]] std::size_t left_in_iteration() const;
    /// The timers that may still go off, cancelled ones left out, in the order in which they fall
    /// due.
    [[nodiscard]] const std::set<std::pair<trace::Nanoseconds, trace::Id>>& timers() const {
        return timers_;
    }

    [[nodiscard]] Subject subject(const trace::HandleState& handle) const;
    /// What a callback is there for, as far as is known.
    [[nodiscard]] std::optional<trace::CallbackRole> role_of(trace::Id callback) const;

private:
    struct CallbackUse {
        std::optional<trace::CallbackRole> role;
        trace::Id gather;
        Count count;
    };

    void read_next();
    void flush_iteration();
    void read_handle();
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

    std::span<const trace::Event> events_;
    std::size_t next_event_ = 0;
    trace::Replay replay_;

    // Read, but not handed out yet; the state of each is what replay_ has.
    std::deque<Step> found_;
    // Begun, but not read to their end: which handles will run isn't known yet.
    std::optional<Step> iteration_;
    std::optional<Step> jump_;
    Step current_;  // handed out last
    std::uint64_t decisions_ = 0;
    trace::EventNumber first_run_ = 0;  // the event with which it began

    std::vector<std::uint64_t> step_of_event_;  // by number of the event; 0 outside of any step
    std::set<std::pair<trace::Nanoseconds, trace::Id>> timers_;
    std::unordered_map<std::uint32_t, trace::Id> timer_owners_;  // by handle
    std::unordered_map<std::uint32_t, CallbackUse> callbacks_;   // by callback
    std::set<std::pair<trace::Id, trace::Id>> registered_;       // future, callback of wait
    std::unordered_map<std::uint32_t, trace::Id> gather_of_;     // by task: the last that took it
    std::unordered_map<std::uint32_t, Count> gathered_;          // by gather
};

/// How many scheduling decisions there are in a trace.
std::uint64_t count_steps(const trace::Trace& trace);

}  // namespace corodemo::app
