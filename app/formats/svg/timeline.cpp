#include "app/formats/svg/timeline.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "app/narration/narrate.hpp"
#include "app/narration/task_names.hpp"

namespace corodemo::app {

namespace {

using Phase = trace::TaskState::Phase;

class TimelineReader {
public:
    TimelineReader(const trace::Trace& trace, const Style& style)
        : names_(trace),
          style_(style),
          playback_(trace, style) {}

    Timeline read() {
        while (const Snapshot* snapshot = playback_.next()) {
            read(*snapshot);
        }
        while (!open_.empty()) {
            close(open_.begin()->first, std::nullopt);
        }
        std::ranges::stable_sort(line_.intervals, {}, &Timeline::Interval::begin);
        name_tasks();
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
            } else if (is_done(phase)) {
                end_lane(id, snapshot);
            }
        }
    }
    static bool is_done(Phase phase) { return phase == Phase::done; }

    /// The one place where a lane ends.
    void end_lane(trace::Id task, const Snapshot& snapshot) {
        const trace::StepFinished* own =
            snapshot.lane == task.number ? snapshot.step.finished : nullptr;
        const auto done = playback_.state().future(task).done;
        using trace::FutureState;
        Timeline::End end = Timeline::End::returned;
        if (own != nullptr ? own->end == trace::End::raised : done == FutureState::exception) {
            end = Timeline::End::raised;
        } else if (own != nullptr ? own->end == trace::End::cancelled
                                  : done == FutureState::cancelled) {
            end = Timeline::End::cancelled;
        }
        endings_.try_emplace(task.number, Timeline::Ending{snapshot.number, end});
    }

    void name_tasks() {
        constexpr std::size_t kLongest = 40;
        for (const trace::TaskState& task : playback_.state().tasks()) {
            const auto ending = endings_.find(task.id.number);
            line_.tasks.push_back(
                {to_string(task.id), elide(names_.name(task.id), kLongest, style_),
                 ending == endings_.end() ? std::nullopt : std::optional(ending->second)});
        }
    }

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
        if (!ready && snapshot.lane == task) {
            interval.awaits = elide(snapshot.step.awaits, 24, style_);
            interval.sleep = interval.sleeps() ? snapshot.step.sleep : 0;
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

    TaskNames names_;
    const Style& style_;
    Playback playback_;
    Timeline line_;
    std::map<std::uint32_t, Timeline::Interval> open_;   // intervals that have not ended, by task
    std::map<std::uint32_t, Timeline::Ending> endings_;  // by task
};

}  // namespace

std::optional<Timeline::End> Timeline::end_in(const Block& block) const {
    if (block.lane == 0) {
        return std::nullopt;
    }
    const std::optional<Ending>& ending = tasks[block.lane - 1].ending;
    return ending && ending->step == block.step ? std::optional(ending->end) : std::nullopt;
}

std::string Timeline::Interval::label() const {
    return sleeps() ? "sleep(" + seconds(sleep) + ")" : "";
}

Timeline read_timeline(const trace::Trace& trace, const Style& style) {
    return TimelineReader(trace, style).read();
}

}  // namespace corodemo::app
