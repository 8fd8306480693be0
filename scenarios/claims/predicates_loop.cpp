#include <algorithm>
#include <map>

#include "scenarios/claims/trace_queries.hpp"

// Blocking, and the loop.

namespace corodemo::scenarios {

namespace {

using namespace look;  // NOLINT(google-build-using-namespace)

}  // namespace

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
    std::map<Id, EventNumber> waiting;  // since which event
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

Finding two_coroutines_are_rejected(const Trace& trace) {
    const Event* one = first<trace::CoroutineCreated>(trace);
    const Event* two = one != nullptr ? next<trace::CoroutineCreated>(trace, one->n) : nullptr;
    if (two == nullptr) {
        return unseen();
    }
    const auto& error = trace.outcome.error;
    const bool rejected = error && error->type == "TypeError";
    return found(rejected && first<trace::StepStarted>(trace) == nullptr, {one->n, two->n});
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
    EventNumber stop = 0;  // the last one in this run
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

}  // namespace corodemo::scenarios
