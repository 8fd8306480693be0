#include <string>

#include <doctest/doctest.h>

#include "app/style.hpp"

namespace corodemo::tests {

using app::display_width;
using app::fill;
using app::fit;
using app::harmless;
using app::Language;
using app::Paint;
using app::prefix_of_width;
using app::Style;
using app::Styled;
using app::Words;

namespace {

std::string text_of(const Styled& styled, const Style& style = {}) {
    std::string out;
    styled.append_to(out, style);
    return out;
}

constexpr Words kWaits{"<run>► starts</>, ░ at {0}", "<run>► 开始</>，░ 停在 {0}"};

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

TEST_CASE("a byte that is no UTF-8 counts as one column") {
    CHECK(display_width("a\xff\xfe z") == 5);
    CHECK(display_width("\xe4\xbd") == 2);          // 你 without its end
    CHECK(display_width("\xc0\x80") == 2);          // an overlong NUL
    CHECK(display_width("\xe0\x80\x80") == 3);      // the same in three bytes
    CHECK(display_width("\xed\xa0\x80") == 3);      // a surrogate
    CHECK(display_width("\xf4\x90\x80\x80") == 4);  // beyond U+10FFFF
}

TEST_CASE("a beginning is cut between characters, never within one") {
    CHECK(prefix_of_width("你好", 3) == "你");
    CHECK(prefix_of_width("你好", 4) == "你好");
    CHECK(prefix_of_width("e\u0301a", 1) == "e\u0301");
    CHECK(prefix_of_width("abc", 0).empty());
}

TEST_CASE("text of a trace can't control the terminal") {
    CHECK(harmless("\x1b[31mred\x07") == "\\x1b[31mred\\x07");
    CHECK(harmless("a\tb\nc\rd") == "a\\tb\\nc\\rd");
    CHECK(harmless(std::string_view("\0", 1)) == "\\x00");
    CHECK(harmless("\u009b"
                   "2J") == "\\x9b2J");  // CSI in one character
    CHECK(harmless("\x9b") == "\\x9b");  // and as a byte
    CHECK(harmless("\u202eevil\u2066") == "\\u202eevil\\u2066");
    CHECK(harmless("a\u200bb\ufeff") == "a\\u200bb\\ufeff");
    CHECK(harmless("\U000e0041") == "\\U000e0041");  // tags: letters that no one sees
    CHECK(harmless("caf\xe9") == "caf\\xe9");
}

TEST_CASE("text of a trace stays as it is where it does no harm") {
    CHECK(harmless("naïve 你好 👩\u200d💻 \\n") == "naïve 你好 👩\u200d💻 \\n");
}

TEST_CASE("what doesn't fit ends in an ellipsis, and is never wider than asked for") {
    CHECK(fit("hello", 5, {}) == "hello");
    CHECK(fit("hello!", 5, {}) == "hell…");
    CHECK(fit("hello!", 5, {.ascii = true}) == "hel..");
    CHECK(fit("你好吗", 5, {}) == "你好…");
    CHECK(fit("你好吗", 4, {}) == "你…");
    CHECK(fit("hello", 1, {}) == "…");
    CHECK(fit("hello", 1, {.ascii = true}) == ".");
    CHECK(fit("hello", 0, {}).empty());
    CHECK(fit(std::string(1'000'000, 'x'), 10, {}) == "xxxxxxxxx…");
    CHECK(display_width(fit(std::string(10'000, '\x1b'), 10, {})) == 10);
    std::string marks = "a";
    for (int mark = 0; mark < 1000; ++mark) {
        marks += "\u0301";
    }
    CHECK(fit(marks, 10, {}).ends_with("\u0301…"));
}

TEST_CASE("a piece of a line is padded and cut by columns") {
    CHECK(Styled("你").pad(4).text() == "你  ");
    CHECK(Styled("你好").cut(3, {}).text() == "你…");
    CHECK(Styled("你好").cut(3, {}).width() == 3);
    CHECK(Styled("abc").cut(3, {}).text() == "abc");
}

TEST_CASE("a long piece is broken at a blank, or where the line ends if it has none") {
    Styled text("one two three");
    CHECK(text.take_line(8).text() == "one two");
    CHECK(text.take_line(8).text() == "three");
    CHECK(text.empty());
    Styled word("abcdefgh");
    CHECK(word.take_line(5).text() == "abcde");
    CHECK(word.take_line(5).text() == "fgh");
    Styled wide("你");
    CHECK(wide.take_line(1).width() <= 2);  // it can't fit, but it must go somewhere
    CHECK(wide.empty());
}

TEST_CASE("paint shows only where colour is on, and each part ends its own") {
    const Styled line =
        Styled("a", Paint::run).add("b").add("c", Paint::ready).add("d", Paint::secondary);
    CHECK(text_of(line) == "abcd");
    CHECK(text_of(line, {.colour = true}) ==
          "\x1b[1;38;5;166ma\x1b[0mb\x1b[38;5;32mc\x1b[0m\x1b[38;5;244md\x1b[0m");
    CHECK(text_of(Styled("x", Paint::bold), {.colour = true}) == "\x1b[1mx\x1b[0m");
}

TEST_CASE("a line has no blanks at its end, with or without paint") {
    CHECK(text_of(Styled("a").pad(10)) == "a");
    CHECK(text_of(Styled("a").add("   ", Paint::run), {.colour = true}) == "a");
    CHECK(text_of(Styled("   ")).empty());
}

TEST_CASE("paint survives cutting") {
    const Styled line = Styled("plain ").add("painted", Paint::run).cut(9, {});
    CHECK(text_of(line, {.colour = true}) == "plain \x1b[1;38;5;166mpa…\x1b[0m");
}

TEST_CASE("a phrase is said in the reader's language, with its glyphs and paint") {
    CHECK(fill({}, kWaits, {"5"}).text() == "► starts, ░ at 5");
    CHECK(fill({.lang = Language::zh}, kWaits, {"5"}).text() == "► 开始，░ 停在 5");
    CHECK(fill({.ascii = true}, kWaits, {"5"}).text() == "> starts, ~ at 5");
    CHECK(text_of(fill({.colour = true}, kWaits, {"5"}), {.colour = true}) ==
          "\x1b[1;38;5;166m► starts\x1b[0m, ░ at 5");
}

TEST_CASE("an argument of a phrase is never read as part of the phrase") {
    CHECK(fill({}, {"{0}{1}", ""}, {"{1}<run>", "</>"}).text() == "{1}<run></>");
    CHECK(fill({.ascii = true}, {"░ {0}", ""}, {"░"}).text() == "~ ░");
}

TEST_CASE(
    "glyphs become ASCII before a cell is padded, so that longer ones keep the columns straight") {
    const Style ascii{.ascii = true};
    CHECK(Styled(ascii.glyphs("0 → 1")).pad(8).text() == "0 -> 1  ");
    CHECK(ascii.glyphs("►▻░▪⇢┃─·→…≠") == ">^~.=|--->..!");
}

}  // namespace corodemo::tests
