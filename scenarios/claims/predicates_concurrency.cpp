#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "scenarios/claims/trace_queries.hpp"

// Several coroutines, and what they return.

namespace corodemo::scenarios {

namespace {

using namespace look;  // NOLINT(google-build-using-namespace)

/// The first step of a task, and the coroutine object that it wraps.
struct Started {
    Id coroutine;
    EventNumber step;
};

/// The tasks that run a coroutine object of the program, in the order of their first steps.
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

/// Whether the coroutines start in that order, which `order` gives as positions in the order of
/// submission.
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

/// A repr() as print() shows the value: `'end'` as end.
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

/// Whether every line that the program prints after its run ends in the value that the run
/// returned.
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

}  // namespace

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

Finding they_run_concurrently(const Trace& trace) {
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

}  // namespace corodemo::scenarios
