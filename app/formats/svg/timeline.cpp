#include "app/formats/svg/timeline.hpp"

#include <algorithm>

#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

using Phase = trace::TaskState::Phase;

class TimelineReader {
public:
    TimelineReader(const trace::Trace& trace, const Style& style)
        : playback_(trace, style) {}

    Timeline read() {
        while (const Snapshot* snapshot = playback_.next()) {
            read(*snapshot);
        }
        while (!open_.empty()) {
            close(open_.begin()->first, std::nullopt);
        }
        std::ranges::sort(line_.intervals, {}, &Timeline::Interval::begin);
        line_.tasks = static_cast<std::uint32_t>(playback_.state().tasks().size());
        line_.time = playback_.state().now();
        return std::move(line_);
    }

private:
    void read(const Snapshot& snapshot) {
        const bool decision = snapshot.step.is_decision();
        line_.asides.insert(line_.asides.end(), snapshot.asides.begin(), snapshot.asides.end());
        line_.end = snapshot.sentence.text();
        if (decision) {
            add_block(snapshot);
            if (snapshot.lane != 0) {
                close(snapshot.lane, snapshot.number);
            }
        }
        for (const trace::Id id : snapshot.tasks) {
            const Phase phase = playback_.state().task(id).phase;
            const bool ready = phase == Phase::ready;
            const auto before = open_.find(id.number);
            if (before != open_.end() && before->second.ready == ready && !is_done(phase)) {
                continue;
            }
            close(id.number, snapshot.number);
            if (ready || phase == Phase::waiting) {
                open(id.number, snapshot, ready);
            }
        }
    }
    static bool is_done(Phase phase) { return phase == Phase::done; }

    void add_block(const Snapshot& snapshot) {
        Timeline::Block& block = line_.blocks.emplace_back();
        block.step = snapshot.number;
        block.kind = snapshot.step.kind;
        block.it = snapshot.step.it;
        block.run = snapshot.step.run;
        block.lane = snapshot.lane;
        block.own = snapshot.lane != 0 || !snapshot.printed.empty();
        block.label = snapshot.label;
        block.printed = snapshot.printed.empty() ? "" : snapshot.printed.front();
        block.cause = snapshot.step.cause.by == Cause::By::step ? snapshot.step.cause.step : 0;
        block.from = snapshot.step.from;
        block.time = snapshot.step.time;
        block.ends =
            snapshot.lane != 0 && is_done(playback_.state().task(snapshot.step.handle.task).phase);
    }

    void open(std::uint32_t task, const Snapshot& snapshot, bool ready) {
        Timeline::Interval interval;
        interval.task = task;
        interval.ready = ready;
        interval.begin = snapshot.number;
        interval.begin_time = playback_.state().now();
        if (snapshot.step.is_decision()) {
            interval.from = snapshot.lane;
        }
        if (!ready && snapshot.lane == task && snapshot.step.awaits == "sleep") {
            interval.sleep = snapshot.step.sleep;
            interval.waits_for = "sleep(" + seconds(snapshot.step.sleep) + ")";
        }
        open_[task] = interval;
    }

    void close(std::uint32_t task, std::optional<std::uint64_t> step) {
        const auto found = open_.find(task);
        if (found == open_.end()) {
            return;
        }
        found->second.end = step;
        found->second.end_time = playback_.state().now();
        line_.intervals.push_back(found->second);
        open_.erase(found);
    }

    Playback playback_;
    Timeline line_;
    std::map<std::uint32_t, Timeline::Interval> open_;  // intervals that have not ended, by task
};

}  // namespace

Timeline read_timeline(const trace::Trace& trace, const Style& style) {
    return TimelineReader(trace, style).read();
}

}  // namespace corodemo::app
