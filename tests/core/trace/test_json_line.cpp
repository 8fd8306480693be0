#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/trace/json.hpp"
#include "core/trace/json_line.hpp"

namespace corodemo::tests {

TEST_CASE("any text becomes the JSON string that nlohmann makes of it") {
    trace::JsonLine line;
    std::string all;
    for (int letter = 0; letter < 256; ++letter) {
        for (const std::string& text :
             {std::string(1, static_cast<char>(letter)), all, "a" + all + "b", std::string()}) {
            line.clear();
            line.value(std::string_view(text));
            const nlohmann::json expected(text);
            CHECK(line.text() ==
                  expected.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
        }
        all += static_cast<char>(letter);
    }
    const std::string chinese = "\xE4\xBD\xA0\xE5\xA5\xBD";
    line.clear();
    line.value(std::string_view(chinese));
    CHECK(line.text() == "\"" + chinese + "\"");
}

TEST_CASE("an event is one object, with null for what it hasn't, without what it can't have") {
    trace::Event event;
    event.n = 18'446'744'073'709'551'615U;
    event.t = -9'223'372'036'854'775'807 - 1;
    event.in = {trace::Id::kTask, 4'294'967'295U};
    event.exit = true;
    const std::string value(2'000, 'x');
    event.payload = trace::RunFinished{trace::FinishWhy::raised, value, {"ValueError", "\"no\""}};
    CHECK(trace::to_json(event) ==
          R"({"n":18446744073709551615,"t":-9223372036854775808,"run":null,"it":null,)"
          R"("kind":"run_finished","cause":null,"in":"T4294967295","phase":"exit","why":"raised",)"
          R"("value":")" +
              value + R"(","error":{"type":"ValueError","message":"\"no\""}})");
}

}  // namespace corodemo::tests
