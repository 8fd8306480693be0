#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "core/trace/json/json.hpp"
#include "core/trace/replay.hpp"

namespace corodemo::tests {

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
