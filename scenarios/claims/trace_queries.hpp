#pragma once

#include <concepts>
#include <ranges>
#include <utility>
#include <vector>

#include "scenarios/claims/predicates.hpp"

// What the predicates look for in a trace, and how they say what they found.

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

inline bool is_task(Id id) {
    return id.letter == Id::kTask;
}

/// When a future, or a task, is done; null if it isn't.
inline const Event* done(const Trace& trace, Id future) {
    return next<trace::FutureDone>(
        trace, 0, [&](const trace::FutureDone& event) { return event.future == future; });
}

inline const Event* first_step(const Trace& trace, Id task) {
    return next<trace::StepStarted>(
        trace, 0, [&](const trace::StepStarted& step) { return step.task == task && step.first; });
}

/// The warning that something will be removed, before event `before`.
inline EventNumber deprecation_before(const Trace& trace, EventNumber before) {
    const Event* warned = next<trace::Warned>(trace, 0, [&](const trace::Warned& warning) {
        return warning.category == "DeprecationWarning";
    });
    return warned != nullptr && warned->n < before ? warned->n : 0;
}

}  // namespace corodemo::scenarios::look
