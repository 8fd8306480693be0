#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "app/files/system_error.hpp"
#include "app/input_errors.hpp"
#include "app/message.hpp"
#include "app/terminal/styled_text.hpp"
#include "core/trace/enum_names.hpp"

using namespace corodemo;

namespace {

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text,
                               [](char one) { return static_cast<unsigned char>(one) < 0x80; });
}

/// Checks that the English is English, the Chinese is Chinese, and no placeholder is left.
void check_languages(const app::Message& message) {
    CAPTURE(message.en);
    CAPTURE(message.zh);
    CHECK_FALSE(message.en.empty());
    CHECK(is_ascii(message.en));
    CHECK_FALSE(is_ascii(message.zh));
    CHECK_FALSE(is_untranslated(message.zh));
    CHECK(placeholders_of(message.en) == 0);
    CHECK(placeholders_of(message.zh) == 0);
}

std::string pieces(std::string_view phrase) {
    std::string found;
    for_each_piece(
        phrase, [&](std::string_view literal) { found += "[" + std::string(literal) + "]"; },
        [&](std::size_t index) { found += "#" + std::to_string(index); });
    return found;
}

}  // namespace

TEST_CASE("a phrase consists of texts and placeholders") {
    CHECK(pieces("").empty());
    CHECK(pieces("a") == "[a]");
    CHECK(pieces("{1}: {0}{9}") == "#1[: ]#0#9");
    CHECK(pieces("在{0}到期") == "[在]#0[到期]");
    CHECK(placeholders_of("{1} of {3}, {1}") == 0b1010);
}

TEST_CASE("a brace that does not belong to a placeholder is an error") {
    for (const char* phrase : {"{", "}", "{}", "{0", "{10}", "{a}", "0}", "{ 0}", "{{0}}"}) {
        CAPTURE(phrase);
        CHECK_THROWS_AS(placeholders_of(phrase), const char*);
    }
}

// The compiler does the same for each of our texts: the constructor of Localized is consteval.
TEST_CASE("the two languages of a text have to match") {
    CHECK_NOTHROW(check_translation("{0} of {1}", "{1} 中的 {0}"));
    CHECK_NOTHROW(check_translation(" ", ""));
    CHECK_THROWS_AS(check_translation("done", ""), const char*);
    CHECK_THROWS_AS(check_translation("", "完成"), const char*);
    CHECK_THROWS_AS(check_translation("{0} of {1}", "{0}"), const char*);
    CHECK_THROWS_AS(check_translation("{0}", "{1}"), const char*);
    CHECK_THROWS_AS(check_translation("it is done", "it is done"), const char*);
}

TEST_CASE("arguments replace the placeholders") {
    const Localized phrase{"{0} waits for {1}", "等待 {1} 的是 {0}"};
    const app::Message message =
        app::say(phrase, {std::string("T1"), app::say({"a lock", "一个锁"})});
    CHECK(message.en == "T1 waits for a lock");
    CHECK(message.zh == "等待 一个锁 的是 T1");
    CHECK(app::say({"{0}", "{0}"}, {std::string("{1}")}).en == "{1}");  // not expanded

    const app::StyledText filled = app::fill({}, {"<run>{0}</>, then {1}", "<run>{0}</>，然后 {1}"},
                                             {"<T1>", app::StyledText("{0}", app::Paint::bold)});
    CHECK(filled.text() == "<T1>, then {0}");
    std::vector<app::Paint> paints;
    filled.for_each([&](const app::StyledText::Part& part) { paints.push_back(part.paint); });
    CHECK(paints == std::vector{app::Paint::run, app::Paint::plain, app::Paint::bold});
}

TEST_CASE("every input error has a message in both languages") {
    const std::vector<std::string> arguments{"first", "second"};
    for (std::size_t i = 0; i < enum_names(trace::Problem{}).size(); ++i) {
        const auto problem = static_cast<trace::Problem>(i);
        CAPTURE(trace::to_string(problem));
        check_languages(app::message_of(trace::ChoiceError(problem, arguments)));
        check_languages(app::message_of(trace::ChoiceError(problem, arguments, {3, 2})));
    }
    trace::InputError error(trace::Problem::not_an_id, {"X1"});
    CHECK(std::string_view(error.what()) == "not_an_id: X1");
    using Kind = trace::Place::Kind;
    for (const Kind kind :
         {Kind::field, Kind::event, Kind::line, Kind::listing, Kind::header, Kind::outcome}) {
        error.add_outer({kind, "name"});
        check_languages(app::message_of(error));
    }
    CHECK(app::message_of(error).en ==
          "outcome: header: name: line name: event name: field 'name': 'X1' is no id");
}

TEST_CASE("every system error has a message in both languages, the C library's in English") {
    constexpr int kMost = 133;
    for (int error = 1; error <= kMost; ++error) {
        CAPTURE(error);
        check_languages(app::system_error(error));
        CHECK(app::system_error(error).en == std::strerror(error));
    }
}
