#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/trace/json/json.hpp"
#include "core/trace/line_map.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::tests {

namespace {

using scenarios::Scenario;

/// Handles that ran and idle clock jumps.
int steps_of(const trace::Trace& trace) {
    return static_cast<int>(std::ranges::count_if(trace.events(), [](const trace::Event& event) {
        return event.as<trace::HandleStarted>() != nullptr ||
               event.as<trace::ClockAdvanced>() != nullptr;
    }));
}

}  // namespace

TEST_CASE("every mark of a C++ listing names a line of the Python one that has code") {
    for (const Scenario& scenario : scenarios::catalog()) {
        CAPTURE(scenario.name);
        const trace::LineMap map(scenario.cpp_text);
        std::vector<std::string> python{""};
        std::istringstream text{std::string(scenario.python_text)};
        for (std::string line; std::getline(text, line);) {
            python.push_back(line);
        }
        std::size_t marked = 0;
        for (std::uint32_t line = 1; line < 1000; ++line) {
            if (const std::uint32_t twin = map.python_line(line); twin != 0) {
                CAPTURE(line);
                REQUIRE(twin < python.size());
                CHECK_FALSE(python[twin].empty());
                ++marked;
            }
        }
        CHECK(marked > 5);
    }
}

TEST_CASE("a scenario leaves the same trace each time") {
    for (const Scenario& scenario : scenarios::catalog()) {
        std::ostringstream first;
        std::ostringstream second;
        trace::write_json(scenarios::record(scenario, default_options(scenario)), first);
        trace::write_json(scenarios::record(scenario, default_options(scenario)), second);
        CHECK(first.str() == second.str());
    }
}

TEST_CASE("a listing has the parameters that the program runs with") {
    const Scenario& gather = *scenarios::find_scenario("gather");
    CHECK(scenarios::python_listing(gather, gather.defaults) == gather.python_text);
    const std::string text = scenarios::python_listing(gather, {5, asyncio::seconds(0.5)});
    CHECK(text.find("\nn = 5\ndelay = 0.5\n") != std::string::npos);
    CHECK(scenarios::find_scenario("no-such-thing") == nullptr);
}

TEST_CASE("gather of three hellos: 13 handles, 5 iterations, one jump to 1.000 s") {
    const trace::Trace trace = scenarios::record(
        *scenarios::find_scenario("gather"), default_options(*scenarios::find_scenario("gather")));
    CHECK(steps_of(trace) == 14);
    CHECK(trace.outcome.iterations == 5);
    CHECK(trace.outcome.time == 1'000'000'000);
    CHECK(trace.outcome.value == "[None, None, None]");
}

}  // namespace corodemo::tests
