#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/narration/step.hpp"
#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

// A trace as a playback: a snapshot for each thing that a reader is shown, with what is to be drawn
// and said of it. Pictures and pages are made of it.
//
//     Playback playback(trace, style);
//     while (const Snapshot* snapshot = playback.next()) {
//         ...snapshot->label, snapshot->sentence, playback.state().ready(), ...
//     }

namespace corodemo::app {

/// One snapshot: a scheduling decision, or something worth telling that stands behind one.
struct Snapshot {
    Step step;  ///< of kind program, without events, in the last snapshot
    /// Of the decision, or of the last one before it; 0 before the first.
    std::uint64_t number = 0;
    /// 0 for the decision itself and for what comes before the first, else how far behind it.
    std::uint32_t after = 0;
    bool last = false;  ///< how the program ended
    /// Whose lane its block stands in: a task's number, or 0 for the loop and the program.
    std::uint32_t lane = 0;
    /// The label of its block, in lines of a word or two; the second may be empty.
    std::array<std::string, 2> label;
    StyledText sentence;
    std::vector<std::string> printed;  ///< lines, safe to show
    std::vector<std::string> asides;   ///< warnings and the like
    /// The tasks whose state may not be what it was after the snapshot before.
    std::vector<trace::Id> tasks;
    /// The timers that may be set or gone since then.
    std::vector<trace::Id> timers;
    /// Whether a handle was cancelled, which may be in the ready queue.
    bool cancels = false;

    /// What its number is to a reader: `12`, and `12+` for what stands behind step 12.
    [[nodiscard]] std::string name() const {
        return std::to_string(number) + std::string(after, '+');
    }
};

/// Reads a trace snapshot by snapshot. Keep the Trace and the Style alive.
class Playback {
public:
    Playback(const trace::Trace& trace, const Style& style);

    /// The next snapshot, good until the next call; null at the end.   Throws: ReplayError.
    const Snapshot* next();

    [[nodiscard]] const Steps& steps() const { return steps_; }
    /// The state of the loop after the last snapshot that next() gave.
    [[nodiscard]] const trace::Replay& state() const { return steps_.state(); }

private:
    void touch(const Step& step);
    void make(const Step& step);
    void make_last();

    const trace::Trace& trace_;
    const Style& style_;
    Steps steps_;
    // Since the last snapshot.
    std::vector<trace::Id> tasks_;
    std::vector<trace::Id> timers_;
    bool cancels_ = false;
    Snapshot snapshot_;
    bool begun_ = false;
    bool ended_ = false;
};

}  // namespace corodemo::app
