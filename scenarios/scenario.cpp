#include "scenarios/scenario.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include "core/asyncio/event_loop.hpp"
#include "core/trace/line_map.hpp"
#include "core/trace/recorder.hpp"

namespace corodemo::scenarios {

namespace {

/// Replaces the value in the line `name = ...` of `text`, if there is one.
std::string assign(std::string text, std::string_view name, const std::string& value) {
    const std::string start = "\n" + std::string(name) + " = ";
    const std::size_t line = text.find(start);
    if (line != std::string::npos) {
        const std::size_t begin = line + start.size();
        text.replace(begin, text.find('\n', begin) - begin, value);
    }
    return text;
}

}  // namespace

const Scenario* find_scenario(std::string_view name) {
    const auto found = std::ranges::find(catalog(), name, &Scenario::name);
    return found != catalog().end() ? &*found : nullptr;
}

std::string coroutine_functions(std::string_view program) {
    std::string functions;
    bool inside = false;
    bool decorated = false;
    while (!program.empty()) {
        const std::size_t end = std::min(program.find('\n'), program.size() - 1) + 1;
        const std::string_view line = program.substr(0, end);
        program.remove_prefix(end);
        if (line.find_first_not_of(" \t\r\n") == std::string_view::npos) {
            continue;
        }
        if (line.front() != ' ' && line.front() != '\t') {
            const bool is_decorator = line.starts_with("@") && line.ends_with(".coroutine\n");
            inside = line.starts_with("async def ") || is_decorator || decorated;
            decorated = is_decorator;
        }
        functions += inside ? line : "";
    }
    return functions;
}

RuleInSource rule_on(const Lesson& lesson, asyncio::PythonVersion python) {
    for (const Rule& rule : lesson.rules) {
        for (const Quotation& source : rule.source) {
            if (source.versions.contains(python)) {
                return {rule, source};
            }
        }
    }
    throw std::logic_error("a lesson has no rule for " + to_string(python));
}

std::string python_listing(const Scenario& scenario, const Arguments& arguments) {
    std::string text(scenario.python_text);
    if (scenario.takes_tasks && arguments.tasks != scenario.defaults.tasks) {
        text = assign(std::move(text), "n", std::to_string(arguments.tasks));
    }
    if (scenario.takes_delay && arguments.delay != scenario.defaults.delay) {
        text = assign(std::move(text), "delay", asyncio::repr_seconds(arguments.delay));
    }
    return text;
}

trace::Header header(const Scenario& scenario, const RunOptions& options) {
    trace::Header header;
    header.generator = "corodemo " CORODEMO_VERSION;
    header.name = scenario.name;
    const Lesson& lesson = *scenario.lesson;
    const bool usual =
        options.arguments.tasks == scenario.defaults.tasks || lesson.title_of_any_number.en.empty();
    header.title = usual ? lesson.title.en : lesson.title_of_any_number.en;
    if (scenario.takes_tasks) {
        header.arguments.emplace_back("tasks", static_cast<std::int64_t>(options.arguments.tasks));
    }
    if (scenario.takes_delay) {
        header.arguments.emplace_back(
            "delay", std::chrono::duration<double>(options.arguments.delay).count());
    }
    header.python = {{scenario.python_file, python_listing(scenario, options.arguments)}};
    header.cpp = {scenario.cpp_file, std::string(scenario.cpp_text)};
    header.variables = lesson.variables;
    header.python_version = to_string(options.python);
    header.set_order = options.choices.text();
    header.preset_loop = options.preset_loop;
    return header;
}

trace::Choices default_choices(const Scenario& scenario, const Arguments& arguments,
                               asyncio::PythonVersion python) {
    const auto schedule = scenario.lesson->schedule;
    const std::string answers = schedule != nullptr ? schedule(arguments, python) : std::string();
    return answers.empty() ? trace::Choices("tutorial") : trace::Choices::schedule(answers);
}

RunOptions default_options(const Scenario& scenario) {
    RunOptions options;
    options.arguments = scenario.defaults;
    options.python = scenario.usual_python();
    options.choices = default_choices(scenario, options.arguments, options.python);
    return options;
}

trace::Outcome run(const Scenario& scenario, RunOptions& options, trace::Sink* sink,
                   Output output) {
    const trace::LineMap lines(sink != nullptr ? scenario.cpp_text : "");
    return run(scenario, options, sink, std::move(output), lines);
}

trace::Outcome run(const Scenario& scenario, RunOptions& options, trace::Sink* sink, Output output,
                   const trace::LineMap& lines) {
    trace::Outcome outcome;
    const auto on_line = [&](trace::Stream stream, std::string_view line) {
        if (sink != nullptr && stream == trace::Stream::out) {
            outcome.output += line;
        }
        if (output) {
            output(stream, line);
        }
    };
    trace::NullSink names_only;  // output must not depend on whether a trace is recorded
    asyncio::Interpreter interpreter(
        {options.python, &options.choices, sink != nullptr ? sink : &names_only, &lines,
         options.preset_loop, on_line, scenario.python_file, scenario.python_text});
    try {
        scenario.program(options.arguments);
        outcome.status = trace::Outcome::Status::returned;
    } catch (const asyncio::LoopHung&) {
        outcome.status = trace::Outcome::Status::hung;
    } catch (...) {
        outcome.status = trace::Outcome::Status::raised;
        const asyncio::Described error = asyncio::describe(std::current_exception());
        outcome.error = {error.type, error.message};
    }
    interpreter.end_program();
    outcome.value = interpreter.last_value;
    outcome.time = interpreter.now().count();
    outcome.iterations = interpreter.iterations();
    if (interpreter.choice_error) {
        std::rethrow_exception(interpreter.choice_error);
    }
    options.choices.check_used();
    return outcome;
}

trace::Trace record(const Scenario& scenario, RunOptions options) {
    return record_with(scenario, options);
}

trace::Trace record_with(const Scenario& scenario, RunOptions& options) {
    trace::Trace trace;
    trace.header = header(scenario, options);
    trace::Recorder recorder(trace);
    trace.outcome = run(scenario, options, &recorder);
    return trace;
}

}  // namespace corodemo::scenarios
