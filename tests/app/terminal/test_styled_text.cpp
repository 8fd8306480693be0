#include <string>

#include <doctest/doctest.h>

#include "app/terminal/styled_text.hpp"

namespace corodemo::tests {

using app::display_width;
using app::elide;
using app::escape_unsafe;
using app::fill;
using app::Paint;
using app::prefix_of_width;
using app::Style;
using app::StyledText;

namespace {

std::string text_of(const StyledText& styled, const Style& style = {}) {
    std::string out;
    styled.append_to(out, style);
    return out;
}

constexpr Localized kWaits{"<run>► starts</>, ░ at {0}", "<run>► 开始</>，░ 停在 {0}"};

}  // namespace

TEST_CASE(
    "Chinese characters and emoji are two columns wide, combining marks none, our glyphs one") {
    CHECK(display_width("hello") == 5);
    CHECK(display_width("你好") == 4);
    CHECK(display_width("，：（）") == 8);
    CHECK(display_width("e\u0301") == 1);
    CHECK(display_width("👩") == 2);
    CHECK(display_width("►▻░▪⇢┃─·→…≠") == 11);
    CHECK(display_width("𠀀") == 2);
    CHECK(display_width("한국어") == 6);
}

TEST_CASE("a byte of invalid UTF-8 counts as one column") {
    CHECK(display_width("a\xff\xfe z") == 5);
    CHECK(display_width("\xe4\xbd") == 2);          // 你, truncated
    CHECK(display_width("\xc0\x80") == 2);          // an overlong NUL
    CHECK(display_width("\xe0\x80\x80") == 3);      // the same in three bytes
    CHECK(display_width("\xed\xa0\x80") == 3);      // a surrogate
    CHECK(display_width("\xf4\x90\x80\x80") == 4);  // above U+10FFFF
}

TEST_CASE("a prefix ends between characters, never within one") {
    CHECK(prefix_of_width("你好", 3) == "你");
    CHECK(prefix_of_width("你好", 4) == "你好");
    CHECK(prefix_of_width("e\u0301a", 1) == "e\u0301");
    CHECK(prefix_of_width("abc", 0).empty());
}

TEST_CASE("text of a trace can't control the terminal") {
    CHECK(escape_unsafe("\x1b[31mred\x07") == "\\x1b[31mred\\x07");
    CHECK(escape_unsafe("a\tb\nc\rd") == "a\\tb\\nc\\rd");
    CHECK(escape_unsafe(std::string_view("\0", 1)) == "\\x00");
    CHECK(escape_unsafe("\u009b"
                        "2J") == "\\x9b2J");  // CSI as a character
    CHECK(escape_unsafe("\x9b") == "\\x9b");  // and as a byte
    CHECK(escape_unsafe("\u202eevil\u2066") == "\\u202eevil\\u2066");
    CHECK(escape_unsafe("a\u200bb\ufeff") == "a\\u200bb\\ufeff");
    CHECK(escape_unsafe("\U000e0041") == "\\U000e0041");  // tags: invisible letters
    CHECK(escape_unsafe("caf\xe9") == "caf\\xe9");
}

TEST_CASE("harmless text of a trace is unchanged") {
    CHECK(escape_unsafe("naïve 你好 👩\u200d💻 \\n") == "naïve 你好 👩\u200d💻 \\n");
}

TEST_CASE("what doesn't fit ends in an ellipsis, and is never wider than requested") {
    CHECK(elide("hello", 5, {}) == "hello");
    CHECK(elide("hello!", 5, {}) == "hell…");
    CHECK(elide("hello!", 5, {.ascii = true}) == "hel..");
    CHECK(elide("你好吗", 5, {}) == "你好…");
    CHECK(elide("你好吗", 4, {}) == "你…");
    CHECK(elide("hello", 1, {}) == "…");
    CHECK(elide("hello", 1, {.ascii = true}) == ".");
    CHECK(elide("hello", 0, {}).empty());
    CHECK(elide(std::string(1'000'000, 'x'), 10, {}) == "xxxxxxxxx…");
    CHECK(display_width(elide(std::string(10'000, '\x1b'), 10, {})) == 10);
    std::string marks = "a";
    for (int mark = 0; mark < 1000; ++mark) {
        marks += "\u0301";
    }
    CHECK(elide(marks, 10, {}).ends_with("\u0301…"));
}

TEST_CASE("text is padded and truncated by columns") {
    CHECK(StyledText("你").pad(4).text() == "你  ");
    CHECK(StyledText("你好").cut(3, {}).text() == "你…");
    CHECK(StyledText("你好").cut(3, {}).width() == 3);
    CHECK(StyledText("abc").cut(3, {}).text() == "abc");
}

TEST_CASE("long text is broken at a space, or at the line's end if it has none") {
    StyledText text("one two three");
    CHECK(text.take_line(8).text() == "one two");
    CHECK(text.take_line(8).text() == "three");
    CHECK(text.empty());
    StyledText word("abcdefgh");
    CHECK(word.take_line(5).text() == "abcde");
    CHECK(word.take_line(5).text() == "fgh");
    StyledText wide("你");
    CHECK(wide.take_line(1).width() <= 2);  // it can't fit, but progress must be made
    CHECK(wide.empty());
}

TEST_CASE("paint is visible only if colour is on, and each part resets its own") {
    const StyledText line =
        StyledText("a", Paint::run).add("b").add("c", Paint::ready).add("d", Paint::secondary);
    CHECK(text_of(line) == "abcd");
    CHECK(text_of(line, {.colour = true}) ==
          "\x1b[1;38;5;166ma\x1b[0mb\x1b[38;5;32mc\x1b[0m\x1b[38;5;244md\x1b[0m");
    CHECK(text_of(StyledText("x", Paint::bold), {.colour = true}) == "\x1b[1mx\x1b[0m");
}

TEST_CASE("a line has no trailing spaces, with or without paint") {
    CHECK(text_of(StyledText("a").pad(10)) == "a");
    CHECK(text_of(StyledText("a").add("   ", Paint::run), {.colour = true}) == "a");
    CHECK(text_of(StyledText("   ")).empty());
}

TEST_CASE("paint survives truncation") {
    const StyledText line = StyledText("plain ").add("painted", Paint::run).cut(9, {});
    CHECK(text_of(line, {.colour = true}) == "plain \x1b[1;38;5;166mpa…\x1b[0m");
}

TEST_CASE("a phrase is filled in in the reader's language, with its glyphs and paint") {
    CHECK(fill({}, kWaits, {"5"}).text() == "► starts, ░ at 5");
    CHECK(fill({.lang = Language::zh}, kWaits, {"5"}).text() == "► 开始，░ 停在 5");
    CHECK(fill({.ascii = true}, kWaits, {"5"}).text() == "> starts, ~ at 5");
    CHECK(text_of(fill({.colour = true}, kWaits, {"5"}), {.colour = true}) ==
          "\x1b[1;38;5;166m► starts\x1b[0m, ░ at 5");
}

TEST_CASE("an argument is never parsed as part of the phrase") {
    CHECK(fill({}, {"{0}{1}", "{0}{1}"}, {"{1}<run>", "</>"}).text() == "{1}<run></>");
    CHECK(fill({.ascii = true}, {"░ {0}", "░ {0}"}, {"░"}).text() == "~ ░");
}

TEST_CASE(
    "glyphs become ASCII before a cell is padded, so that longer ones don't shift the columns") {
    const Style ascii{.ascii = true};
    CHECK(StyledText(ascii.glyphs("0 → 1")).pad(8).text() == "0 -> 1  ");
    CHECK(ascii.glyphs("►▻░▪⇢┃─·→…≠") == ">^~.=|--->..!");
}

TEST_CASE("whatever text is added, the result is one line and safe to display") {
    const std::string hostile = "a\x1b[2J\r\n\t\x08\x7f\u0085\u202e";
    const std::string safe = R"(a\x1b[2J\r\n\t\x08\x7f\x85\u202e)";
    app::StyledText text(hostile);
    CHECK(text.text() == safe);
    CHECK(text.width() == safe.size());
    CHECK(app::fill({}, {"{0}", "{0}"}, {hostile}).text() == safe);
    CHECK(app::StyledText().add(text).text() == safe);  // escaped once
}

}  // namespace corodemo::tests
