#include <string>

#include <doctest/doctest.h>

#include "core/trace/json/json_builder.hpp"

namespace corodemo::tests {

namespace {

trace::Json built(const std::string& text) {
    trace::JsonBuilder builder;
    builder.parse(text);
    return builder.take_root();
}

}  // namespace

TEST_CASE("it builds what nlohmann's parser does, also for repeated keys") {
    for (const char* text :
         {"null", "true", "[]", "{}", "-3", "1.5", R"("x")",
          R"({"b": [1, {"a": []}], "a": {"b": null}})", R"({"a": 1, "a": [2]})"}) {
        CHECK(built(text) == trace::Json::parse(text));
    }
    CHECK_THROWS_WITH(built("[1, "), "not_json_at: 5");
}

TEST_CASE("an object with many keys takes linear time, and keeps their order") {
    constexpr int kKeys = 300'000;  // hours in quadratic time, so that the test would time out
    std::string text = "{";
    for (int key = 0; key < kKeys; ++key) {
        text += "\"" + std::to_string(key) + "\":" + std::to_string(key) + ",";
    }
    const trace::Json json = built(text + R"("7":"again"})");
    REQUIRE(json.size() == kKeys);
    CHECK(json.begin().key() == "0");
    CHECK(std::prev(json.end()).key() == std::to_string(kKeys - 1));
    CHECK(json.find("7").value() == "again");
}

}  // namespace corodemo::tests
