#include "app/commands/run.hpp"

#include <exception>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>

#include "app/commands/advice.hpp"
#include "app/commands/frames.hpp"
#include "app/commands/order_note.hpp"
#include "app/commands/what_happened.hpp"
#include "app/errors.hpp"
#include "app/files/output.hpp"
#include "app/files/pager.hpp"
#include "app/input_errors.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/title.hpp"
#include "app/narration/wording.hpp"
#include "app/terminal/log.hpp"
#include "core/trace/json/json.hpp"
#include "core/trace/json/jsonl_sink.hpp"

namespace corodemo::app {

namespace {

using scenarios::RunOptions;
using trace::Outcome;

void print_error_line(const StyledText& line, const Style& style) {
    std::string text;
    line.append_to(text, style);
    std::cerr << text << '\n';
}

/// How a run ended, and its trace if that was kept.
struct Ending {
    Outcome outcome;
    std::optional<trace::Trace> trace = {};
};

/// One line on how the run ended, and a line each on what its reader should know: what is wrong
/// with the program, that its property does not hold, that its order is arbitrary.
void print_summary(const RunRequest& request, const Ending& ending, const trace::Choices& used,
                   const DisplayOptions& display) {
    if (display.quiet) {
        return;
    }
    const Outcome& outcome = ending.outcome;
    const Style style = style_for(STDERR_FILENO, display);
    StyledText line(request.scenario->name, Paint::bold);
    line.add(style({": ", "："})).add(what_happened(outcome, style));
    line.add(fill(style, {" <dim>· {0} {2}, {1}</>", " <dim>· {0} {2}，{1}</>"},
                  {std::to_string(outcome.iterations), style.glyphs(time_text(outcome.time)),
                   style(outcome.iterations == 1 ? Localized{"iteration", "轮"}
                                                 : Localized{"iterations", "轮"})}));
    if (const std::string order = order_option(used.text()); !order.empty()) {
        line.add(fill(style, {" <dim>· {0}</>", " <dim>· {0}</>"}, {order}));
    }
    print_error_line(line, style);
    if (ending.trace) {
        print_advice(*ending.trace, style, std::cerr);
    }
    const scenarios::Property& property = request.scenario->lesson->property;
    if (property.holds != nullptr && !property.holds(outcome, request.arguments)) {
        print_error_line(fill(style, {"violates the invariant: {0}", "违反不变量：{0}"},
                              {property.text.in(style.lang)}),
                         style);
    }
    if (const std::optional<Message> note = order_note(request, used)) {
        print_error_line(StyledText(note->in(style.lang)), style);
    }
}

/// Defers errors of writing while a program runs: thrown at once, they would pass through the
/// program like an exception of its own. check() rethrows the first one.
class DeferredErrors {
public:
    void attempt(const std::function<void()>& write) {
        if (failure_) {
            return;
        }
        try {
            write();
        } catch (...) {
            failure_ = std::current_exception();
        }
    }
    void check() const {
        if (failure_) {
            std::rethrow_exception(failure_);
        }
    }

private:
    std::exception_ptr failure_;
};

Outcome run_plainly(const RunRequest& request, RunOptions& options) {
    Outcome outcome;
    const bool keeps_output = request.scenario->lesson->property.holds != nullptr;
    std::string output;
    write_to_stdout([&](std::ostream& out) {
        DeferredErrors errors;
        const auto on_line = [&](trace::Stream stream, std::string_view line) {
            errors.attempt([&] {
                if (stream == trace::Stream::out) {
                    out << line;
                    output += keeps_output ? line : "";
                } else {
                    out.flush();
                    std::cerr << line;
                }
            });
        };
        outcome = scenarios::run(*request.scenario, options, nullptr, on_line);
        errors.check();
    });
    outcome.output = std::move(output);
    return outcome;
}

/// Writes a trace of any length while it is produced.
class LineWriter final : public trace::Sink {
public:
    LineWriter(std::ostream& out, const trace::Header& header)
        : lines_(out, header) {}
    void on_event(const trace::Event& event) override {
        errors_.attempt([&] { lines_.on_event(event); });
    }
    void finish(const Outcome& outcome) {
        errors_.check();
        lines_.finish(outcome);
    }

private:
    trace::JsonlSink lines_;
    DeferredErrors errors_;
};

Outcome stream_lines(const RunRequest& request, RunOptions& options, std::ostream& out) {
    LineWriter lines(out, scenarios::header(*request.scenario, options));
    Outcome outcome = scenarios::run(*request.scenario, options, &lines);
    lines.finish(outcome);
    return outcome;
}

Ending write_trace(const RunRequest& request, RunOptions& options, const DisplayOptions& display) {
    if (!keeps_trace(request)) {
        Outcome outcome;
        write_output(request.file,
                     [&](std::ostream& out) { outcome = stream_lines(request, options, out); });
        return {std::move(outcome)};
    }
    trace::Trace trace = scenarios::record_with(*request.scenario, options);
    log_debug(
        say({"recorded {0} events", "记录了 {0} 个事件"}, {std::to_string(trace.events().size())}));
    RenderOptions render{style_for(request.file.empty() ? STDOUT_FILENO : -1, display),
                         request.detail, request.picture, request.part};
    if (!request.frames.empty()) {
        write_frames(trace, render, request.frames);
    } else {
        write_formatted(*request.format, trace, render, request.file, display);
    }
    return {trace.outcome, std::move(trace)};
}

}  // namespace

void write_formatted(const Format& format, const trace::Trace& trace, const RenderOptions& options,
                     const std::string& file, const DisplayOptions& display) {
    const Writer write = [&](std::ostream& out) { format.render(trace, options, out); };
    if (file.empty() && &format == find_format("text")) {
        write_to_pager(display, write);
    } else {
        write_output(file, write);
    }
}

void check_one_of_both(const RunRequest& request) {
    if (!request.schedule.empty() && !request.set_order.empty()) {
        throw UsageError({"--set-order and --schedule exclude each other",
                          "--set-order 与 --schedule 不能同时使用"});
    }
}

scenarios::RunOptions options_of(const RunRequest& request) {
    check_one_of_both(request);
    RunOptions options;
    options.arguments = request.arguments;
    options.python = request.python;
    options.preset_loop = request.preset_loop;
    try {
        if (!request.schedule.empty()) {
            options.choices = trace::Choices::schedule(request.schedule);
        } else if (!request.set_order.empty()) {
            options.choices = trace::Choices(request.set_order);
        } else {
            options.choices = default_choices(*request.scenario, request.arguments, request.python);
        }
    } catch (const trace::ChoiceError& error) {
        throw UsageError(message_of(error));
    }
    return options;
}

bool keeps_trace(const RunRequest& request) {
    return request.format != nullptr && request.format->name != "jsonl";
}

void run_scenario(const RunRequest& request, const DisplayOptions& display) {
    const bool plainly = request.format == nullptr;
    try {
        RunOptions options = options_of(request);
        const Ending ending = plainly ? Ending{run_plainly(request, options)}
                                      : write_trace(request, options, display);
        const bool text_on_stdout =
            !plainly && request.file.empty() && request.format == find_format("text");
        if (!text_on_stdout) {  // the text ends with the summary
            print_summary(request, ending, options.choices, display);
        }
    } catch (const trace::ChoiceError& error) {
        throw UsageError(message_of(error));
    }
}

}  // namespace corodemo::app
