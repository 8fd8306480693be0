#include "core/asyncio/python_version.hpp"

#include <algorithm>
#include <array>

#include "core/trace/number.hpp"

namespace corodemo::asyncio {

namespace {

constexpr int kAlways = PythonVersion::kOldest;
constexpr int kNeverRemoved = PythonVersion::kNewest + 1;

constexpr std::array kTable{
    BehaviourRow{Behaviour::task_names, "task_names", 8, kNeverRemoved, ""},
    BehaviourRow{Behaviour::wait_takes_coroutines, "wait_takes_coroutines", kAlways, 11,
                 "Passing coroutines is forbidden, use tasks explicitly."},
    BehaviourRow{Behaviour::wait_warns_of_coroutines, "wait_warns_of_coroutines", 9, 11,
                 "The explicit passing of coroutine objects to asyncio.wait() is deprecated since "
                 "Python 3.8, and scheduled for removal in Python 3.11."},
    BehaviourRow{Behaviour::gather_iterates_set, "gather_iterates_set", kAlways, 7, ""},
    BehaviourRow{Behaviour::gather_of_done_is_done, "gather_of_done_is_done", 12, kNeverRemoved,
                 ""},
    BehaviourRow{Behaviour::cancel_message, "cancel_message", 9, kNeverRemoved,
                 "cancel() takes no arguments (1 given)"},
    BehaviourRow{Behaviour::tasks_count_cancels, "tasks_count_cancels", 11, kNeverRemoved,
                 "'_asyncio.Task' object has no attribute "},
    BehaviourRow{Behaviour::uncancel_withdraws, "uncancel_withdraws", 13, kNeverRemoved, ""},
    BehaviourRow{Behaviour::cancelled_error_kept, "cancelled_error_kept", 11, kNeverRemoved, ""},
    BehaviourRow{Behaviour::cancel_wins_over_return, "cancel_wins_over_return", 8, kNeverRemoved,
                 ""},
    BehaviourRow{Behaviour::primitives_made_for_a_loop, "primitives_made_for_a_loop", kAlways, 10,
                 ""},
    BehaviourRow{Behaviour::semaphore_is_greedy, "semaphore_is_greedy", kAlways, 9, ""},
    BehaviourRow{Behaviour::semaphore_passes_permit, "semaphore_passes_permit", 10, kNeverRemoved,
                 ""},
    BehaviourRow{Behaviour::semaphore_wakes_all_it_can, "semaphore_wakes_all_it_can", 13,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::condition_passes_wakeup_on, "condition_passes_wakeup_on", 13,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::has_barrier, "has_barrier", 11, kNeverRemoved,
                 "module 'asyncio' has no attribute 'Barrier'"},
    BehaviourRow{Behaviour::barrier_wants_at_least_one, "barrier_wants_at_least_one", 14,
                 kNeverRemoved, "parties must be >= 1"},
    BehaviourRow{Behaviour::cancelled_put_lets_go, "cancelled_put_lets_go", 7, kNeverRemoved, ""},
    BehaviourRow{Behaviour::queue_has_shutdown, "queue_has_shutdown", 13, kNeverRemoved,
                 " object has no attribute 'shutdown'"},
    BehaviourRow{Behaviour::with_ends_where_it_begins, "with_ends_where_it_begins", 10,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::cancelled_wait_lets_go, "cancelled_wait_lets_go", 7, kNeverRemoved, ""},
    BehaviourRow{Behaviour::shield_notes_who_awaits, "shield_notes_who_awaits", 14, kNeverRemoved,
                 ""},
    BehaviourRow{Behaviour::cancelled_shield_lets_go, "cancelled_shield_lets_go", 7, kNeverRemoved,
                 ""},
    BehaviourRow{Behaviour::shield_reports_exceptions, "shield_reports_exceptions", 14,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::wait_for_checks_zero, "wait_for_checks_zero", 7, kNeverRemoved, ""},
    BehaviourRow{Behaviour::wait_for_awaits_cancelled, "wait_for_awaits_cancelled", 7,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::wait_for_always_awaits_cancelled, "wait_for_always_awaits_cancelled", 8,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::wait_for_returns_late_result, "wait_for_returns_late_result", 9,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::wait_for_is_timeout, "wait_for_is_timeout", 12, kNeverRemoved, ""},
    BehaviourRow{Behaviour::as_completed_is_object, "as_completed_is_object", 13, kNeverRemoved,
                 "'async for' requires an object with __aiter__ method, got generator"},
    BehaviourRow{Behaviour::has_timeout, "has_timeout", 11, kNeverRemoved,
                 "module 'asyncio' has no attribute "},
    BehaviourRow{Behaviour::has_task_group, "has_task_group", 11, kNeverRemoved,
                 "module 'asyncio' has no attribute 'TaskGroup'"},
    BehaviourRow{Behaviour::task_group_uncancels_late, "task_group_uncancels_late", 13,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::task_group_passes_cancel_on, "task_group_passes_cancel_on", 13,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::task_group_closes_rejected, "task_group_closes_rejected", 13,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::task_group_skips_done, "task_group_skips_done", 12, 14, ""},
    BehaviourRow{Behaviour::name_set_afterwards, "name_set_afterwards", 8, 13, ""},
    BehaviourRow{Behaviour::negative_sleep_yields, "negative_sleep_yields", 7, kNeverRemoved, ""},
    BehaviourRow{Behaviour::run_checks_running_first, "run_checks_running_first", 7, kNeverRemoved,
                 ""},
    BehaviourRow{Behaviour::context_variables, "context_variables", 7, kNeverRemoved,
                 "No module named 'contextvars'"},
    BehaviourRow{Behaviour::context_named_with_module, "context_named_with_module", 10,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::executor_named_asyncio, "executor_named_asyncio", 9, kNeverRemoved, ""},
    BehaviourRow{Behaviour::idle_threads_are_reused, "idle_threads_are_reused", 8, kNeverRemoved,
                 ""},
    BehaviourRow{Behaviour::threads_named_after_target, "threads_named_after_target", 10,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::to_thread, "to_thread", 9, kNeverRemoved,
                 "module 'asyncio' has no attribute 'to_thread'"},
    BehaviourRow{Behaviour::runner, "runner", 11, kNeverRemoved,
                 "module 'asyncio' has no attribute 'Runner'"},
    BehaviourRow{Behaviour::run_takes_awaitables, "run_takes_awaitables", 14, kNeverRemoved,
                 "a coroutine was expected, got "},
    BehaviourRow{Behaviour::factory_names_tasks_none, "factory_names_tasks_none", 13, 14, ""},
    BehaviourRow{Behaviour::executor_shutdown_times_out, "executor_shutdown_times_out", 13,
                 kNeverRemoved, ""},
    BehaviourRow{Behaviour::eager_tasks, "eager_tasks", 12, kNeverRemoved,
                 "module 'asyncio' has no attribute 'eager_task_factory'"},
    BehaviourRow{Behaviour::base_exceptions_leave_the_loop, "base_exceptions_leave_the_loop",
                 kAlways, 8, ""},
    BehaviourRow{Behaviour::task_rejects_set_result, "task_rejects_set_result", 7, kNeverRemoved,
                 ""},
    BehaviourRow{Behaviour::get_event_loop_makes_one, "get_event_loop_makes_one", kAlways, 14,
                 "There is no current event loop in thread 'MainThread'."},
    BehaviourRow{Behaviour::get_event_loop_warns, "get_event_loop_warns", 12, 14,
                 "There is no current event loop"},
    BehaviourRow{Behaviour::run_shuts_down_executor, "run_shuts_down_executor", 9, kNeverRemoved,
                 ""},
    BehaviourRow{Behaviour::has_coroutine_decorator, "has_coroutine_decorator", kAlways, 11,
                 "module 'asyncio' has no attribute 'coroutine'"},
    BehaviourRow{
        Behaviour::coroutine_decorator_warns, "coroutine_decorator_warns", 8, 11,
        R"("@coroutine" decorator is deprecated since Python 3.8, use "async def" instead)"},
    BehaviourRow{Behaviour::iscoroutinefunction_warns, "iscoroutinefunction_warns", 14,
                 kNeverRemoved,
                 "'asyncio.iscoroutinefunction' is deprecated and slated for removal in Python "
                 "3.16; use inspect.iscoroutinefunction() instead"},
    BehaviourRow{Behaviour::warns_while_unwinding, "warns_while_unwinding", 7, kNeverRemoved, ""},
    BehaviourRow{Behaviour::errors_name_the_class, "errors_name_the_class", 10, kNeverRemoved, ""},
    BehaviourRow{Behaviour::exceptions_shown_with_comma, "exceptions_shown_with_comma", kAlways, 7,
                 ""},
    BehaviourRow{Behaviour::callbacks_shown_with_arguments, "callbacks_shown_with_arguments",
                 kAlways, 13, ""},
};

/// By behaviour, so that each can be found without a search: it is asked for in each step.
constexpr auto kSorted = [] {
    auto rows = kTable;
    std::ranges::sort(rows, {}, &BehaviourRow::behaviour);
    return rows;
}();

const BehaviourRow& row(std::span<const BehaviourRow> table, Behaviour behaviour) {
    const auto index = static_cast<std::size_t>(behaviour);
    if (index < table.size() && table[index].behaviour == behaviour) {
        return table[index];
    }
    return *std::ranges::find(table, behaviour, &BehaviourRow::behaviour);
}

}  // namespace

std::span<const BehaviourRow> behaviour_table() {
    return kSorted;
}

std::optional<PythonVersion> PythonVersion::parse(std::string_view text) {
    constexpr std::string_view kThree = "3.";
    if (!text.starts_with(kThree) || text.size() == kThree.size() || text[kThree.size()] == '0') {
        return std::nullopt;
    }
    const auto minor = trace::parse_number<int>(text.substr(kThree.size()));
    const bool covered = minor && kOldest <= *minor && *minor <= kNewest;
    return covered ? std::optional(PythonVersion(*minor)) : std::nullopt;
}

bool PythonVersion::has(Behaviour behaviour) const {
    const BehaviourRow& found = row(table_, behaviour);
    return found.since <= minor_ && minor_ < found.before;
}

std::string_view PythonVersion::text(Behaviour behaviour) {
    return row(kSorted, behaviour).text;
}

std::string to_string(PythonVersion python) {
    return "3." + std::to_string(python.minor());
}

}  // namespace corodemo::asyncio
