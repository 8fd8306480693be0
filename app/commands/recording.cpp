#include "app/commands/recording.hpp"

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <ostream>
#include <unistd.h>
#include <utility>

#include "app/errors.hpp"
#include "app/files/file_error.hpp"
#include "app/files/output.hpp"
#include "app/files/trace_file.hpp"
#include "app/files/zip.hpp"
#include "app/listings.hpp"
#include "app/process/signal_name.hpp"

namespace corodemo::app {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRecorder = "recorder.pyz";
constexpr std::string_view kTrace = "trace.jsonl";
constexpr std::string_view kUnfinishedTrace = "trace.jsonl.part";

/// How long a program may go on after it was interrupted at a bound.
constexpr std::chrono::seconds kGrace(2);

bool is_file(const std::string& program) {
    return program != "-" && program != "-m";
}

/// Throws: CommandError.
void check_program(const std::string& file, const Python& python) {
    std::error_code none;
    if (fs::is_directory(file, none)) {
        throw_cannot_read(file, EISDIR);
    }
    if (::access(file.c_str(), R_OK) != 0) {
        throw_cannot_read(file, errno);
    }
    check_compiles(python, file);
}

}  // namespace

std::string recorder_archive() {
    constexpr std::string_view kFolder = "recorder/";
    std::vector<std::pair<std::string_view, std::string_view>> files;
    for (const auto& [name, text] : listings::kRows) {
        if (name.starts_with(kFolder)) {
            files.emplace_back(name.substr(kFolder.size()), text);
        }
    }
    return zip(files);
}

Recording::Recording(ProgramRequest program, const std::string& trace_file)
    : program_(std::move(program)),
      python_(find_python(program_.python)),
      folder_({kRecorder, kTrace, kUnfinishedTrace}),
      whole_(fs::absolute(trace_file.empty() ? folder_.path(kTrace) : trace_file).string()),
      unfinished_(whole_.path + ".part") {
    if (is_file(program_.words.front())) {
        check_program(program_.words.front(), python_);
    }
    write_file(folder_.path(kRecorder), [](std::ostream& out) { out << recorder_archive(); });
}

ProcessEnd Recording::run(const StandardStreams& streams, const std::function<void()>& on_hung) {
    Supervisor supervisor([&](std::string_view line) { on_line(line, supervisor, on_hung); });
    std::vector<std::string> command{python_.path, folder_.path(kRecorder),
                                     "-o",         whole_.path,
                                     "--control",  std::to_string(supervisor.control())};
    command.insert(command.end(), program_.options.begin(), program_.options.end());
    command.insert(command.end(), program_.words.begin(), program_.words.end());
    if (program_.max_seconds) {
        supervisor.kill_after(std::chrono::duration<double>(*program_.max_seconds) + kGrace);
    }
    end_ = supervisor.run(command, streams);
    if (end_.out_of_time && limit_.empty()) {
        limit_ = "seconds";  // the program did not even let the recorder say so
    }
    return end_;
}

void Recording::on_line(std::string_view line, Supervisor& supervisor,
                        const std::function<void()>& on_hung) {
    constexpr std::string_view kLimit = "limit ";
    if (line == "hung") {
        on_hung();
    } else if (line.starts_with(kLimit)) {
        limit_ = line.substr(kLimit.size());
        supervisor.kill_after(kGrace);
    }
}

Recording::WrittenFile::Time Recording::WrittenFile::time() const {
    std::error_code missing;
    const auto time = fs::last_write_time(path, missing);
    return missing ? std::nullopt : Time(time);
}

bool Recording::has_trace() const {
    return whole_.was_written() || unfinished_.was_written();
}

void Recording::remove_unfinished() const {
    if (unfinished_.was_written()) {
        std::error_code none;
        fs::remove(unfinished_.path, none);
    }
}

trace::Outcome Recording::outcome_if_cut_off() const {
    using Status = trace::Outcome::Status;
    trace::Outcome outcome;
    if (!limit_.empty()) {
        outcome.status = Status::limit;
    } else if (end_.signal != 0) {
        outcome.status = Status::killed;
        outcome.signal = signal_name(end_.signal);
    } else {  // it replaced itself by another program
        outcome.exit_status = end_.status;
    }
    return outcome;
}

trace::Trace Recording::trace(const MemoryBound& memory) const {
    if (whole_.was_written()) {
        return read_trace(whole_.path, memory);
    }
    const trace::Outcome outcome = outcome_if_cut_off();
    return read_trace(unfinished_.path, memory, &outcome);
}

}  // namespace corodemo::app
