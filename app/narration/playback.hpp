#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/narration/account.hpp"
#include "app/narration/advice.hpp"
#include "app/narration/label.hpp"
#include "app/narration/step.hpp"
#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

// A trace as a playback, in no language: a snapshot for each thing to show, with what is told of
// it. Pictures and pages are made from it.
//
//     Playback playback(trace);
//     const Wording wording(style, playback.steps().names(), kLongestShown);
//     while (const Snapshot* snapshot = playback.next()) {
//         ...wording.prose(snapshot->account), playback.state().ready(), ...
//     }

namespace corodemo::app {

/// No value of a sentence is shown with more columns: the output shows it whole.
constexpr std::size_t kLongestShown = 60;

/// A line that the program printed, or a warning, an exception that asyncio reports, a note.
struct OutputLine {
    PrintedLine printed;
    std::optional<Clause> aside;  ///< else
    std::uint32_t lane = 0;  ///< the snapshot's, or of the eager task in whose first step it was
};

/// A snapshot: a scheduling decision, or something noteworthy that follows one.
struct Snapshot {
    Step step;  ///< of kind program, without events, in the last snapshot
    /// The number of this decision, or of the last one before it; 0 before the first.
    std::uint64_t number = 0;
    /// 0 for the decision itself and before the first one, else how many snapshots after it.
    std::uint32_t after = 0;
    bool last = false;  ///< shows how the program ended
    /// The lane of its block: a task's number, or 0 for the loop and the program.
    std::uint32_t lane = 0;
    Account account;
    /// What appeared on standard output and standard error, in order.
    std::vector<OutputLine> output;
    /// Tasks whose state may have changed since the snapshot before.
    std::vector<trace::Id> tasks;
    /// Timers that may have been set or removed since then.
    std::vector<trace::Id> timers;
    /// Queues, locks and the like that were created or have changed since then.
    std::vector<trace::Id> objects;
    /// Those whose variables may have changed or become stale since then: tasks, and the module,
    /// whose Id is empty.
    std::vector<trace::Id> scopes;
    /// Whether a handle was cancelled, which may be in the ready queue.
    bool cancels = false;

    /// Its name for the reader: `12`, and `12+` for what follows step 12.
    [[nodiscard]] std::string name() const {
        return std::to_string(number) + std::string(after, '+');
    }
    /// What the program printed.
    [[nodiscard]] std::vector<std::string> printed() const;
};

/// The label of its block.
Label label_of(const Snapshot& snapshot, const Style& style);

/// Reads a trace snapshot by snapshot. Holds a reference to it.
class Playback {
public:
    explicit Playback(const trace::Trace& trace);

    /// The next snapshot, valid until the next call; null at the end.   Throws: ReplayError.
    const Snapshot* next();

    [[nodiscard]] const Steps& steps() const { return steps_; }
    /// The loop's state after the snapshot that next() returned last.
    [[nodiscard]] const trace::Replay& state() const { return steps_.state(); }
    /// What a task awaits, or awaited until it got ready; null if it has run since.
    [[nodiscard]] const Clause* awaited_by(trace::Id task) const;
    /// The program's mistakes that have shown so far.
    [[nodiscard]] const std::vector<Finding>& findings() const { return advisor_.findings(); }

private:
    void touch(const Step& step);
    void touch(const trace::Event& event);
    void touch_task(trace::Id task);
    void touch_scope(trace::Id scope);
    void make(const Step& step, Account account);
    void make_last();
    void add_output(const Clause& clause, std::uint32_t lane);
    void note_awaited(std::uint32_t task, const Clause* end);

    const trace::Trace& trace_;
    Steps steps_;
    Advisor advisor_;
    // Since the last snapshot.
    std::vector<trace::Id> tasks_;
    std::vector<trace::Id> timers_;
    std::vector<trace::Id> objects_;
    std::vector<trace::Id> scopes_;
    trace::EventNumber touched_ = 0;  // the last event taken into account
    bool cancels_ = false;
    std::unordered_map<std::uint32_t, Clause> awaited_;  // by task
    Snapshot snapshot_;
    bool begun_ = false;
    bool ended_ = false;
};

}  // namespace corodemo::app
