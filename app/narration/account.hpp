#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/narration/narrate.hpp"
#include "app/narration/step.hpp"

// What is told of a step, in no language: who acts, why now, what it did in order, where it stands
// afterwards. All views take it from here; wording.hpp puts it into words.

namespace corodemo::app {

/// What can be told. Its words, and what its arguments mean, are in phrases.hpp.
enum class Saying : std::uint8_t {
    // How a step begins. The first argument is who acts.
    starts,
    resumes,
    resumes_with,   ///< an error
    never_started,  ///< cancelled before its first step
    clock_jumps,
    clock_jumps_to,       ///< a deadline that need not be the next
    sleep_expires,        ///< and makes its task ready
    sleep_expires_alone,  ///< it doesn't
    timeout_expires,
    timeout_cancels,  ///< expires, and cancels its task
    timer_expires,    ///< one that calls a function
    gather_counts,
    gather_counts_all,
    gather_too_late,
    wait_counts,
    wait_counts_all,
    done_callback,  ///< the program's
    run_callback,   ///< run_until_complete's
    task_group_callback,
    as_completed_callback,
    shield_callback,
    wait_for_callback,
    internal_done_callback,
    done_callback_of_asyncio,  ///< whose function is known
    call,
    internal_callback,
    call_of_asyncio,        ///< the same
    call_of_asyncio_about,  ///< and has to do with a descriptor
    thread_callback,        ///< asyncio's, scheduled by a thread
    about_readable,         ///< a descriptor
    about_writable,
    about_signal,
    about_job,    ///< an executor's
    waits,        ///< the loop, really
    waits_until,  ///< a timer's deadline
    waits_past,   ///< the same, and much longer
    waits_for,    ///< what is outside of it
    thread_acts,  ///< another thread than the loop's
    skipped,
    hangs,
    loop_stops,  ///< and leaves handles in the ready queue
    program,

    // Why now.
    because_sleep,
    because_timeout,
    because_timeout_of,  ///< another task
    because_wait,        ///< wait() is over
    because_yielded,
    because_done,
    because_woken_up,  ///< to look again, and maybe to wait on
    because_cancelled,
    because_cancelled_by,  ///< a task
    because_program_cancelled,
    because_scheduled,
    because_thread,  ///< a thread scheduled it

    // What it did.
    prints,
    warns,
    warns_of_line,
    warns_at_exit,  ///< after the program's last line
    reports,
    reports_about,  ///< a task or future, created at a line
    notes,
    task_destroyed,  ///< while it is pending
    calls_coroutine_function,
    creates_tasks,
    asyncio_run_creates,  ///< asyncio.run() creates its task
    gather_creates,
    creates_with_gather,  ///< said of a task
    gather_takes,
    passes_to_gather,  ///< said of a task
    gather_already_done,
    creates_future,
    sets_result,     ///< of a future
    sets_exception,  ///< of a future
    is_cancelled,
    gather_completes,
    gather_fails,
    gather_is_cancelled,
    cancels,
    interrupt_cancels,  ///< asyncio.run() does, at Ctrl-C
    cancels_woken,      ///< tasks that wait for what is already done
    cancels_too_late,
    cancels_call,
    swallows_cancel,
    withdraws_cancel,
    cancel_too_late,  ///< it ended before
    stops,
    blocks,
    calls_soon,
    calls_later,
    calls_at,
    calls_threadsafe,
    calls,           ///< said of a callback of asyncio's own that calls one of the program's
    starts_eagerly,  ///< a task where it is created; what it did
    creates_objects,
    creates_condition,  ///< with its lock
    acquires,           ///< a lock
    acquires_of,        ///< a semaphore
    releases,           ///< a lock
    releases_of,        ///< a semaphore
    releases_to,        ///< a semaphore, whose permit a task gets
    gives_permit,
    sets_event,
    clears_event,
    notifies,  ///< tasks that wait for a condition
    puts,      ///< items into a queue
    puts_several,
    gets,  ///< items from a queue
    gets_several,
    marks_done,    ///< an item of a queue
    shuts_down,    ///< a queue
    arrives_last,  ///< at a barrier
    breaks_barrier,
    adds_callback,
    removes_callback,
    set_order,
    sleep_order,
    schedules,  ///< tasks
    readies,    ///< the same, said of the loop and of asyncio's own callbacks
    starts_loop,

