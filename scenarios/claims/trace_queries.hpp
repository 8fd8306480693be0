#pragma once

#include <concepts>
#include <ranges>
#include <utility>
#include <vector>

#include "scenarios/claims/predicates.hpp"

// Queries on a trace that the predicates share, and helpers to return their findings.

namespace corodemo::scenarios::look {

using trace::Event;
using trace::EventNumber;
using trace::Id;
using trace::Trace;
using Truth = Finding::Truth;

inline Finding unseen() {
    return {};
}
inline Finding found(bool holds, std::vector<EventNumber> evidence) {
    return {holds ? Truth::holds : Truth::refuted, std::move(evidence), 0};
}

/// The first event of that kind after event `after` for which `fits` is true, or null.
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

inline bool is_task(Id id) {
    return id.letter == Id::kTask;
}

/// The event in which a future or task is done, or null.
inline const Event* done(const Trace& trace, Id future) {
    return next<trace::FutureDone>(
        trace, 0, [&](const trace::FutureDone& event) { return event.future == future; });
}

inline const Event* first_step(const Trace& trace, Id task) {
    return next<trace::StepStarted>(
        trace, 0, [&](const trace::StepStarted& step) { return step.task == task && step.first; });
}

/// The first DeprecationWarning, if it comes before event `before`; else 0.
inline EventNumber deprecation_before(const Trace& trace, EventNumber before) {
    const Event* warned = next<trace::Warned>(trace, 0, [&](const trace::Warned& warning) {
        return warning.category == "DeprecationWarning";
    });
    return warned != nullptr && warned->n < before ? warned->n : 0;
}

}  // namespace corodemo::scenarios::look
