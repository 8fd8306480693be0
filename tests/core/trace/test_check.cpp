#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/trace/check.hpp"
#include "core/trace/input_error.hpp"
#include "tests/app/script.hpp"

namespace corodemo::tests {

namespace {

/// What is wrong with a trace, and where; empty if nothing is.
std::string complaint(const trace::Trace& trace) {
    std::string text;
    try {
        trace::check(trace);
    } catch (const trace::InputError& error) {
        for (const trace::Place& place : error.places()) {
            text += place.name + ": ";
        }
        text += error.what();
    }
    return text;
}

}  // namespace

TEST_CASE("what a script writes is a valid trace") {
    CHECK(complaint(Script::one_step("Hello world!")).empty());
}

TEST_CASE("the outcome agrees with the events") {
    trace::Trace trace = Script::one_step("Hello world!");
    trace.outcome.iterations = 7;
    CHECK(complaint(trace) == ": iterations: events_say: 1");
    Script script;
    script.pass_time(kSecond);
    script.header().clock = trace::ClockKind::real;
    script.print("late");
    CHECK(complaint(script.take()) == ": time: events_say: 1000000000");
}

TEST_CASE("the files of events and frames are listed, if any is") {
    const auto frames_in = [](std::uint32_t file, bool listed) {
        Script script;
        if (listed) {
            script.header().python = {{"shop.py", ""}, {"jobs.py", ""}};
        }
        const std::vector<trace::Frame> stack{{"main", 4}, {"job", 12, 0, file}};
        trace::Warned warned{"UserWarning", "no"};
        warned.traceback = stack;
        script.add(warned);
        return complaint(script.take());
    };
    CHECK(frames_in(1, true).empty());
    CHECK(frames_in(2, true) == "1: no_such_listing: 2");
    CHECK(frames_in(2, false).empty());
}

}  // namespace corodemo::tests
