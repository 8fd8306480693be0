#pragma once

#include <concepts>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/asyncio/print.hpp"
#include "core/asyncio/tasks/gather.hpp"
#include "core/asyncio/tasks/sleep.hpp"
#include "core/asyncio/tasks/wait.hpp"
#include "core/trace/replay.hpp"
#include "core/trace/sink.hpp"

namespace corodemo::tests {

using namespace asyncio;               // NOLINT(google-build-using-namespace)
using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace)

/// Records a run, and after every event compares the state that Replay computes with the loop's own
/// containers.
class CheckedRecorder final : public trace::Sink {
public:
    explicit CheckedRecorder(trace::Trace& trace)
        : trace_(trace) {}
    void on_event(const trace::Event& event) override;
    /// Compares with this loop from now on.
    void watch(const EventLoop& loop) { loop_ = &loop; }
    [[nodiscard]] const trace::Replay& replay() const { return replay_; }
    /// Where replay and the loop first disagreed; empty if they never did.
    [[nodiscard]] const std::string& disagreement() const { return disagreement_; }

private:
    [[nodiscard]] std::string compare(const trace::Event& event) const;
    [[nodiscard]] std::string compare_cancels() const;

    trace::Trace& trace_;
    trace::Replay replay_;
    const EventLoop* loop_ = nullptr;
    std::string disagreement_;
};

/// How a test's program is run.
struct RunSettings {
    int python = 10;
    std::string set_order = "argument";
    std::string error = {};  ///< expected: "TypeError: ...", "hung", or empty
};

/// What a program did, one line per event that the tests compare:
///
///     it1 T1 starts            it2 clock 1s          it3 T1 wakes
///     it1 T1 prints Hello      it2 H4 sleep          it3 T1 returns None
///     it1 T1 waits F1          it2 F1 result
class EventLog : public std::vector<std::string> {
public:
    using std::vector<std::string>::vector;
};
/// For doctest, when a check fails.
std::ostream& operator<<(std::ostream& out, const EventLog& log);

/// The result of running a program.
struct RecordedRun {
    EventLog log;
    trace::Trace trace;

    /// The lines of the log that contain one of these words.
    [[nodiscard]] EventLog lines_with(const std::vector<std::string>& words) const;
    [[nodiscard]] std::string printed() const;
    /// What tasks share (locks, queues ...): the state after each of its changes, in short:
    ///
    ///     M1 locked by T1 T2 T3       S1 0 T2       Q1 size 2: 'a' 'b', 2 unfinished, T3
    [[nodiscard]] EventLog states_of_objects() const;
};

/// Runs `program` on a new event loop, in virtual time; checks that Replay agrees with the loop
/// throughout, and that the program raises exactly `settings.error`.
RecordedRun run(const std::function<void(EventLoop&)>& program, const RunSettings& settings = {});

/// The same for one coroutine, run until it is complete.
template <class T, std::invocable Function>
RecordedRun run_coroutine(Function function, const RunSettings& settings = {}) {
    return run([&](EventLoop& loop) { static_cast<void>(loop.run_until_complete(function())); },
               settings);
}

}  // namespace corodemo::tests
