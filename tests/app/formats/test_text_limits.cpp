#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

#include "core/trace/replay.hpp"
#include "tests/app/texts.hpp"

namespace corodemo::tests {

using app::Detail;
using app::display_width;
using app::Style;
using trace::End;
using trace::Role;

namespace {

constexpr std::array kDetails{Detail::brief, Detail::normal, Detail::full};

std::string without_paint(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\x1b') {
            at = text.find('m', at);
        } else {
            out += text[at];
        }
    }
    return out;
}

// Tasks that start, all sleep for a second, resume and return, without a gather.
trace::Trace sleepers(std::uint32_t tasks) {
    Script script;
    for (std::uint32_t number = 1; number <= tasks; ++number) {
        script.make_task(number);
    }
    script.begin_run(trace::How::run_forever, {});
    script.begin_iteration();
    for (std::uint32_t number = 1; number <= tasks; ++number) {
        script.run_step(number, number, End::yielded, {}, "Hello!");
        script.schedule(tasks + number, Role::step, task(number));
    }
    script.end_iteration();
    script.begin_iteration();
    for (std::uint32_t number = 1; number <= tasks; ++number) {
        script.begin_handle(tasks + number);
        script.begin_step(number);
        script.end_step(End::returned, "None");
        script.end_handle();
    }
    script.end_iteration();
    return script.take();
}

// One timer after another, each in its own iteration.
trace::Trace ticks(std::uint32_t amount, trace::Nanoseconds each) {
    Script script;
    script.set_timer(1, each, Role::call_later, "tick");
    script.begin_run(trace::How::run_forever, {});
    for (std::uint32_t number = 1; number <= amount; ++number) {
        script.begin_iteration();
        script.jump(number * each, {number});
        script.begin_handle(number);
        script.set_timer(number + 1, (number + 1) * each, Role::call_later, "tick");
        script.end_handle();
        script.end_iteration();
    }
    script.end_run(trace::FinishWhy::limit);
    script.outcome().status = trace::Outcome::Status::limit;
    return script.take();
}

}  // namespace

TEST_CASE("no line is wider than the page, whatever the scenario, the language and the detail") {
    for (const scenarios::Scenario& scenario : scenarios::catalog()) {
        const trace::Trace trace = record(scenario.name);
        for (const int width : {60, 72, 80, 100, 200}) {
            for (const Detail detail : kDetails) {
                for (const Language language : {Language::en, Language::zh}) {
                    const Style style{.lang = language, .width = width};
                    CAPTURE(scenario.name);
                    CAPTURE(width);
                    CHECK(widest(text_of(trace, style, detail)) <= static_cast<std::size_t>(width));
                }
            }
        }
    }
}

