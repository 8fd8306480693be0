#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace corodemo::asyncio {

/// A difference between CPython versions that this library reproduces.
enum class Behaviour : std::uint8_t {
    task_names,                ///< Task-1, Task-2, ...
    wait_takes_coroutines,     ///< wait() accepts coroutines, and wraps them in tasks in set order
    wait_warns_of_coroutines,  ///< ... and warns about it, if the program itself awaits wait()
    gather_iterates_set,       ///< gather() iterates over its arguments in set order
    gather_of_done_is_done,    ///< gather() of only done futures returns a done future
    cancel_message,            ///< cancel(msg)
    tasks_count_cancels,       ///< Task.cancelling() and uncancel()
    uncancel_withdraws,        ///< uncancel() to 0 withdraws a cancel that was not yet thrown in
    cancelled_error_kept,  ///< awaiting a cancelled task raises the very CancelledError that ended
                           ///< it
    cancel_wins_over_return,  ///< cancel() during the step in which the coroutine returns cancels
                              ///< the task
    primitives_made_for_a_loop,  ///< a Lock, a Queue, ... is bound to get_event_loop() when it is
                                 ///< created
    semaphore_is_greedy,         ///< a permit is anybody's, also while a waiter is on its way to it
    semaphore_passes_permit,     ///< a waiter has its permit from when it is woken up
    semaphore_wakes_all_it_can,  ///< who leaves the queue wakes up as many as there are permits
    condition_passes_wakeup_on,  ///< wait() that is cancelled wakes up another waiter
    has_barrier,                 ///< asyncio.Barrier
    barrier_wants_at_least_one,  ///< the wording of its ValueError
    cancelled_put_lets_go,       ///< put() that is cancelled leaves the queue of putters
    queue_has_shutdown,          ///< Queue.shutdown()
    with_ends_where_it_begins,   ///< the exit of an `async with` has the line of its beginning
    cancelled_wait_lets_go,      ///< wait() removes its callbacks even if it is cancelled
    shield_notes_who_awaits,     ///< shield() adds a callback that forgets who awaits the future
    cancelled_shield_lets_go,    ///< a shield() that is cancelled removes its callback
    shield_reports_exceptions,   ///< ... and reports the exception that nobody will see
    wait_for_checks_zero,        ///< wait_for() never lets time pass if the timeout is not positive
    wait_for_awaits_cancelled,   ///< wait_for() waits until what it has cancelled is done
    wait_for_always_awaits_cancelled,  ///< ... also if it is cancelled, or the timeout not positive
    wait_for_returns_late_result,      ///< ... and returns what that returns in spite of it
    wait_for_is_timeout,          ///< wait_for() is timeout(), without a task or future of its own
    as_completed_is_object,       ///< as_completed() is no generator, which starts when it is
                                  ///< iterated, but an iterator, which can be asynchronous
    has_timeout,                  ///< asyncio.timeout()
    has_task_group,               ///< asyncio.TaskGroup
    task_group_uncancels_late,    ///< it takes its cancel of the parent back not before its tasks
                                  ///< are done, but then
    task_group_passes_cancel_on,  ///< if it raises errors, the parent stays cancelled from outside
    task_group_closes_rejected,   ///< it closes a coroutine that it does not take
    task_group_skips_done,        ///< it adds no callback to a task that is done already
    name_set_afterwards,          ///< create_task(name=...) counts a default name all the same
    negative_sleep_yields,        ///< sleep() of a negative delay is sleep(0)
    run_checks_running_first,     ///< run_until_complete() creates no task if a loop is running
    context_variables,            ///< the module contextvars
    context_named_with_module,    ///< a Context is shown as <_contextvars.Context object>
    executor_named_asyncio,       ///< the threads of the default executor are asyncio_0, ...
    idle_threads_are_reused,      ///< ... and an executor makes a new one only if all are busy
    threads_named_after_target,   ///< Thread-1 (_do_shutdown)
    to_thread,                    ///< to_thread()
    runner,                       ///< asyncio.Runner, which run() uses
    run_takes_awaitables,         ///< run() of a future
    factory_names_tasks_none,     ///< a task that a factory makes, without a name, is called "None"
    executor_shutdown_times_out,  ///< shutdown_default_executor(timeout) gives up
    eager_tasks,                  ///< eager_task_factory
    base_exceptions_leave_the_loop,  ///< any exception that is no Exception ends the run, not only
                                     ///< KeyboardInterrupt and SystemExit
    task_rejects_set_result,         ///< set_result() and set_exception() of a Task raise
    get_event_loop_makes_one,        ///< get_event_loop() creates a loop if none is set
    get_event_loop_warns,            ///< ... and warns about it
    run_shuts_down_executor,         ///< asyncio.run() ends with shutdown_default_executor()
    has_coroutine_decorator,         ///< @asyncio.coroutine
    coroutine_decorator_warns,       ///< ... and warns about it
    iscoroutinefunction_warns,       ///< iscoroutinefunction() warns that it will be removed
    warns_while_unwinding,  ///< a coroutine that an exception destroys is "never awaited", too
    errors_name_the_class,  ///< a TypeError about a method's arguments names its class, too
    exceptions_shown_with_comma,     ///< repr(ValueError("no")) is ValueError('no',)
    callbacks_shown_with_arguments,  ///< when the loop reports that a callback raised
};

/// A row of the table of differences: which versions have it, and CPython's message about it.
struct BehaviourRow {
    Behaviour behaviour;
    std::string_view name;
    int since;              ///< the first minor version of Python 3 that has it
    int before;             ///< the first that no longer has it
    std::string_view text;  ///< CPython's message where it is deprecated or missing
};
std::span<const BehaviourRow> behaviour_table();

/// Which CPython to behave like: 3.`minor`, as the table defines it.
class PythonVersion {
public:
    static constexpr int kOldest = 6;
    static constexpr int kNewest = 14;

    explicit PythonVersion(int minor = 10, std::span<const BehaviourRow> table = behaviour_table())
        : minor_(minor),
          table_(table) {}

    /// "3.10"; empty if it is not a version, or not one that is covered.
    static std::optional<PythonVersion> parse(std::string_view text);

    [[nodiscard]] int minor() const { return minor_; }
    [[nodiscard]] bool has(Behaviour behaviour) const;

    /// CPython's message about `behaviour`.
    static std::string_view text(Behaviour behaviour);

private:
    int minor_;
    std::span<const BehaviourRow> table_;
};

/// "3.10"
std::string to_string(PythonVersion python);

}  // namespace corodemo::asyncio
