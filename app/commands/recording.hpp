#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/files/memory_bound.hpp"
#include "app/files/temporary_folder.hpp"
#include "app/process/python.hpp"
#include "app/process/supervisor.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// A Python program of the user's, and how to record it.
struct ProgramRequest {
    /// As typed: PROGRAM.py ARGUMENTS..., -m MODULE ARGUMENTS..., or - ARGUMENTS... (standard
    /// input)
    std::vector<std::string> words;
    std::string python;                 ///< see find_python()
    std::vector<std::string> options;   ///< the recorder's, as it takes them
    std::optional<double> max_seconds;  ///< which is one of them, too
};

/// The recorder, which is part of this program: an archive that Python runs.
std::string recorder_archive();

/// Runs a program under the recorder, and has its trace afterwards.
class Recording {
public:
    /// Finds Python, and checks the program as far as possible without running it. The trace is
    /// written to `trace_file`, which ends in .json or .jsonl; if it is empty, to a temporary one.
    /// Throws: CommandError.
    Recording(ProgramRequest program, const std::string& trace_file);

    /// Runs the program to its end. `on_hung` is called when it hangs, while it still waits:
    /// trace() is known by then.   Throws: CommandError.
    ProcessEnd run(const StandardStreams& streams, const std::function<void()>& on_hung);

    /// Whether there is a trace: not if the recorder itself failed, which has said why.
    [[nodiscard]] bool has_trace() const;
    /// The trace; if the program was killed, up to there.   Throws: FileError.
    [[nodiscard]] trace::Trace trace(const MemoryBound& memory) const;

    /// Whether what has been written is only the beginning.
    [[nodiscard]] bool is_cut_off() const { return !whole_.was_written(); }
    /// Removes what was written of a trace that is cut off, if it is.
    void remove_unfinished() const;

    /// The bound that was reached: "steps" or "seconds"; empty if none.
    [[nodiscard]] const std::string& limit() const { return limit_; }
    [[nodiscard]] const Python& python() const { return python_; }

private:
    void on_line(std::string_view line, Supervisor& supervisor,
                 const std::function<void()>& on_hung);
    [[nodiscard]] trace::Outcome outcome_if_cut_off() const;

    /// A file that the recorder writes. One of that name may have been there before.
    struct WrittenFile {
        using Time = std::optional<std::filesystem::file_time_type>;

        explicit WrittenFile(std::string name)
            : path(std::move(name)) {}
        [[nodiscard]] Time time() const;
        [[nodiscard]] bool was_written() const { return time() && time() != before; }

        std::string path;
        Time before = time();
    };

    ProgramRequest program_;
    Python python_;
    TemporaryFolder folder_;
    WrittenFile whole_;
    WrittenFile unfinished_;  ///< written while the program runs, and left if it is killed
    std::string limit_;
    ProcessEnd end_;
};

}  // namespace corodemo::app
