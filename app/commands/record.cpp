#include "app/commands/record.hpp"

#include <filesystem>
#include <initializer_list>
#include <iostream>
#include <optional>
#include <ostream>
#include <string_view>
#include <unistd.h>

#include "app/commands/advice.hpp"
#include "app/commands/frames.hpp"
#include "app/commands/run.hpp"
#include "app/commands/what_happened.hpp"
#include "app/files/output.hpp"
#include "app/narration/account.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/wording.hpp"
#include "app/terminal/paragraph.hpp"

namespace corodemo::app {

namespace {

using trace::Outcome;

/// What the summary calls the program.
std::string name_of(const std::vector<std::string>& words) {
    if (words.front() == "-m") {
        return words.at(1);
    }
    return words.front() == "-" ? words.front()
                                : std::filesystem::path(words.front()).filename().string();
}

/// The program hangs: who waits for what, while it still waits.
void print_hang(const std::string& name, const trace::Trace& trace, const Style& style) {
    Steps steps(trace);
    const Wording wording(style, steps.names());
    while (const Step* step = steps.next()) {
        if (step->kind != StepKind::hung) {
            continue;
        }
        const Account account = account_of(*step, steps);
        print_paragraph(StyledText(name).add(style({": ", "："})), wording.clause(account.begin),
                        style, std::cerr);
        for (const Clause& clause : account.clauses) {
            print_paragraph(StyledText("  "), wording.clause(clause), style, std::cerr);
        }
    }
    print_paragraph(StyledText("  "), fill(style, {"Ctrl-C ends it", "按 Ctrl-C 结束"}), style,
                    std::cerr);
}

/// Whether the recorder itself writes what was asked for, while the program runs.
bool is_written_by_recorder(const RecordRequest& request) {
    if (request.file.empty() || request.format != format_of_file(request.file)) {
        return false;
    }
    std::error_code none;
    const auto existing = std::filesystem::status(request.file, none);
    return (request.format->name == "json" || request.format->name == "jsonl") &&
           (!exists(existing) || is_regular_file(existing));
}

StyledText how_it_ended(const Recording& recording, const trace::Trace& trace, const Style& style) {
    if (recording.limit() == "steps") {
        return fill(style, {"<bold>stopped</> at the limit of --max-steps: it may be endless",
                            "到达 --max-steps 的上限，<bold>停止</>：它可能永不结束"});
    }
    if (recording.limit() == "seconds") {
        return fill(style, {"<bold>stopped</> at the limit of --max-seconds",
                            "到达 --max-seconds 的上限，<bold>停止</>"});
    }
    const Outcome& outcome = trace.outcome;
    const bool is_exit = outcome.status == Outcome::Status::returned ||
                         (outcome.error && outcome.error->type == "SystemExit");
    if (const auto status = outcome.exit_status.value_or(0); is_exit && status > 0) {
        return fill(style, {"<bold>exited</> with status {0}", "以状态 {0} <bold>退出</>"},
                    {std::to_string(status)});
    }
    if (outcome.iterations == 0 && outcome.status == Outcome::Status::returned) {
        return fill(style,
                    {"<bold>ended</>: no event loop ran", "<bold>结束</>：没有运行事件循环"});
    }
    return what_happened(outcome, style);
}

void print_summary(const Recording& recording, const std::string& name, const trace::Trace& trace,
                   const Style& style) {
    const Outcome& outcome = trace.outcome;
    StyledText line(name, Paint::bold);
    line.add(style({": ", "："})).add(how_it_ended(recording, trace, style));
    const auto add = [&](const Localized& phrase, std::initializer_list<PhraseArgument> arguments) {
        line.add(style.glyphs(" · "), Paint::secondary);
        line.add(fill(style, phrase, arguments).text(), Paint::secondary);
    };
    if (outcome.iterations != 0) {
        add({"{0} {2}, {1}", "{0} {2}，{1}"},
            {std::to_string(outcome.iterations), style.glyphs(time_text(outcome.time)),
             style(outcome.iterations == 1 ? Localized{"iteration", "轮"}
                                           : Localized{"iterations", "轮"})});
    }
    if (outcome.waited != 0) {
        add({"really waited {0}", "实际等待了 {0}"}, {style.glyphs(time_text(outcome.waited))});
    }
    if (outcome.reproducible) {
        add({"seeds and garbage collection were fixed", "种子和垃圾回收是固定的"}, {});
    }
    print_line(line, style, std::cerr);
}

void write_view(const RecordRequest& request, const trace::Trace& trace,
                const DisplayOptions& display) {
    const RenderOptions options{style_for(request.file.empty() ? STDOUT_FILENO : -1, display),
                                request.detail, request.picture, request.part};
    if (!request.frames.empty()) {
        write_frames(trace, options, request.frames);
        return;
    }
    write_formatted(*request.format, trace, options, request.file, display);
}

/// Writes the trace as requested, and the summary.   Throws: CommandError.
void show(const RecordRequest& request, const Recording& recording, const std::string& name,
          bool is_to_be_written, const DisplayOptions& display) {
    const trace::Trace trace = recording.trace(request.memory);
    if (is_to_be_written) {
        write_view(request, trace, display);
    }
    recording.remove_unfinished();
    const bool text_on_stdout = request.format == find_format("text") && request.file.empty();
    if (!display.quiet && !text_on_stdout) {  // the text ends with the summary
        const Style style = style_for(STDERR_FILENO, display);
        print_summary(recording, name, trace, style);
        print_advice(trace, style, std::cerr);
    }
}

ProcessEnd run_and_show(const RecordRequest& request, const DisplayOptions& display) {
    const Style style = style_for(STDERR_FILENO, display);
    const std::string name = name_of(request.program.words);
    const bool by_recorder = is_written_by_recorder(request);
    Recording recording(request.program, by_recorder ? request.file : std::string());
    const ProcessEnd end = recording.run({}, [&] {
        if (isatty(STDIN_FILENO) == 0) {
            return;  // it ends at once, and the summary says who waits for what
        }
        try {
            print_hang(name, recording.trace(request.memory), style);
        } catch (const CommandError&) {  // NOLINT(bugprone-empty-catch): will be said at the end
        }
    });
    if (!recording.has_trace()) {
        return end;
    }
    const bool is_to_be_written =
        request.format != nullptr && (!by_recorder || recording.is_cut_off());
    try {
        show(request, recording, name, is_to_be_written, display);
    } catch (const FileError& error) {  // a trace that does not fit into memory
        if (is_to_be_written) {
            throw;
        }
        std::cerr << "corodemo: " << error.message().in(style.lang) << '\n';
    }
    return end;
}

}  // namespace

Exit record(const RecordRequest& request, const DisplayOptions& display) {
    if (!request.file.empty()) {
        check_writable(request.file);
    }
    const ProcessEnd end = run_and_show(request, display);
    if (end.signal != 0 && !end.out_of_time) {
        die_of(end.signal);
    }
    return end.out_of_time ? Exit::done : static_cast<Exit>(end.status);
}

void write_recorder(const std::string& file) {
    write_file(file, [](std::ostream& out) { out << recorder_archive(); });
}

}  // namespace corodemo::app
