#pragma once

#include "scenarios/claims/claim.hpp"

// The predicates of the claims. Each applies to a trace of a scenario, or of the same program under
// real CPython.

namespace corodemo::scenarios {

// Coroutine objects and tasks.

/// A call creates a coroutine object, and no step runs it before it is wrapped in a task.
Finding a_call_runs_nothing(const trace::Trace& trace);
/// There is a warning about a coroutine object that is destroyed unused.
Finding an_unused_object_is_warned_of(const trace::Trace& trace);
/// The first thing that the program prints is True.
Finding the_first_answer_is_true(const trace::Trace& trace);
/// A call of the decorated function returns a coroutine object, and a task runs that very object.
Finding the_decorator_defines_a_coroutine(const trace::Trace& trace);
/// A coroutine's first step runs within a run of the loop.
Finding the_loop_runs_the_coroutine(const trace::Trace& trace);
/// A task wraps a coroutine object.
Finding a_task_wraps_a_coroutine(const trace::Trace& trace);
/// A task has callbacks and a result, as a future has.
Finding a_task_is_a_future(const trace::Trace& trace);
/// A coroutine runs in the step of the one that awaits it.
Finding an_awaited_coroutine_runs(const trace::Trace& trace);
/// Every await suspends the task: it never continues straight into what it awaits.
Finding every_await_suspends(const trace::Trace& trace);
/// A task that was created by another one runs in a later iteration.
Finding a_scheduled_task_runs(const trace::Trace& trace);
/// A task that sleeps resumes when the sleep's future is done.
Finding a_sleeper_resumes(const trace::Trace& trace);

// Blocking.

/// While a step blocks, nothing else runs.
Finding a_blocking_call_holds_up_everything(const trace::Trace& trace);
/// While a task waits, another one runs.
Finding others_run_meanwhile(const trace::Trace& trace);

// The loop.

/// A program that asks for a loop gets one.
Finding the_program_gets_a_loop(const trace::Trace& trace);
/// run_until_complete() returns after its future is done.
Finding the_run_ends_after_its_future(const trace::Trace& trace);
/// The future of run_until_complete() is a task that wraps a coroutine.
Finding the_run_is_for_a_task(const trace::Trace& trace);
/// The loop's own callback ends the run.
Finding the_run_ends_by_itself(const trace::Trace& trace);
/// More than one coroutine is rejected.
Finding two_coroutines_are_rejected(const trace::Trace& trace);
/// The loop is closed after the last run.
Finding the_loop_gets_closed(const trace::Trace& trace);
/// All tasks are done, and yet the run does not end.
Finding the_run_outlives_its_tasks(const trace::Trace& trace);
/// Each run that ends was stopped by a call of stop().
Finding only_stop_ends_the_run(const trace::Trace& trace);
/// The run does not end, and stop() is never called.
Finding stop_is_never_reached(const trace::Trace& trace);
/// A task calls stop(), and the run ends.
Finding a_task_stops_the_loop(const trace::Trace& trace);
/// No other task ends after a task has called stop().
Finding nobody_ends_after_stop(const trace::Trace& trace);
/// All tasks are done before a callback calls stop().
Finding a_callback_stops_after_all(const trace::Trace& trace);

// Several coroutines.

/// One future has several children, and is done after them.
Finding gather_is_one_future(const trace::Trace& trace);
/// Several coroutines start before any of them ends.
Finding they_run_concurrently(const trace::Trace& trace);
/// They start in the reverse order of their creation.
Finding they_start_from_back_to_front(const trace::Trace& trace);
/// The first starts first, then the others from last to second.
Finding they_start_first_then_back_to_front(const trace::Trace& trace);

// Results.

/// result() returns what the coroutine returned.
Finding result_is_what_was_returned(const trace::Trace& trace);
/// run_until_complete() returns its future's value.
Finding the_run_returns_the_value(const trace::Trace& trace);
/// Both are None.
Finding both_are_none(const trace::Trace& trace);
/// Both are the list of what the coroutines returned, in the order of the arguments.
Finding both_are_the_list(const trace::Trace& trace);

// Callbacks.

/// A callback runs after its task is done.
Finding a_callback_follows_the_end(const trace::Trace& trace);
/// A callback that takes no future raises.
Finding a_callback_without_a_future_fails(const trace::Trace& trace);
/// A callback whose first parameter is meant to be the future gets its bound argument there.
Finding own_arguments_come_first(const trace::Trace& trace);
/// A callback that is added to a done future runs before anything else.
Finding a_late_callback_runs_at_once(const trace::Trace& trace);
/// Callbacks are scheduled in the order in which they were added.
Finding callbacks_are_kept_in_order(const trace::Trace& trace);

}  // namespace corodemo::scenarios
