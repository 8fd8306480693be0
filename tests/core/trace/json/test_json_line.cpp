#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/trace/json/json.hpp"
#include "core/trace/json/json_line.hpp"
#include "core/trace/json/json_text.hpp"

namespace corodemo::tests {

TEST_CASE("any text becomes an equivalent JSON string without unsafe characters") {
    trace::JsonLine line;
    std::string all;
    for (int letter = 0; letter < 256; ++letter) {
        for (const std::string& text :
             {std::string(1, static_cast<char>(letter)), all, "a" + all + "b", std::string()}) {
            line.clear();
            line.value(std::string_view(text));
            const std::string theirs =
                nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
            CHECK(nlohmann::json::parse(line.text()) == nlohmann::json::parse(theirs));
            CHECK(line.text().find('\x7f') == std::string::npos);
        }
        all += static_cast<char>(letter);
    }
    const std::string chinese = "\xE4\xBD\xA0\xE5\xA5\xBD";
    line.clear();
    line.value(std::string_view(chinese));
    CHECK(line.text() == "\"" + chinese + "\"");
}

TEST_CASE("DEL, the C1 controls and characters that reorder text are always escaped") {
    // U+0085, U+009B, U+061C, U+200F, U+202E, U+2066, U+FEFF; but not the joiner U+200D of an
    // emoji.
    const std::string text =
        "\x7f|\u0085|\u009b|\u061c|\u200f|\u202e|\u2066|\ufeff|\u200d|\u00e9|\U0001f600";
    const nlohmann::ordered_json json(text);
    const std::string expected = R"("\u007f|\u0085|\u009b|\u061c|\u200f|\u202e|\u2066|\ufeff|)"
                                 "\u200d|\u00e9|\U0001f600\"";
    CHECK(trace::json_text(json) == expected);
    trace::JsonLine line;
    line.value(std::string_view(text));
    CHECK(line.text() == expected);
    CHECK(nlohmann::ordered_json::parse(expected) == json);
    CHECK(trace::json_text({{"a", 1}}, 2) == "{\n  \"a\": 1\n}");
}

TEST_CASE("an event is one object, in which absent fields are null or left out") {
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
