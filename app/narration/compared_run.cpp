#include "app/narration/compared_run.hpp"

#include <utility>

#include "app/narration/step.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::app {

namespace {

/// "1 2 3"
std::string numbers_to(std::size_t last) {
    std::string text;
    for (std::size_t i = 1; i <= last; ++i) {
        text += (text.empty() ? "" : " ") + std::to_string(i);
    }
    return text;
}

/// How many arguments the first gather() has, if there is one.
std::optional<std::size_t> arguments_of_gather(const trace::Trace& trace) {
    for (const trace::Event& event : trace.events()) {
        const auto* created = event.as<trace::FutureCreated>();
        if (created != nullptr && created->children) {
            return created->children->size();
        }
    }
    return std::nullopt;
}

/// The order in which results are returned: for a list that of the arguments; a set has none.
std::string returned_by(const trace::Trace& trace) {
    const std::string value = trace.outcome.value.value_or("");
    if (trace.outcome.status == trace::Outcome::Status::hung) {
        return std::string(ComparedRun::kHung);
    }
    if (trace.outcome.error) {
        return trace.outcome.error->type;
    }
    if (value.starts_with("({") || value == "(set(), set())") {
        return std::string(ComparedRun::kSet);
    }
    if (value.starts_with("[")) {
        if (const auto arguments = arguments_of_gather(trace)) {
            return numbers_to(*arguments);
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

std::string coroutines_of(const trace::Trace& trace) {
    const trace::Listing* listing = trace.header.listing();
    return listing != nullptr ? scenarios::coroutine_functions(listing->text) : std::string();
}

/// The labels of a run of one of our scenarios.
std::vector<std::string> labels_of(const trace::Trace& trace, const Orders& orders) {
    const auto* scenario = scenarios::find_scenario(trace.header.name);
    std::vector<std::string> labels;
    if (scenario != nullptr && scenario->lesson->label != nullptr &&
        scenarios::coroutine_functions(scenario->python_text) == coroutines_of(trace)) {
        for (std::size_t position = 1; position <= orders.submitted; ++position) {
            labels.push_back(scenario->lesson->label(position));
        }
    }
    return labels;
}

}  // namespace

ComparedRun make_compared_run(std::string command, trace::Trace trace) {
    ComparedRun run;
    run.command = std::move(command);
    run.trace = std::move(trace);
    run.orders = orders_of(run.trace);
    run.labels = labels_of(run.trace, run.orders);
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

bool same_output(const ComparedRun& left, const ComparedRun& right) {
    const trace::Outcome& one = left.trace.outcome;
    const trace::Outcome& other = right.trace.outcome;
    return one.output == other.output && one.status == other.status;
}

bool same_coroutines(const ComparedRun& left, const ComparedRun& right) {
    const std::string coroutines = coroutines_of(left.trace);
    return coroutines == coroutines_of(right.trace) &&
           (!coroutines.empty() || left.trace.header.name == right.trace.header.name);
}

Message verdict_on(const ComparedRun& left, const ComparedRun& right) {
    const Localized verdict =
        !same_order(left, right)
            ? Localized{"{0} and {1}: different orders", "{0} 与 {1}：顺序不同"}
        : !same_output(left, right)
            ? Localized{"{0} and {1}: the same order, different output",
                        "{0} 与 {1}：顺序相同，输出不同"}
            : Localized{"{0} and {1}: the same order", "{0} 与 {1}：顺序相同"};
    return say(verdict, {left.command, right.command});
}

nlohmann::ordered_json to_json(const ComparedRun& run) {
    const auto places = [&](const std::vector<Orders::Place>& all) {
        auto list = nlohmann::ordered_json::array();
        for (const Orders::Place& place : all) {
            nlohmann::ordered_json one{{"position", place.position},
                                       {"event", place.event},
                                       {"step", run.step_of_event.at(place.event)},
                                       {"it", place.it},
                                       {"t", place.time}};
            if (place.position <= run.labels.size()) {
                one["label"] = run.labels[place.position - 1];
            }
            list.push_back(std::move(one));
        }
        return list;
    };
    return {{"command", run.command},
            {"scenario", run.trace.header.name},
            {"python", run.trace.header.python_version},
            {"started", places(run.orders.started)},
            {"finished", places(run.orders.finished)},
            {"returned", run.returned},
            {"stdout", run.trace.outcome.output},
            {"status", trace::to_string(run.trace.outcome.status)},
            {"iterations", run.trace.outcome.iterations},
            {"time", run.trace.outcome.time}};
}

}  // namespace corodemo::app
