#include "app/narration/compared_run.hpp"

#include <utility>

#include "app/narration/step.hpp"

namespace corodemo::app {

namespace {

/// The order in which results are returned: for a list that of the arguments; a set has none.
std::string returned_by(const trace::Trace& trace) {
    const std::string value = trace.outcome.value.value_or("");
    if (trace.outcome.error) {
        return trace.outcome.error->type;
    }
    if (value.starts_with("({") || value == "(set(), set())") {
        return std::string(ComparedRun::kSet);
    }
    for (const trace::Event& event : trace.events()) {
        const auto* gather = event.as<trace::FutureCreated>();
        if (gather != nullptr && gather->children && value.starts_with("[")) {
            std::string text;
            for (std::size_t i = 1; i <= gather->children->size(); ++i) {
                text += (text.empty() ? "" : " ") + std::to_string(i);
            }
            return text;
        }
    }
    return value.empty() ? "-" : value;
}

/// The number of the scheduling decision to which each event belongs.
std::vector<std::uint64_t> steps_of_events(const trace::Trace& trace) {
    std::vector<std::uint64_t> numbers(trace.events().size() + 1);
    Steps steps(trace);
    while (const Step* step = steps.next()) {
        for (const trace::Event& event : step->events) {
            numbers[event.n] = step->number;
        }
    }
    return numbers;
}

}  // namespace

ComparedRun make_compared_run(std::string command, trace::Trace trace) {
    ComparedRun run;
    run.command = std::move(command);
    run.trace = std::move(trace);
    run.orders = orders_of(run.trace);
    run.returned = returned_by(run.trace);
    run.step_of_event = steps_of_events(run.trace);
    return run;
}

bool same_order(const ComparedRun& left, const ComparedRun& right) {
    const auto positions = [](const std::vector<Orders::Place>& places) {
        std::vector<std::uint32_t> found;
        found.reserve(places.size());
        for (const Orders::Place& place : places) {
            found.push_back(place.position);
        }
        return found;
    };
    return positions(left.orders.started) == positions(right.orders.started) &&
           positions(left.orders.finished) == positions(right.orders.finished);
}

nlohmann::ordered_json to_json(const ComparedRun& run) {
    const auto places = [&](const std::vector<Orders::Place>& all) {
        auto list = nlohmann::ordered_json::array();
        for (const Orders::Place& place : all) {
            list.push_back({{"position", place.position},
                            {"event", place.event},
                            {"step", run.step_of_event.at(place.event)},
                            {"it", place.it},
                            {"t", place.time}});
        }
        return list;
    };
    return {{"command", run.command},
            {"scenario", run.trace.header.name},
            {"python", run.trace.header.python_version},
            {"started", places(run.orders.started)},
            {"finished", places(run.orders.finished)},
            {"returned", run.returned},
            {"iterations", run.trace.outcome.iterations},
            {"time", run.trace.outcome.time}};
}

}  // namespace corodemo::app
