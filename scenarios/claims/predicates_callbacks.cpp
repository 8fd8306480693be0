#include "scenarios/claims/trace_queries.hpp"

// Callbacks.

namespace corodemo::scenarios {

namespace {

using namespace look;  // NOLINT(google-build-using-namespace)

/// The event in which the handle of a callback of the program starts.
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

Finding a_callback_follows_the_end(const Trace& trace) {
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
    // The callback's first parameter is meant to be the future; the program prints its type.
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
