#pragma once

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "app/formats/text/text.hpp"
#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"
#include "scenarios/scenario.hpp"
#include "tests/app/script.hpp"

// Shared by the tests of the texts: traces, their texts, and questions about a text.

namespace corodemo::tests {

inline trace::Trace record(std::string_view name, std::uint64_t tasks = 0) {
    const scenarios::Scenario* scenario = scenarios::find_scenario(name);
    REQUIRE(scenario != nullptr);
    scenarios::RunOptions options;
    options.arguments = scenario->defaults;
    if (tasks != 0) {
        options.arguments.tasks = tasks;
    }
    return scenarios::record(*scenario, options);
}

// Begins with a newline, so that the expected text can be a raw string.
inline std::string text_of(const trace::Trace& trace, const app::Style& style = {},
                           app::Detail detail = app::Detail::normal) {
    std::ostringstream out;
    out << '\n';
    app::render_text(trace, style, detail, out);
    return out.str();
}

inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

inline std::string first_with(const std::string& text, std::string_view part) {
    const std::vector<std::string> lines = lines_of(text);
    const auto found =
        std::ranges::find_if(lines, [&](const auto& line) { return line.find(part) != line.npos; });
    return found == lines.end() ? "no such line" : *found;
}

inline std::size_t widest(const std::string& text) {
    std::size_t width = 0;
    for (const std::string& line : lines_of(text)) {
        width = std::max(width, app::display_width(line));
    }
    return width;
}

// A bit of everything: a cancellation before the first step, a timer, a cancelled call, an
// exception, a callback that stops the loop, what the program does between two runs, and a run that
// hangs.
inline trace::Trace motley() {
    Script script;
    script.make_task(1, "main");
    script.add(trace::CallbackAdded{task(1), trace::CallbackRole::user, {}, callback(1), "done"});
    script.set_timer(10, kSecond / 2, trace::Role::call_later, "tick");
    script.schedule(11, trace::Role::call_soon, {}, "soon");
    script.add(trace::HandleCancelled{handle(11)});
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.make_task(2, "other");
    script.add(trace::CancelRequested{task(2), {}, {}, trace::Delivered::flag});
    script.print("cancelled it");
    script.schedule(12, trace::Role::step, task(1));
    script.end_step(trace::End::yielded);
    script.end_handle();
    script.add(trace::HandleSkipped{handle(11)});
    script.end_iteration();
    script.begin_iteration();
    script.begin_handle(2);
    script.begin_step(2, true, "CancelledError");
    script.add(trace::FutureDone{task(2), trace::FutureState::cancelled, {}, {}});
    script.end_step(trace::End::cancelled);
    script.end_handle();
    script.begin_handle(12);
    script.begin_step(1);
    script.add(
        trace::FutureDone{task(1), trace::FutureState::exception, {}, {"ValueError", "too big"}});
    script.schedule(13, trace::Role::callback, task(1), "done");
    script.end_step(trace::End::raised, "too big");
    script.end_handle();
    script.end_iteration();
    script.begin_iteration();
    script.begin_handle(13);
    script.print("Done");
    script.add(trace::LoopStopRequested{});
    script.end_handle();
    script.end_iteration();
    script.end_run(trace::FinishWhy::stopped, {}, {"ValueError", "too big"});
    script.print("between");
    script.begin_run(trace::How::run_forever, {});
    script.begin_iteration();
    script.jump(kSecond / 2, {10});
    script.begin_handle(10);
    script.add(trace::ExceptionReported{
        "Exception in callback tick()", {"TypeError", "tick() takes 1 argument"}, {}, {}});
    script.end_handle();
    script.end_iteration();
    script.begin_iteration();
    script.add(trace::LoopHung{});
    script.end_run(trace::FinishWhy::hung);
    script.outcome().status = trace::Outcome::Status::hung;
    return script.take();
}

}  // namespace corodemo::tests