    // Where it stands afterwards.
    returns,
    raises,
    cancelled,
    yields,
    awaits,
    awaits_done,    ///< what is already done
    waits_forever,  ///< in a loop that hangs

    // What is awaited.
    sleep,
    gather,
    object,        ///< a task or future
    its_tasks,     ///< of wait(), which runs in a task of its own
    method,        ///< of one of asyncio's objects, as Queue.get
    method_of,     ///< of one that is known
    method_of_it,  ///< the same in short: `Q1.get()`
    held_lock,     ///< by a task

    // How the program ended.
    call_returns,  ///< that which ran the loop
    call_raises,
    call_stops,
    program_ends,
    program_raises,
    program_hangs,
    limit,
    cut_off,
    cut_off_waiting,  ///< for what is outside of the loop
    killed,
};

/// Whether it is said by another than who acts: a warning, a report, a note.
constexpr bool is_aside(Saying saying) {
    return saying == Saying::warns || saying == Saying::warns_of_line ||
           saying == Saying::warns_at_exit || saying == Saying::reports ||
           saying == Saying::reports_about || saying == Saying::notes;
}

struct Clause;

/// A list of tasks, futures and the like, in the order in which they were met.
struct Named {
    std::vector<trace::Id> ids;
    bool operator==(const Named&) const = default;
};
/// Lines that the program printed. Where it did is not told.
struct Quoted {
    std::vector<PrintedLine> lines;
    bool operator==(const Quoted& other) const {
        return std::ranges::equal(lines, other.lines, {}, &PrintedLine::text, &PrintedLine::text);
    }
};
/// A value, error or name, as Python writes it.
struct Code {
    std::string text;
    bool operator==(const Code&) const = default;
};
struct Time {
    trace::Nanoseconds ns = 0;
    bool operator==(const Time&) const = default;
};
/// A line of one of the program's Python files; 0 if it is unknown.
struct Line {
    std::uint32_t number = 0;
    std::uint32_t file = 0;
    bool operator==(const Line&) const = default;
};
/// What is outside of the loop, as the trace names it.
struct Outside {
    std::vector<trace::Text> what;
    bool operator==(const Outside&) const = default;
};
/// Something that happened at a step, or in the program itself.
struct Place {
    Cause cause;
    bool operator==(const Place& other) const {
        return cause.by == other.cause.by && cause.step == other.cause.step;
    }
};
using Argument = std::variant<Named, Quoted, Code, Time, Line, Outside, Place, std::uint64_t,
                              std::vector<Clause>>;

/// A saying with its arguments.
struct Clause {
    Saying saying{};
    std::vector<Argument> arguments;
    /// The line of the Python program to which it belongs, where the step as a whole has none: of
    /// module-level code.
    Line line = {};

    bool operator==(const Clause&) const = default;
};

/// What is told of a step.
struct Account {
    Clause begin;
    std::optional<Clause> why;
    std::vector<Clause> clauses;       ///< what it did, in order
    std::optional<Clause> end;         ///< where its task stands
    std::vector<Clause> consequences;  ///< of its end

    /// Whether there is anything to tell.
    [[nodiscard]] bool empty() const {
        return (begin.saying == Saying::program || begin.saying == Saying::thread_acts) &&
               clauses.empty() && !end;
    }
};

/// What is awaited, in few words: `Q1.get()` instead of `queue.get() on Q1`.
Clause in_short(const Clause& awaited);

/// The account of the step that `steps` returned last.
Account account_of(const Step& step, const Steps& steps);

}  // namespace corodemo::app
