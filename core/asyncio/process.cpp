#include "core/asyncio/process.hpp"

#include <cerrno>
#include <cstdio>
#include <iterator>
#include <system_error>
#include <utility>

#include "core/trace/json/json.hpp"

namespace corodemo::asyncio {

namespace {

PythonVersion python_of(const std::string& text) {
    if (const auto python = PythonVersion::parse(text)) {
        return *python;
    }
    throw ValueError("Python '" + text + "' is not covered: 3.6 to 3.14 are");
}

trace::Choices choices_of(const std::string& set_order) {
    try {
        return trace::Choices(set_order);
    } catch (const trace::ChoiceError&) {
        throw ValueError("a set order is argument, seed:N or 3,1,2, not '" + set_order + "'");
    }
}

/// The text of a file; empty if it cannot be read.
std::string text_of(const char* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

trace::Header header_of(const RunOptions& options, const char* path) {
    std::string file(path);
    file.erase(0, file.find_last_of("/\\") + 1);
    trace::Header header;
    header.generator = "corodemo " CORODEMO_VERSION;
    header.name = file.substr(0, file.find('.'));
    header.title = header.name;
    header.python = {{file, text_of(path)}};
    header.python_version = options.python;
    header.set_order = options.set_order;
    return header;
}

void print(trace::Stream stream, std::string_view line) {
    std::FILE* file = stream == trace::Stream::out ? stdout : stderr;
    std::fwrite(line.data(), 1, line.size(), file);
    std::fflush(file);
}

}  // namespace

Process::Process(RunOptions options, SourceLocation where)
    : options_(std::move(options)),
      choices_(choices_of(options_.set_order)),
      trace_(options_.trace != nullptr ? *options_.trace : own_trace_),
      recorder_(trace_),
      interpreter_(prepare(where)) {}

Interpreter::Setup Process::prepare(SourceLocation where) {
    const PythonVersion python = python_of(options_.python);
    if (!options_.trace_file.empty()) {
        file_.open(options_.trace_file, std::ios::binary);
        if (!file_) {
            throw_unwritten();
        }
    }
    const bool traced = options_.trace != nullptr || !options_.trace_file.empty();
    if (traced) {
        trace_ = {};
        trace_.header = header_of(options_, where.file_name());
        lines_ = trace::LineMap::of_itself(trace_.header.python.front().text);
    }
    auto output = [this](trace::Stream stream, std::string_view line) {
        if (stream == trace::Stream::out) {
            trace_.outcome.output += line;
        }
        options_.output ? options_.output(stream, line) : print(stream, line);
    };
    return {.python = python,
            .choices = &choices_,
            .sink = traced ? &recorder_ : nullptr,
            .lines = &lines_,
            .output = std::move(output)};
}

void Process::end(const std::exception_ptr& raised) {
    trace::Outcome& outcome = trace_.outcome;
    if (raised) {
        outcome.status = trace::Outcome::Status::raised;
        const Described error = describe(raised);
        outcome.error = {error.type, error.message};
    }
    try {
        if (raised) {
            std::rethrow_exception(raised);
        }
    } catch (const LoopHung&) {
        outcome.status = trace::Outcome::Status::hung;
        outcome.error.reset();
    } catch (...) {  // NOLINT(bugprone-empty-catch): only a hang is something else
    }
    interpreter_.end_program();
    outcome.value = interpreter_.last_value;
    outcome.time = interpreter_.now().count();
    outcome.iterations = interpreter_.iterations();
}

bool Process::write_trace() {
    if (options_.trace_file.empty()) {
        return true;
    }
    trace::write_json(trace_, file_);
    return static_cast<bool>(file_.flush());
}

void Process::throw_unwritten() const {
    throw std::system_error(errno, std::generic_category(),
                            "cannot write the trace to " + options_.trace_file);
}

}  // namespace corodemo::asyncio
