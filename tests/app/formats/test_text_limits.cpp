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
    CHECK(column("  1  T1", "T2 T3") == 43);
    CHECK(column("  5  T1", "定时器 T2") == 43);
    CHECK(column(" 13  gather", "| 回调 G1") == 43);
    CHECK(column("就绪队列", "此步之后的就绪队列") == 43);
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
    script.add(trace::Warned{"\x1b[1mWarning", "\x1b[2J", {}});
    script.add(trace::ExceptionReported{"\x1b[2J", {"\x1b[2J", "\x1b[2J"}, {}, {}});
    script.add(trace::Note{"\x1b[2J"});
    const trace::Trace trace = script.take();
    for (const Detail detail : kDetails) {
        CHECK(text_of(trace, {}, detail).find('\x1b') == std::string::npos);
    }
}

TEST_CASE("a long name is truncated, and the queue stays in place; a value is never cut") {
    const std::string name(300, 'n');
    const std::string text = text_of(Script::one_step("hi", name, "'" + name + "'"));
    CHECK(widest(text) <= 80);
    CHECK(first_with(text, "  0  ").rfind("T1") == 43);
    std::size_t letters = 0;
    for (const std::string& line : lines_of(text.substr(text.find("returns")))) {
        letters += static_cast<std::size_t>(std::ranges::count(line.substr(0, 43), 'n'));
    }
    CHECK(letters >= 300);
}

TEST_CASE("whatever is printed is shown whole, in every detail") {
    std::string many = "first";
    for (int line = 2; line <= 100; ++line) {
        many += "\nline " + std::to_string(line);
    }
    for (const Detail detail : {Detail::brief, Detail::normal}) {
        const std::string text = text_of(Script::one_step(many), {}, detail);
        for (int line = 2; line <= 100; ++line) {
            CHECK(text.find(std::to_string(line) + "\"") != std::string::npos);
        }
    }
}

TEST_CASE("output without a newline shares its line with what follows") {
    Script script;
    script.add(trace::Printed{"1, ", trace::Stream::out, false});
    script.add(trace::Printed{"2", trace::Stream::out, {}});
    script.add(trace::Printed{"", trace::Stream::out, {}});
    script.add(trace::Printed{"3", trace::Stream::out, {}});
    CHECK(text_of(script.take()).find("prints \"1, 2\" \"\" \"3\"") != std::string::npos);
}

TEST_CASE("many tasks are abbreviated: in the queue, in lists, in the brief lines, in the chart") {
    const trace::Trace trace = sleepers(100);
    const std::string text = text_of(trace);
    CHECK(first_with(text, "  0  ").find("creates tasks T1 ... T100") != std::string::npos);
    CHECK(text.find("T1 T2 T3 T4 T5 T6 T7") != std::string::npos);
    CHECK(text.find(" +8") != std::string::npos);
    CHECK(first_with(text, "T1-T100").find("T1-T100     ►  ►▪") == 0);
    CHECK(widest(text) <= 80);
    CHECK(text_of(trace, {}, Detail::brief) == R"(
iteration  time     what happens
        -  0 s      creates tasks T1 ... T100
        1  0 s      T1 ... T100 start, each prints "Hello!", each yields to the
                    event loop
        2  0 s      T1 ... T100 resume, each returns None
the program ends                                    200 steps, 2 iterations, 0 s
)");
}

TEST_CASE("20,000 tasks take a line for each step, and a chart of a few lines") {
    const trace::Trace trace = sleepers(20'000);
    const std::string text = text_of(trace);
    CHECK(widest(text) <= 80);
    CHECK(lines_of(text).size() < 90'000);
    CHECK(first_with(text, "T1-T20000").find("►") != std::string::npos);
    CHECK(first_with(text, "10000  T10000 starts").find("T10001") != std::string::npos);
}

TEST_CASE("the chart of a long run is by iteration, and shows the beginning and the end") {
    const std::string text = text_of(ticks(5000, kSecond));
    const std::string chart = text.substr(text.find("10000 steps"));
    CHECK(lines_of(chart).size() < 20);
    CHECK(chart.find("… columns 27 to 4987 are left out") != std::string::npos);
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

TEST_CASE("times are written as a person writes them") {
    const auto jumps_to = [](trace::Nanoseconds time) {
        const std::string text = text_of(ticks(1, time), {.width = 120});
        const std::string rule = first_with(text, "iteration 1");
        const std::size_t begin = rule.find("→ ") + std::string_view("→ ").size();
        return rule.substr(begin, rule.find(" ─", begin) - begin);
    };
    CHECK(jumps_to(86'400 * kSecond) == "86400 s");
    CHECK(jumps_to(kSecond / 10) == "0.1 s");
    CHECK(jumps_to(2'500'000) == "2.5 ms");
    CHECK(jumps_to(250'000) == "250 µs");
    CHECK(jumps_to(403'181'761) == "0.403 s");
    CHECK(jumps_to(12'345'678'901) == "12.346 s");
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
    CHECK(out.str().find("prints \"so far\"") != std::string::npos);
}

TEST_CASE("an empty trace has a text") {
    const trace::Trace trace;
    for (const Detail detail : kDetails) {
        CHECK_NOTHROW(text_of(trace, {}, detail));
    }
}

}  // namespace corodemo::tests
