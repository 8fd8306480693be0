#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "core/trace/json/json.hpp"
#include "core/trace/replay.hpp"

namespace corodemo::tests {

namespace {

const std::string kHeader =
    R"({"schema":"corodemo.trace","version":2,"generator":"test","program":{"name":"shop",)"
    R"("title":"","arguments":{},"listings":{"python":{"file":"shop.py","text":"import jobs\n"}}},)"
    R"("policy":{"python":"3.12","set_order":"argument","preset_loop":false},)"
    R"("clock":{"kind":"virtual","unit":"ns"}})"
    "\n";

/// An event, as a line: `fields` are those after its number and time.
std::string line(int number, int time, const std::string& fields) {
    return R"({"n":)" + std::to_string(number) + R"(,"t":)" + std::to_string(time) +
           R"(,"run":null,"it":null,)" + fields + "}\n";
}

std::string written(const trace::Trace& trace) {
    std::ostringstream out;
    trace::write_jsonl(trace, out);
    return out.str();
}

}  // namespace

TEST_CASE("what recording adds to events is read, and written in the same words") {
    const std::string events =
        line(1, 0,
             R"("kind":"task_created","cause":null,"line":3,"file":1,"task":"T1",)"
             R"("name":null,"coro":"work","eager":true)") +
        line(2, 0, R"("kind":"step_started","cause":1,"task":"T1","first":true,"nested":true)") +
        line(3, 5,
             R"("kind":"handle_scheduled","cause":null,"thread":"worker-1","handle":"H1",)"
             R"("loop":"L1","role":"thread","about":"thread worker-1")") +
        line(4, 5,
             R"("kind":"step_finished","cause":2,"cut":true,"task":"T1","end":"returned",)"
             R"("value":"'a…","took":250000000)") +
        line(5, 5, R"("kind":"waiting_outside","cause":null,"what":["socket 7","SIGTERM"])") +
        line(6, 5,
             R"("kind":"warned","cause":null,"category":"UserWarning","message":"no",)"
             R"("traceback":[{"coro":"main","line":4},{"coro":"work","line":9,"file":1}])");
    const std::string outcome =
        R"({"outcome":{"status":"killed","signal":"SIGKILL","stdout":"","time":5,"iterations":0,)"
        R"("exit_status":137,"waited":7,"reproducible":true}})"
        "\n";
    CHECK(written(trace::read_json(kHeader + events + outcome)) == kHeader + events + outcome);
}

TEST_CASE("an event that has an outcome is not the end of the JSONL form") {
    const std::string events =
        line(1, 0, R"("kind":"task_created","cause":null,"task":"T1","name":null,"coro":"main")") +
        line(2, 0,
             R"("kind":"cancel_requested","cause":null,"task":"T1","delivered":"flag","count":1)") +
        line(3, 0, R"("kind":"cancel_delivered","cause":2,"task":"T1","outcome":"too_late")");
    const std::string outcome =
        R"({"outcome":{"status":"returned","stdout":"","time":0,"iterations":0}})"
        "\n";
    CHECK(trace::read_json(kHeader + events + outcome).events().size() == 3);
}

TEST_CASE("there may be several listings, also as lines of the JSONL form") {
    const std::string listing = R"({"listing":{"file":"jobs.py","text":"JOBS = 3\n"}})"
                                "\n";
    const std::string outcome =
        R"({"outcome":{"status":"returned","stdout":"","time":0,"iterations":0},)"
        R"("clock":{"kind":"mixed","unit":"ns"}})"
        "\n";
    const trace::Trace trace = trace::read_json(kHeader + listing + outcome);
    REQUIRE(trace.header.listing(1) != nullptr);
    CHECK(trace.header.listing(0)->file == "shop.py");
    CHECK(trace.header.listing(1)->file == "jobs.py");
    CHECK(trace.header.listing(2) == nullptr);
    CHECK(trace.header.clock == trace::ClockKind::mixed);
    const trace::Trace again = trace::read_json(written(trace));
    REQUIRE(again.header.python.size() == 2);
    CHECK(again.header.python[1].text == "JOBS = 3\n");
    CHECK(again.header.clock == trace::ClockKind::mixed);
}

TEST_CASE("variables are an object, whose names keep their order") {
    trace::Trace trace;
    trace.header.name = "shop";
    trace.header.variables = {{"seen", "balance"}, {"balance", ""}};
    trace::Event event;
    event.n = 1;
    const std::vector<trace::Variable> values{{"seen", "'a\"b'"}, {"balance", {}}};
    event.payload = trace::VariablesChanged{{}, values};
    trace.append(event);
    const std::string text = written(trace);
    CHECK(text.find(R"("variables":{"seen":"balance","balance":null})") != std::string::npos);
    CHECK(text.find(R"("values":{"seen":"'a\"b'","balance":null})") != std::string::npos);
    const trace::Trace again = trace::read_json(text);
    CHECK(written(again) == text);
    REQUIRE(again.header.variables.size() == 2);
    CHECK(again.header.variables[0].copy_of == "balance");
    const auto* changed = again.event(1).as<trace::VariablesChanged>();
    REQUIRE(changed != nullptr);
    CHECK(std::ranges::equal(*changed->values, values));
    CHECK(changed->values->back().value.data() == nullptr);
}

TEST_CASE("a stream that was cut off is read on request, with the outcome that is given") {
    const std::string events =
        line(1, 0, R"("kind":"printed","cause":null,"text":"tick","stream":"stdout")") +
        line(2, 7, R"("kind":"printed","cause":null,"text":"beware","stream":"stderr")");
    trace::Outcome killed;
    killed.status = trace::Outcome::Status::killed;
    for (const std::string& rest :
         {std::string(), std::string(R"({"n":3,"t":)"), std::string("{")}) {
        CHECK_THROWS(trace::read_json(kHeader + events + rest));
        const trace::Trace trace = trace::read_json(kHeader + events + rest, &killed);
        CHECK(trace.events().size() == 2);
        CHECK(trace.outcome.status == trace::Outcome::Status::killed);
        CHECK(trace.outcome.output == "tick\n");
        CHECK(trace.outcome.time == 7);
        CHECK(trace.header.clock == trace::ClockKind::mixed);  // it moved by itself
    }
    CHECK(trace::read_json(kHeader, &killed).events().empty());
    CHECK_THROWS_WITH(trace::read_json(kHeader + "{\n" + events, &killed), "not_json_at: 2");
    const std::string outcome =
        R"({"outcome":{"status":"returned","stdout":"","time":0,"iterations":0}})"
        "\n";
    CHECK(trace::read_json(kHeader + events + outcome, &killed).outcome.status ==
          trace::Outcome::Status::returned);
}

TEST_CASE("a trace of version 1 is still read, and written as the present version") {
    std::ifstream file("tests/core/trace/json/version_1.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    REQUIRE(text.find(R"("version":1,)") != std::string::npos);
    const trace::Trace trace = trace::read_json(text);
    trace::Replay replay;
    for (const trace::Event& event : trace.events()) {
        replay.apply(event);
    }
    CHECK(replay.now() == trace.outcome.time);
    std::ostringstream written;
    trace::write_json(trace, written);
    CHECK(written.str().find(R"("version":2,)") != std::string::npos);
}

TEST_CASE("other versions are rejected") {
    CHECK_THROWS_WITH(trace::read_json(R"({"schema": "corodemo.trace", "version": 3})"),
                      "version_is_newer: 3, 2");
    CHECK_THROWS_WITH(trace::read_json(R"({"schema": "corodemo.trace", "version": 0})"),
                      "version_is_unknown: 0");
}

}  // namespace corodemo::tests
