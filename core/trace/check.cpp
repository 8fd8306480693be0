#include "core/trace/check.hpp"

#include <optional>
#include <span>
#include <string>

#include "core/trace/input_error.hpp"
#include "core/trace/replay.hpp"

namespace corodemo::trace {

namespace {

void check_listing(const Trace& trace, std::uint32_t file) {
    // A trace without listings may still say of which file a line is.
    if (!trace.header.python.empty() && trace.header.listing(file) == nullptr) {
        throw InputError(Problem::no_such_listing, {std::to_string(file)});
    }
}

void check_listings(const Trace& trace, const std::optional<std::span<const Frame>>& frames) {
    for (const Frame& frame : frames.value_or(std::span<const Frame>())) {
        check_listing(trace, frame.file);
    }
}
void check_listings(const Trace& /*trace*/, const auto& /*has no lines*/) {}

void check_listings(const Trace& trace, const Event& event) {
    check_listing(trace, event.file);
    std::visit(
        [&]<class Kind>(const Kind& payload) {
            std::apply([&](auto... field) { (check_listings(trace, payload.*field.member), ...); },
                       Kind::fields());
        },
        event.payload);
}

void check_outcome(const Outcome& outcome, Nanoseconds end, std::uint64_t iterations) {
    within(Place::Kind::outcome, "", [&] {
        within(Place::Kind::field, "time", [&] {
            if (outcome.time < end) {
                throw InputError(Problem::events_say, {std::to_string(end)});
            }
        });
        within(Place::Kind::field, "iterations", [&] {
            if (outcome.iterations != iterations) {
                throw InputError(Problem::events_say, {std::to_string(iterations)});
            }
        });
    });
}

}  // namespace

void check(const Trace& trace) {
    Replay replay(trace.header);
    std::uint64_t iterations = 0;
    for (const Event& event : trace.events()) {
        replay.apply(event);
        within(Place::Kind::event, event.n, [&] { check_listings(trace, event); });
        iterations += event.as<IterationStarted>() != nullptr ? 1U : 0U;
    }
    check_outcome(trace.outcome, replay.now(), iterations);
}

}  // namespace corodemo::trace
