#include <span>

#include "scenarios/claims/trace_queries.hpp"

// Coroutine objects and tasks.

namespace corodemo::scenarios {

namespace {

using namespace look;  // NOLINT(google-build-using-namespace)

}  // namespace

Finding a_call_runs_nothing(const Trace& trace) {
    const Event* created = first<trace::CoroutineCreated>(trace);
    if (created == nullptr) {
        return unseen();
    }
    // The body's lines precede that of the call: one of them that prints before any step would
    // show.
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
    // A warning that get_event_loop() issues does not count.
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

Finding every_await_suspends(const Trace& trace) {
    const Event* suspended = next<trace::StepFinished>(
        trace, 0, [](const trace::StepFinished& step) { return step.stack; });
    if (suspended == nullptr) {
        return unseen();
    }
    // Two coroutines in one step: the outer one awaited the inner one, and ran straight into it.
    const Event* ran_on = next<trace::StepFinished>(trace, 0, [](const trace::StepFinished& step) {
        return step.stack && step.stack->size() > 1;
    });
    return ran_on != nullptr ? found(false, {ran_on->cause, ran_on->n})
                             : found(true, {suspended->n});
}

Finding a_scheduled_task_runs(const Trace& trace) {
    const Event* scheduled = next<trace::TaskCreated>(
        trace, 0, [](const trace::TaskCreated& task) { return is_task(task.parent); });
    if (scheduled == nullptr) {
        return unseen();
    }
    const Event* step = first_step(trace, scheduled->as<trace::TaskCreated>()->task);
    const bool later = step != nullptr && step->it > scheduled->it;
    return later ? found(true, {scheduled->n, step->n}) : found(false, {scheduled->n});
}

Finding a_sleeper_resumes(const Trace& trace) {
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

}  // namespace corodemo::scenarios