TEST_CASE("ASCII output is pure ASCII, and colour adds nothing but escape sequences") {
    for (const scenarios::Scenario& scenario : scenarios::catalog()) {
        const trace::Trace trace = record(scenario.name);
        for (const Detail detail : kDetails) {
            CAPTURE(scenario.name);
            const std::string ascii = text_of(trace, {.ascii = true}, detail);
            CHECK(std::ranges::all_of(ascii,
                                      [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
            CHECK(without_paint(text_of(trace, {.colour = true}, detail)) ==
                  text_of(trace, {}, detail));
        }
    }
}

TEST_CASE("the columns of a Chinese table are aligned") {
    const Style zh{.lang = Language::zh};
    const std::string text = text_of(record("gather"), zh);
    const auto column = [&](std::string_view line_with, std::string_view word) {
        const std::string line = first_with(text, line_with);
        return display_width(line.substr(0, line.find(word)));
    };
    CHECK(column("#1 ", "<- #0") == 53);
    CHECK(column("#4 ", "<- #1") == 53);
    CHECK(column("#13", "<- #10") == 53);
    CHECK(column("发生了什么", "原因") == 53);
}

TEST_CASE("no text of a trace can control the terminal") {
    const std::string evil =
        "\x1b]0;title\x07\x9b"
        "2J\u202egnp\nnew line\r\t\xff";
    trace::Trace trace = Script::one_step(evil, evil, evil);
    trace.header.name = evil;
    trace.header.title = evil;
    trace.header.python_version = evil;
    trace.outcome.status = trace::Outcome::Status::raised;
    trace.outcome.error = {evil, evil};
    for (const Detail detail : kDetails) {
        const std::string text = text_of(trace, {}, detail);
        CHECK(std::ranges::none_of(
            text, [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7f'; }));
        CHECK(text.find("\u202e") == std::string::npos);
        CHECK(text.find('\xff') == std::string::npos);
        CHECK(text.find("\x9b") == std::string::npos);
        CHECK(widest(text) <= 80);
    }
}

TEST_CASE("a warning, a report and a note can't control the terminal either") {
    Script script;
    script.add(trace::Warned{"\x1b[1mWarning", "\x1b[2J"});
    script.add(trace::ExceptionReported{"\x1b[2J", {"\x1b[2J", "\x1b[2J"}});
    script.add(trace::Note{"\x1b[2J"});
    const trace::Trace trace = script.take();
    for (const Detail detail : kDetails) {
        CHECK(text_of(trace, {}, detail).find('\x1b') == std::string::npos);
    }
}

TEST_CASE("a name as wide as the page is truncated, and the columns after it stay in place") {
    const std::string name(300, 'n');
    const std::string text = text_of(Script::one_step("hi", name, "'" + name + "'"));
    CHECK(widest(text) <= 80);
    CHECK(first_with(text, "#0 ").rfind("T1") == 61);
    CHECK(text.find("nnn…") != std::string::npos);
}

TEST_CASE("of output with many lines the first ones are shown, as they were printed") {
    std::string many = "first";
    for (int line = 2; line <= 100; ++line) {
        many += "\nline " + std::to_string(line);
    }
    const std::string text = text_of(Script::one_step(many));
    CHECK(first_with(text, "first") == std::string(24, ' ') + "┃ first");
    CHECK(first_with(text, "more lines") == std::string(24, ' ') + "┃ … 89 more lines");
}

TEST_CASE("output without a newline shares its line with what follows") {
    Script script;
    script.add(trace::Printed{"1, ", trace::Stream::out, false});
    script.add(trace::Printed{"2", trace::Stream::out, {}});
    script.add(trace::Printed{"", trace::Stream::out, {}});
    script.add(trace::Printed{"3", trace::Stream::out, {}});
    const std::string text = text_of(script.take());
    const std::string indent(24, ' ');
    CHECK(text.find(indent + "┃ 1, 2\n" + indent + "┃\n" + indent + "┃ 3\n") != std::string::npos);
}

TEST_CASE("many tasks are abbreviated: in the queue, in lists, in the brief lines, in the chart") {
    const trace::Trace trace = sleepers(100);
    const std::string text = text_of(trace);
    CHECK(first_with(text, "#0 ").find("T1 T2 T3 +97") != std::string::npos);
    CHECK(first_with(text, "#2 ").find("T3 T4 +96 | +1 ") != std::string::npos);
    CHECK(first_with(text, "T1-T100").find("T1-T100  ►  ►  ▪") == 0);
    CHECK(widest(text) <= 80);
    CHECK(text_of(trace, {}, Detail::brief) == R"(
it1  0.000 s  T1 ... T100 start, each prints "Hello!", gives way
it2  0.000 s  T1 ... T100 go on, done
)");
}

TEST_CASE("20,000 tasks take a line for each step, and a chart of a few lines") {
    const trace::Trace trace = sleepers(20'000);
    const std::string text = text_of(trace);
    CHECK(widest(text) <= 80);
    CHECK(lines_of(text).size() < 90'000);
    CHECK(first_with(text, "T1-T20000").find("►") != std::string::npos);
    CHECK(first_with(text, "#10000 ") ==
          " #10000  0.000 it1  T10000 ► starts, ▻ gives way       <- #0     +10000|+9999  -");
}

TEST_CASE("the chart of a long run is by iteration, and shows the beginning and the end") {
    const std::string text = text_of(ticks(5000, kSecond));
    const std::string chart = text.substr(text.find("10000 steps"));
    CHECK(lines_of(chart).size() < 20);
    CHECK(chart.find("… columns 29 to 4986 are left out") != std::string::npos);
    CHECK(chart.find("4999 5000") != std::string::npos);
    CHECK(widest(text) <= 80);
}

TEST_CASE("of more than 36 different lanes, the chart shows 36 and counts the rest") {
    constexpr std::uint32_t kTasks = 50;
    Script script;
    script.begin_run(trace::How::run_forever, {});
    for (std::uint32_t number = 1; number <= kTasks; ++number) {
        script.begin_iteration();
        if (number > 1) {
            script.run_step(number - 1, number - 1, End::yielded);
        }
        script.make_task(number);
        script.end_iteration();
    }
    const std::string text = text_of(script.take(), {.width = 200});
    CHECK(text.find("\nT36 ") != std::string::npos);
    CHECK(text.find("\nT37 ") == std::string::npos);
    CHECK(text.find("… 13 more") != std::string::npos);
}

TEST_CASE("the time column grows with the times, and shows fractions of a millisecond") {
    CHECK(first_with(text_of(ticks(2, 86'400 * kSecond)), "#1 ") ==
          " #1    86400.000 it1  clock ⇢ 0 s to 86400 s: none ready <- #0   @tick      -");
    CHECK(first_with(text_of(ticks(1, 250'000)), "#1 ") ==
          " #1   0.000250 it1  clock ⇢ 0 s to 0.00025 s: none ready <- #0   @tick      -");
}

TEST_CASE("an impossible trace is shown up to the error") {
    Script script;
    script.print("so far");
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(7);
    const trace::Trace trace = script.take();
    std::ostringstream out;
    CHECK_THROWS_AS(app::render_text(trace, {}, Detail::normal, out), trace::ReplayError);
    CHECK(out.str().find("┃ so far") != std::string::npos);
}

TEST_CASE("an empty trace has a text") {
    const trace::Trace trace;
    for (const Detail detail : kDetails) {
        CHECK_NOTHROW(text_of(trace, {}, detail));
    }
}

}  // namespace corodemo::tests
