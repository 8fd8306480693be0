#include "scenarios/claims/predicates.hpp"

#include <algorithm>
#include <concepts>
#include <map>
#include <optional>
#include <ranges>
#include <span>
#include <utility>

namespace corodemo::scenarios {

namespace {

using trace::Event;
using trace::EventNumber;
using trace::Id;
using trace::Trace;
using Truth = Finding::Truth;

Finding unseen() {
    return {};
}
Finding found(bool holds, std::vector<EventNumber> evidence) {
    return {holds ? Truth::holds : Truth::refuted, std::move(evidence), 0};
}

/// The first event of that kind, after event `after`, that fits; null if there is none.
template <class Kind, class Fits>
const Event* next(const Trace& trace, EventNumber after, Fits fits) {
    for (const Event& event : trace.events() | std::views::drop(after)) {
        const auto* payload = event.as<Kind>();
        if (payload == nullptr) {
            continue;
        }
        if constexpr (std::predicate<Fits, Kind, Event>) {
            if (fits(*payload, event)) {
                return &event;
            }
        } else if (fits(*payload)) {
            return &event;
        }
    }
    return nullptr;
}
template <class Kind>
const Event* next(const Trace& trace, EventNumber after) {
    return next<Kind>(trace, after, [](const Kind& /*any*/) { return true; });
}
template <class Kind>
const Event* first(const Trace& trace) {
    return next<Kind>(trace, 0);
}
template <class Kind>
const Event* last(const Trace& trace) {
    const Event* found = nullptr;
    for (const Event& event : trace.events()) {
        found = event.as<Kind>() != nullptr ? &event : found;
    }
    return found;
}

bool is_task(Id id) {
    return id.letter == Id::kTask;
}

/// When a future, or a task, is done; null if it isn't.
const Event* done(const Trace& trace, Id future) {
    return next<trace::FutureDone>(
        trace, 0, [&](const trace::FutureDone& event) { return event.future == future; });
}

const Event* first_step(const Trace& trace, Id task) {
    return next<trace::StepStarted>(
        trace, 0, [&](const trace::StepStarted& step) { return step.task == task && step.first; });
}

/// The warning that something will be removed, before event `before`.
EventNumber deprecation_before(const Trace& trace, EventNumber before) {
    const Event* warned = next<trace::Warned>(trace, 0, [&](const trace::Warned& warning) {
        return warning.category == "DeprecationWarning";
    });
    return warned != nullptr && warned->n < before ? warned->n : 0;
}

/// A task of the program, and the coroutine object that it was made of.
struct Started {
    Id coroutine;
    EventNumber step;
};

/// The tasks that run a coroutine object of the program's own, in the order of their first steps.
std::vector<Started> in_order_of_start(const Trace& trace) {
    std::vector<Started> started;
    for (const Event& event : trace.events()) {
        const auto* created = event.as<trace::TaskCreated>();
        if (created == nullptr || !created->coroutine) {
            continue;
        }
        if (const Event* step = first_step(trace, created->task)) {
            started.push_back({created->coroutine, step->n});
        }
    }
    std::ranges::sort(started, {}, &Started::step);
    return started;
}

/// Whether the coroutines start in that order, where `order` gives positions by submission.
template <class Order>
Finding start_in(const Trace& trace, Order order) {
    const std::vector<Started> started = in_order_of_start(trace);
    const std::size_t n = started.size();
    if (n < 2) {
        return unseen();
    }
    std::vector<EventNumber> evidence;
    bool holds = true;
    for (std::size_t i = 0; i < n; ++i) {
        evidence.push_back(started[i].step);
        holds = holds && started[i].coroutine.number == order(i, n);
    }
    return found(holds, std::move(evidence));
}

/// `'end'` as print() shows it: end.
std::string_view shown(std::string_view value) {
    const bool quoted = value.size() >= 2 && value.front() == '\'' && value.back() == '\'';
    return quoted ? value.substr(1, value.size() - 2) : value;
}

/// The lines that the program prints after its last run, all ending in `text`.
std::optional<std::vector<EventNumber>> printed_at_the_end(const Trace& trace,
                                                           const Event& run_finished,
                                                           std::string_view text) {
    std::vector<EventNumber> lines;
    for (const Event& event : trace.events() | std::views::drop(run_finished.n)) {
        if (const auto* printed = event.as<trace::Printed>()) {
            if (!printed->text.ends_with(text)) {
                return std::nullopt;
            }
            lines.push_back(event.n);
        }
    }
    return lines.empty() ? std::nullopt : std::optional(lines);
}

/// Whether all that the program prints after its run ends in the value that the run returned.
Finding all_print(const Trace& trace, std::string_view value) {
    const Event* end = first<trace::RunFinished>(trace);
    const auto* finished = end != nullptr ? end->as<trace::RunFinished>() : nullptr;
    if (finished == nullptr || finished->value.data() == nullptr) {
        return unseen();
    }
    const auto printed = printed_at_the_end(trace, *end, shown(value));
    std::vector<EventNumber> evidence{end->n};
    if (printed) {
        evidence.insert(evidence.end(), printed->begin(), printed->end());
    }
    return found(finished->value == value && printed.has_value(), std::move(evidence));
}

/// The handle in which a callback of the program runs: its start.
const Event* start_of_user_callback(const Trace& trace, EventNumber after) {
    const Event* scheduled =
        next<trace::HandleScheduled>(trace, after, [](const trace::HandleScheduled& handle) {
            return handle.role == trace::Role::callback && handle.name.data() != nullptr;
        });
    if (scheduled == nullptr) {
        return nullptr;
    }
    const Id handle = scheduled->as<trace::HandleScheduled>()->handle;
    return next<trace::HandleStarted>(
        trace, scheduled->n,
        [&](const trace::HandleStarted& started) { return started.handle == handle; });
}

const Event* added_by_user(const Trace& trace, EventNumber after) {
    return next<trace::CallbackAdded>(trace, after, [](const trace::CallbackAdded& added) {
        return added.role == trace::CallbackRole::user;
    });
}

}  // namespace

Finding a_call_runs_nothing(const Trace& trace) {
    const Event* created = first<trace::CoroutineCreated>(trace);
    if (created == nullptr) {
        return unseen();
    }
    // The body stands above the call; a line of it that runs before any step would show.
    const Event* step = first<trace::StepStarted>(trace);
    const Event* ran = next<trace::Printed>(trace, created->n,
                                            [&](const trace::Printed& /*any*/, const Event& event) {
                                                return event.line < created->line && !event.in &&
                                                       (step == nullptr || event.n < step->n);
                                            });
    return ran != nullptr ? found(false, {created->n, ran->n}) : found(true, {created->n});
}

Finding an_unused_object_is_warned_of(const Trace& trace) {
    const Event* created = first<trace::CoroutineCreated>(trace);
    if (created == nullptr) {
        return unseen();
    }
    const Event* warned = next<trace::Warned>(trace, created->n, [](const trace::Warned& warning) {
        return warning.category == "RuntimeWarning" &&
               warning.message.ends_with("was never awaited");
    });
    return warned != nullptr ? found(true, {created->n, warned->n}) : found(false, {created->n});
}

Finding the_first_answer_is_true(const Trace& trace) {
    const Event* printed = first<trace::Printed>(trace);
    if (printed == nullptr) {
        return unseen();
    }
    Finding finding = found(printed->as<trace::Printed>()->text == "True", {printed->n});
    finding.warning = deprecation_before(trace, printed->n);
    return finding;
}

Finding the_decorator_defines_a_coroutine(const Trace& trace) {
    const Event* created = first<trace::CoroutineCreated>(trace);
    const Event* step = first<trace::StepStarted>(trace);
    if (created == nullptr || step == nullptr) {
        return unseen();
    }
    const Event* task = first<trace::TaskCreated>(trace);
    const bool runs_it =
        task->as<trace::TaskCreated>()->coroutine ==
            created->as<trace::CoroutineCreated>()->coroutine &&
        task->as<trace::TaskCreated>()->task == step->as<trace::StepStarted>()->task;
    Finding finding = found(runs_it, {created->n, step->n});
    // A warning that comes with the loop is another matter.
    const Event* printed = first<trace::Printed>(trace);
    finding.warning = printed != nullptr ? deprecation_before(trace, printed->n) : 0;
    return finding;
}

Finding the_loop_runs_the_coroutine(const Trace& trace) {
    const Event* step = first<trace::StepStarted>(trace);
    if (step == nullptr) {
        return unseen();
    }
    return found(step->run != 0, {step->cause, step->n});
}

Finding a_task_wraps_a_coroutine(const Trace& trace) {
    const Event* created = first<trace::TaskCreated>(trace);
    const Event* suspended = next<trace::StepFinished>(
        trace, 0, [](const trace::StepFinished& step) { return step.stack.has_value(); });
    if (created == nullptr || suspended == nullptr) {
        return unseen();
    }
    const auto& task = *created->as<trace::TaskCreated>();
    const auto& step = *suspended->as<trace::StepFinished>();
    const auto stack = step.stack.value_or(std::span<const trace::Frame>());
    const bool wraps = step.task == task.task && !stack.empty() && stack.front().coro == task.coro;
    return found(wraps, {created->n, suspended->n});
}

Finding a_task_is_a_future(const Trace& trace) {
    const Event* added = next<trace::CallbackAdded>(
        trace, 0, [](const trace::CallbackAdded& callback) { return is_task(callback.future); });
    if (added == nullptr) {
        return unseen();
    }
    const auto& callback = *added->as<trace::CallbackAdded>();
    const Event* end = done(trace, callback.future);
    const Event* called = end == nullptr
                              ? nullptr
                              : next<trace::HandleScheduled>(
                                    trace, end->n, [&](const trace::HandleScheduled& handle) {
                                        return handle.callback == callback.callback &&
                                               handle.future == callback.future;
                                    });
    const bool has_result = end != nullptr && end->as<trace::FutureDone>()->value.data() != nullptr;
    return called != nullptr && has_result ? found(true, {added->n, end->n, called->n})
                                           : found(false, {added->n});
}

Finding an_awaited_coroutine_runs(const Trace& trace) {
    const Event* suspended = first<trace::StepFinished>(trace);
    if (suspended == nullptr) {
        return unseen();
    }
    const auto& stack = suspended->as<trace::StepFinished>()->stack;
    return found(stack && stack->size() > 1, {suspended->cause, suspended->n});
}

Finding every_await_gives_way(const Trace& trace) {
    const Event* suspended = next<trace::StepFinished>(
        trace, 0, [](const trace::StepFinished& step) { return step.stack; });
    if (suspended == nullptr) {
        return unseen();
    }
    // Two coroutines in one step: the outer one has awaited the inner one, and ran on into it.
    const Event* ran_on = next<trace::StepFinished>(trace, 0, [](const trace::StepFinished& step) {
        return step.stack && step.stack->size() > 1;
    });
    return ran_on != nullptr ? found(false, {ran_on->cause, ran_on->n})
                             : found(true, {suspended->n});
}

Finding a_planned_task_runs(const Trace& trace) {
    const Event* planned = next<trace::TaskCreated>(
        trace, 0, [](const trace::TaskCreated& task) { return is_task(task.parent); });
    if (planned == nullptr) {
        return unseen();
    }
    const Event* step = first_step(trace, planned->as<trace::TaskCreated>()->task);
    const bool later = step != nullptr && step->it > planned->it;
    return later ? found(true, {planned->n, step->n}) : found(false, {planned->n});
}

Finding a_sleeper_goes_on(const Trace& trace) {
    const Event* due = first<trace::TimerDue>(trace);
    if (due == nullptr) {
        return unseen();
    }
    const Event* wakeup = next<trace::HandleScheduled>(
        trace, due->n,
        [](const trace::HandleScheduled& handle) { return handle.role == trace::Role::wakeup; });
    const Event* step =
        wakeup == nullptr
            ? nullptr
            : next<trace::StepStarted>(trace, wakeup->n, [&](const trace::StepStarted& started) {
                  return started.task == wakeup->as<trace::HandleScheduled>()->task;
              });
    return step != nullptr ? found(true, {due->n, wakeup->n, step->n}) : found(false, {due->n});
}

Finding a_blocking_call_holds_up_everything(const Trace& trace) {
    const Event* blocked = next<trace::ClockAdvanced>(
        trace, 0, [](const trace::ClockAdvanced& clock, const Event& event) {
            return clock.why == trace::AdvanceWhy::blocked && is_task(event.in);
        });
    if (blocked == nullptr) {
        return unseen();
    }
    const Event* end = next<trace::StepFinished>(
        trace, blocked->n,
        [&](const trace::StepFinished& step) { return step.task == blocked->in; });
    const Event* other = next<trace::HandleStarted>(trace, blocked->n);
    const bool alone = end != nullptr && (other == nullptr || other->n > end->n);
    return found(alone, {blocked->cause, blocked->n, end != nullptr ? end->n : blocked->n});
}

Finding others_run_meanwhile(const Trace& trace) {
    const Event* jump = next<trace::ClockAdvanced>(trace, 0, [](const trace::ClockAdvanced& clock) {
        return clock.why == trace::AdvanceWhy::idle;
    });
    if (jump == nullptr) {
        return unseen();
    }
    std::map<Id, EventNumber> waiting;  // since when
    for (const Event& event : trace.events() | std::views::take(jump->n)) {
        if (const auto* step = event.as<trace::StepFinished>()) {
            waiting.erase(step->task);
            if (step->end == trace::End::suspended) {
                waiting.emplace(step->task, event.n);
            }
        }
    }
    std::vector<EventNumber> evidence;
    for (const auto& [task, since] : waiting) {
        evidence.push_back(since);
    }
    std::ranges::sort(evidence);
    evidence.push_back(jump->n);
    return found(waiting.size() > 1, std::move(evidence));
}

Finding the_program_gets_a_loop(const Trace& trace) {
    const Event* loop = first<trace::LoopCreated>(trace);
    const Event* run = first<trace::RunStarted>(trace);
    if (loop == nullptr || run == nullptr) {
        return unseen();
    }
    const bool is_it = loop->as<trace::LoopCreated>()->loop == run->as<trace::RunStarted>()->loop;
    Finding finding = found(is_it, {loop->n, run->n});
    finding.warning = deprecation_before(trace, loop->n);
    return finding;
}

Finding the_run_ends_after_its_future(const Trace& trace) {
    const Event* run = first<trace::RunStarted>(trace);
    const Event* end = first<trace::RunFinished>(trace);
    if (run == nullptr || end == nullptr) {
        return unseen();
    }
    const Event* future = done(trace, run->as<trace::RunStarted>()->until);
    return future != nullptr ? found(future->n < end->n, {run->n, future->n, end->n})
                             : found(false, {run->n, end->n});
}

Finding the_run_is_for_a_task(const Trace& trace) {
    const Event* run = first<trace::RunStarted>(trace);
    if (run == nullptr) {
        return unseen();
    }
    const Id until = run->as<trace::RunStarted>()->until;
    const Event* created = next<trace::TaskCreated>(
        trace, 0, [&](const trace::TaskCreated& task) { return task.task == until; });
    return created != nullptr ? found(true, {created->n, run->n}) : found(false, {run->n});
}

Finding the_run_ends_by_itself(const Trace& trace) {
    const Event* end = first<trace::RunFinished>(trace);
    if (end == nullptr) {
        return unseen();
    }
    const Event* stop = first<trace::LoopStopRequested>(trace);
    const bool by_loop = stop != nullptr && stop->n < end->n && stop->line == 0;
    return by_loop ? found(true, {stop->n, end->n}) : found(false, {end->n});
}

Finding two_coroutines_are_refused(const Trace& trace) {
    const Event* one = first<trace::CoroutineCreated>(trace);
    const Event* two = one != nullptr ? next<trace::CoroutineCreated>(trace, one->n) : nullptr;
    if (two == nullptr) {
        return unseen();
    }
    const auto& error = trace.outcome.error;
    const bool refused = error && error->type == "TypeError";
    return found(refused && first<trace::StepStarted>(trace) == nullptr, {one->n, two->n});
}

Finding the_loop_gets_closed(const Trace& trace) {
    const Event* end = last<trace::RunFinished>(trace);
    if (end == nullptr) {
        return unseen();
    }
    const Event* closed = last<trace::LoopClosed>(trace);
    return closed != nullptr && closed->n > end->n ? found(true, {end->n, closed->n})
                                                   : found(false, {end->n});
}

Finding the_run_outlives_its_tasks(const Trace& trace) {
    const Event* run = first<trace::RunStarted>(trace);
    if (run == nullptr) {
        return unseen();
    }
    const Event* hung = first<trace::LoopHung>(trace);
    std::vector<EventNumber> evidence;
    bool all = hung != nullptr && first<trace::TaskCreated>(trace) != nullptr;
    for (const Event& event : trace.events()) {
        if (const auto* task = event.as<trace::TaskCreated>()) {
            const Event* end = done(trace, task->task);
            all = all && end != nullptr && end->n < hung->n;
            evidence.push_back(end != nullptr ? end->n : event.n);
        }
    }
    evidence.push_back(hung != nullptr ? hung->n : run->n);
    std::ranges::sort(evidence);
    return found(all, std::move(evidence));
}

Finding only_stop_ends_the_run(const Trace& trace) {
    std::vector<EventNumber> evidence;
    EventNumber stop = 0;  // the last, in this run
    for (const Event& event : trace.events()) {
        if (event.as<trace::RunStarted>() != nullptr) {
            stop = 0;
        } else if (event.as<trace::LoopStopRequested>() != nullptr) {
            stop = event.n;
        } else if (event.as<trace::RunFinished>() != nullptr) {
            if (stop == 0) {
                return found(false, {event.n});
            }
            evidence.insert(evidence.end(), {stop, event.n});
        }
    }
    return evidence.empty() ? unseen() : found(true, std::move(evidence));
}

Finding stop_is_never_reached(const Trace& trace) {
    const Event* run = first<trace::RunStarted>(trace);
    if (run == nullptr) {
        return unseen();
    }
    const Event* hung = first<trace::LoopHung>(trace);
    const Event* stop = first<trace::LoopStopRequested>(trace);
    return hung != nullptr && stop == nullptr
               ? found(true, {run->n, hung->n})
               : found(false, {run->n, stop != nullptr ? stop->n : run->n});
}

Finding a_task_stops_the_loop(const Trace& trace) {
    const Event* stop = first<trace::LoopStopRequested>(trace);
    if (stop == nullptr || !is_task(stop->in)) {
        return unseen();
    }
    const Event* end = first<trace::RunFinished>(trace);
    return end != nullptr ? found(true, {stop->n, end->n}) : found(false, {stop->n});
}

Finding nobody_ends_after_stop(const Trace& trace) {
    const Event* stop = first<trace::LoopStopRequested>(trace);
    if (stop == nullptr || !is_task(stop->in)) {
        return unseen();
    }
    const Event* other =
        next<trace::FutureDone>(trace, stop->n, [&](const trace::FutureDone& future) {
            return is_task(future.future) && future.future != stop->in;
        });
    return other != nullptr ? found(false, {stop->n, other->n}) : found(true, {stop->n});
}

Finding a_callback_stops_after_all(const Trace& trace) {
    const Event* stop = first<trace::LoopStopRequested>(trace);
    if (stop == nullptr) {
        return unseen();
    }
    std::vector<EventNumber> evidence;
    bool all = true;
    for (const Event& event : trace.events()) {
        if (const auto* task = event.as<trace::TaskCreated>()) {
            const Event* end = done(trace, task->task);
            all = all && end != nullptr && end->n < stop->n;
            evidence.push_back(end != nullptr ? end->n : event.n);
        }
    }
    evidence.push_back(stop->n);
    return found(all && stop->in.letter == Id::kHandle, std::move(evidence));
}

Finding gather_is_one_future(const Trace& trace) {
    const Event* created =
        next<trace::FutureCreated>(trace, 0, [](const trace::FutureCreated& future) {
            return future.children && future.children->size() > 1;
        });
    if (created == nullptr) {
        return unseen();
    }
    const auto& gather = *created->as<trace::FutureCreated>();
    const Event* end = done(trace, gather.future);
    bool after_all = end != nullptr;
    for (const Id child : gather.children.value_or(std::span<const Id>())) {
        const Event* child_done = done(trace, child);
        after_all = after_all && child_done != nullptr && child_done->n < end->n;
    }
    return found(after_all, {created->n, end != nullptr ? end->n : created->n});
}

Finding they_run_at_the_same_time(const Trace& trace) {
    const std::vector<Started> started = in_order_of_start(trace);
    if (started.size() < 2) {
        return unseen();
    }
    const Event* end = next<trace::FutureDone>(
        trace, 0, [](const trace::FutureDone& future) { return is_task(future.future); });
    if (end == nullptr) {
        return unseen();
    }
    return found(started.back().step < end->n, {started.front().step, started.back().step, end->n});
}

Finding they_start_from_back_to_front(const Trace& trace) {
    return start_in(trace, [](std::size_t i, std::size_t n) { return n - i; });
}

Finding they_start_first_then_back_to_front(const Trace& trace) {
    return start_in(trace, [](std::size_t i, std::size_t n) { return i == 0 ? 1 : n - i + 1; });
}

Finding result_is_what_was_returned(const Trace& trace) {
    const Event* returned = next<trace::StepFinished>(
        trace, 0, [](const trace::StepFinished& step) { return step.end == trace::End::returned; });
    const Event* end = first<trace::RunFinished>(trace);
    if (returned == nullptr || end == nullptr) {
        return unseen();
    }
    const auto printed =
        printed_at_the_end(trace, *end, shown(returned->as<trace::StepFinished>()->value));
    return printed ? found(true, {returned->n, printed->front()}) : found(false, {returned->n});
}

Finding the_run_returns_the_value(const Trace& trace) {
    const Event* run = first<trace::RunStarted>(trace);
    const Event* end = first<trace::RunFinished>(trace);
    const Event* future =
        run != nullptr ? done(trace, run->as<trace::RunStarted>()->until) : nullptr;
    if (end == nullptr || future == nullptr) {
        return unseen();
    }
    const auto& done = *future->as<trace::FutureDone>();
    const bool holds = done.state == trace::FutureState::result &&
                       done.value == end->as<trace::RunFinished>()->value;
    return found(holds, {future->n, end->n});
}

Finding both_are_none(const Trace& trace) {
    return all_print(trace, "None");
}

Finding both_are_the_list(const Trace& trace) {
    const Event* created = first<trace::FutureCreated>(trace);
    const auto* gather = created != nullptr ? created->as<trace::FutureCreated>() : nullptr;
    if (gather == nullptr || !gather->children) {
        return unseen();
    }
    std::string list;
    for (const Id child : *gather->children) {
        const Event* end = done(trace, child);
        if (end == nullptr) {
            return unseen();
        }
        list += (list.empty() ? "[" : ", ") + std::string(end->as<trace::FutureDone>()->value);
    }
    return all_print(trace, list + "]");
}

Finding a_callback_tells_of_the_end(const Trace& trace) {
    const Event* added = added_by_user(trace, 0);
    if (added == nullptr) {
        return unseen();
    }
    const Event* end = done(trace, added->as<trace::CallbackAdded>()->future);
    const Event* started = start_of_user_callback(trace, added->n);
    if (end == nullptr || started == nullptr) {
        return unseen();
    }
    return found(end->n < started->n, {added->n, end->n, started->n});
}

Finding a_callback_without_a_future_fails(const Trace& trace) {
    const Event* added = added_by_user(trace, 0);
    const Event* started = added != nullptr ? start_of_user_callback(trace, added->n) : nullptr;
    if (started == nullptr) {
        return unseen();
    }
    const Id handle = started->as<trace::HandleStarted>()->handle;
    const Event* reported = next<trace::ExceptionReported>(
        trace, started->n, [&](const trace::ExceptionReported& report, const Event& event) {
            return event.in == handle && report.error.type == "TypeError";
        });
    return reported != nullptr ? found(true, {started->n, reported->n})
                               : found(false, {started->n});
}

Finding own_arguments_come_first(const Trace& trace) {
    const Event* added = added_by_user(trace, 0);
    const Event* started = added != nullptr ? start_of_user_callback(trace, added->n) : nullptr;
    const Event* printed = started != nullptr ? next<trace::Printed>(trace, started->n) : nullptr;
    if (printed == nullptr) {
        return unseen();
    }
    // The program has put its future first, and says what it got there.
    return found(printed->as<trace::Printed>()->text.ends_with(" str"), {started->n, printed->n});
}

Finding a_late_callback_runs_at_once(const Trace& trace) {
    const Event* scheduled = next<trace::HandleScheduled>(
        trace, 0, [](const trace::HandleScheduled& handle, const Event& event) {
            return handle.role == trace::Role::callback && event.run == 0;
        });
    const Event* started =
        scheduled != nullptr ? start_of_user_callback(trace, scheduled->n - 1) : nullptr;
    if (started == nullptr) {
        return unseen();
    }
    return found(started->n == scheduled->n + 1, {scheduled->n, started->n});
}

Finding callbacks_are_kept_in_order(const Trace& trace) {
    const Event* one = added_by_user(trace, 0);
    const Event* two = one != nullptr ? added_by_user(trace, one->n) : nullptr;
    if (two == nullptr) {
        return unseen();
    }
    const auto scheduled = [&](const Event& added) {
        return next<trace::HandleScheduled>(
            trace, added.n, [&](const trace::HandleScheduled& handle) {
                return handle.callback == added.as<trace::CallbackAdded>()->callback;
            });
    };
    const Event* first_scheduled = scheduled(*one);
    const Event* second_scheduled = scheduled(*two);
    if (first_scheduled == nullptr || second_scheduled == nullptr) {
        return unseen();
    }
    return found(first_scheduled->n < second_scheduled->n,
                 {one->n, two->n, first_scheduled->n, second_scheduled->n});
}

}  // namespace corodemo::scenarios
