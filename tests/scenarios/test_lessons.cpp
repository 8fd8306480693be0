#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "core/trace/event.hpp"
#include "core/trace/trace.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::tests {

namespace {

using scenarios::Scenario;

/// The step numbers that a text mentions, in its order: `#4`.
std::vector<std::size_t> steps_in(std::string_view text) {
    std::vector<std::size_t> steps;
    while (text.find('#') != std::string_view::npos) {
        text.remove_prefix(text.find('#') + 1);
        std::size_t step = 0;
        if (std::from_chars(text.data(), text.data() + text.size(), step).ec == std::errc()) {
            steps.push_back(step);
        }
    }
    return steps;
}

bool begins_a_step(const trace::Event& event) {
    const auto* moved = event.as<trace::ClockAdvanced>();
    return event.as<trace::HandleStarted>() != nullptr ||
           (moved != nullptr && moved->why != trace::AdvanceWhy::blocked);
}

/// What a lesson could say of an event; empty where that is nothing.
std::string told(const trace::Event& event) {
    if (const auto* created = event.as<trace::TaskCreated>()) {
        return "creates " + to_string(created->task);
    }
    if (const auto* moved = event.as<trace::ClockAdvanced>()) {
        switch (moved->why) {
            case trace::AdvanceWhy::idle:
                return "the clock jumps";
            case trace::AdvanceWhy::blocked:
                return "blocks";
            case trace::AdvanceWhy::waited:
                return "the loop waits";
        }
    }
    if (const auto* started = event.as<trace::StepStarted>()) {
        return to_string(started->task) + (started->first ? " starts" : " resumes");
    }
    if (const auto* finished = event.as<trace::StepFinished>()) {
        const bool has_value = finished->end == trace::End::returned;
        return std::string(to_string(finished->end)) +
               (has_value ? " " + std::string(finished->value) : "");
    }
    if (const auto* scheduled = event.as<trace::HandleScheduled>()) {
        return scheduled->role == trace::Role::wakeup ? "wakes " + to_string(scheduled->task) : "";
    }
    if (const auto* done = event.as<trace::FutureDone>()) {
        return done->future.letter == trace::Id::kGather ? "gather is done" : "";
    }
    if (const auto* printed = event.as<trace::Printed>()) {
        return "prints " + std::string(printed->text);
    }
    if (const auto* warned = event.as<trace::Warned>()) {
        return "warns " + std::string(warned->category);
    }
    if (const auto* reported = event.as<trace::ExceptionReported>()) {
        return "reports " + std::string(reported->error.type);
    }
    return event.as<trace::LoopStopRequested>() != nullptr ? "stops the loop" : "";
}

/// What happens in each step. Step 0 is all that the program does before the first one.
std::vector<std::string> stories(const trace::Trace& trace) {
    std::vector<std::string> found{""};
    std::map<trace::Id, std::string> callbacks;  // by handle
    bool inside = true;
    const auto tell = [&](const std::string& what) {
        if (inside && !what.empty()) {
            found.back() += (found.back().empty() ? "" : ", ") + what;
        }
    };
    for (const trace::Event& event : trace.events()) {
        if (begins_a_step(event)) {
            found.emplace_back();
            inside = true;
        }
        tell(told(event));
        if (const auto* scheduled = event.as<trace::HandleScheduled>()) {
            if (scheduled->role == trace::Role::callback) {
                callbacks[scheduled->handle] = "callback of " + to_string(scheduled->future);
            }
        } else if (const auto* started = event.as<trace::HandleStarted>()) {
            tell(callbacks[started->handle]);
        } else if (event.as<trace::HandleFinished>() != nullptr) {
            inside = false;
        }
    }
    return found;
}

/// A line for each step that a lesson points at: its number, and what happens there.
std::string pointed_at(const Scenario& scenario) {
    const std::vector<std::string> steps =
        stories(scenarios::record(scenario, default_options(scenario)));
    std::string lines;
    for (const Localized& text : scenario.lesson->look_for) {
        for (const std::size_t step : steps_in(text.en)) {
            lines += "#" + std::to_string(step) + ": " +
                     (step < steps.size() ? steps[step] : "there is none") + "\n";
        }
    }
    return lines;
}

/// The lines of lessons.txt, by scenario.
std::map<std::string, std::string> known_lines() {
    std::map<std::string, std::string> known;
    std::ifstream file("tests/scenarios/lessons.txt");
    for (std::string line; std::getline(file, line);) {
        const std::size_t space = line.find(' ');
        known[line.substr(0, space)] += line.substr(space + 1) + "\n";
    }
    return known;
}

}  // namespace

// Somebody held lessons.txt against the sentences. Whoever changes a sentence's numbers, or what a
// scenario does, does it again: does each step do what the lesson says of it?
TEST_CASE("the steps that a lesson points at do what it says") {
    std::map<std::string, std::string> known = known_lines();
    for (const Scenario& scenario : scenarios::catalog()) {
        CAPTURE(scenario.name);
        CHECK(pointed_at(scenario) == known[scenario.name]);
        known.erase(scenario.name);
    }
    CHECK(known.empty());
}

TEST_CASE("a lesson quotes one rule of each version on which its scenario runs") {
    for (const Scenario& scenario : scenarios::catalog()) {
        CAPTURE(scenario.name);
        for (int minor = scenario.place.first_minor; minor <= asyncio::PythonVersion::kNewest;
             ++minor) {
            CAPTURE(minor);
            int quoted = 0;
            for (const scenarios::Rule& rule : scenario.lesson->rules) {
                CHECK_FALSE(rule.meaning.en.empty());
                for (const scenarios::Quotation& source : rule.source) {
                    quoted += source.versions.contains(asyncio::PythonVersion(minor)) ? 1 : 0;
                }
            }
            CHECK(quoted == 1);
        }
    }
}

TEST_CASE("a label is what its coroutine prints first") {
    int labelled = 0;
    for (const Scenario& scenario : scenarios::catalog()) {
        if (scenario.lesson->label == nullptr) {
            continue;
        }
        CAPTURE(scenario.name);
        scenarios::RunOptions options;
        options.arguments = scenario.defaults;
        options.choices = trace::Choices("argument");
        const std::string output = scenarios::record(scenario, options).outcome.output;
        std::size_t position = 0;
        for (std::size_t line = 0; (line = output.find("Compute ", line)) != std::string::npos;
             ++line) {
            ++position;
            const std::string label = scenario.lesson->label(position);
            CHECK(output.substr(line).starts_with("Compute " + label + " ..."));
        }
        CHECK(position == std::max<std::uint64_t>(scenario.defaults.tasks, 1));
        ++labelled;
    }
    CHECK(labelled == 4);
}

TEST_CASE("both languages point at the same steps") {
    for (const Scenario& scenario : scenarios::catalog()) {
        CAPTURE(scenario.name);
        CHECK_FALSE(scenario.lesson->look_for.empty());
        for (const Localized& text : scenario.lesson->look_for) {
            CAPTURE(text.en);
            CHECK_FALSE(text.zh.empty());
            CHECK(steps_in(text.en) == steps_in(text.zh));
        }
    }
}

}  // namespace corodemo::tests
