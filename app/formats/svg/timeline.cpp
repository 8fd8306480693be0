#include "app/formats/svg/timeline.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "app/narration/advice_wording.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/shutdown.hpp"
#include "app/narration/task_names.hpp"
#include "app/narration/wording.hpp"

namespace corodemo::app {

namespace {

using Phase = trace::TaskState::Phase;

class TimelineReader {
public:
    TimelineReader(const trace::Trace& trace, const Style& style)
        : names_(trace),
          shutdown_(trace),
          style_(style),
          playback_(trace),
          wording_(style, playback_.steps().names(), kLongestShown) {}

    Timeline read() {
        while (const Snapshot* snapshot = playback_.next()) {
            read(*snapshot);
        }
        end_what_is_open();
        std::ranges::sort(line_.intervals, {}, [](const Timeline::Interval& one) {
            return std::tuple(one.begin, one.task, one.end);
        });
        name_tasks();
        for (const Finding& finding : playback_.findings()) {
            const StyledText text = advice_text(finding, wording_, style_);
            line_.warnings.push_back({finding.step, text.text()});
        }
        leave_out_shutdown();
        line_.time = playback_.state().now();
        return std::move(line_);
    }

private:
    void read(const Snapshot& snapshot) {
        const bool decision = snapshot.step.is_decision();
        if (decision && !shutdown_.folds(snapshot.step)) {
            last_shown_ = snapshot.number;
            tasks_shown_ = playback_.state().tasks().size();
        }
        for (const OutputLine& line : snapshot.output) {
            if (line.aside) {
                line_.asides.push_back(wording_.clause(*line.aside).text());
            }
        }
        if (snapshot.last) {
            line_.end = wording_.prose(snapshot.account).text();
        }
        if (decision) {
            add_block(snapshot);
            if (snapshot.lane != 0) {
                close(snapshot.lane, snapshot.number);
            }
        }
        for (const trace::Id task : snapshot.tasks) {
            follow(task, snapshot);
        }
        for (const trace::Event& event : snapshot.step.events) {
            if (const auto* destroyed = event.as<trace::TaskDestroyed>()) {
                end_lane(destroyed->task, snapshot.number, Timeline::End::destroyed, !decision);
            }
        }
        last_ = snapshot.number;
    }
    /// Notes what has become of a task.
    void follow(trace::Id id, const Snapshot& snapshot) {
        const trace::TaskState& task = playback_.state().task(id);
        if (task.phase == Phase::done) {
            end_lane(id, snapshot.number, end_of(id, snapshot), !snapshot.step.is_decision());
            return;
        }
        const bool ready = task.phase == Phase::ready;
        const auto before = open_.find(id.number);
        if (before != open_.end() && before->second.ready == ready) {
            return;
        }
        close(id.number, snapshot.number);
        if (!task.destroyed && (ready || task.phase == Phase::waiting)) {
            open(id.number, snapshot, ready);
        }
    }

    /// The one place where a lane ends.
    void end_lane(trace::Id task, std::uint64_t step, Timeline::End end, bool after) {
        close(task.number, step, after);
        endings_.try_emplace(task.number,
                             Timeline::Ending{step, end, after, playback_.state().now()});
    }
    /// How a task that is done ended, in a step of its own or in another.
    [[nodiscard]] Timeline::End end_of(trace::Id task, const Snapshot& snapshot) const {
        using trace::FutureState;
        const bool own = snapshot.lane == task.number && snapshot.step.finished != nullptr;
        const auto done = playback_.state().future(task).done;
        if (own ? snapshot.step.finished->end == trace::End::raised
                : done == FutureState::exception) {
            return Timeline::End::raised;
        }
        const bool cancelled = own ? snapshot.step.finished->end == trace::End::cancelled
                                   : done == FutureState::cancelled;
        return cancelled ? Timeline::End::cancelled : Timeline::End::returned;
    }
    void end_what_is_open() {
        while (!open_.empty()) {
            const trace::Id task{trace::Id::kTask, open_.begin()->first};
            if (playback_.state().task(task).destroyed) {
                end_lane(task, last_, Timeline::End::destroyed, true);
            } else {
                close(task.number, std::nullopt);
            }
        }
    }

    /// asyncio.run()'s last runs, if nothing of the program happens there.
    void leave_out_shutdown() {
        if (last_shown_ == line_.blocks.size() || last_shown_ == 0) {
            return;
        }
        line_.shutdown = line_.blocks.size() - last_shown_;
        line_.blocks.resize(last_shown_);
        line_.tasks.resize(tasks_shown_);
        std::erase_if(line_.intervals, [this](const Timeline::Interval& interval) {
            return interval.task > tasks_shown_ || interval.begin > last_shown_;
        });
        for (Timeline::Interval& interval : line_.intervals) {
            if (interval.end > last_shown_) {
                interval.end = last_shown_;
                interval.ends_after = true;
            }
        }
        for (Timeline::Warning& warning : line_.warnings) {
            warning.step = std::min(warning.step, last_shown_);
        }
        for (Timeline::Task& task : line_.tasks) {
            if (task.ending && task.ending->step > last_shown_) {
                task.ending->step = last_shown_;
                task.ending->after = true;
            }
        }
    }

    static constexpr std::size_t kLongest = 40;  // of a name

    void name_tasks() {
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
        block.thread = elide(snapshot.step.thread, kLongest, style_);
        block.lane = snapshot.lane;
        block.own = snapshot.lane != 0 || !snapshot.printed().empty();
        for (const trace::Id task : eager_tasks(snapshot.step)) {
            block.eager.push_back({task.number, first_printed(snapshot, task.number)});
        }
        block.label = label_of(snapshot, style_);
        block.printed = first_printed(snapshot, snapshot.lane);
        block.cause = snapshot.step.cause.by == Cause::By::step ? snapshot.step.cause.step : 0;
        block.from = snapshot.step.from;
        block.time = snapshot.step.time;
    }

    static std::string first_printed(const Snapshot& snapshot, std::uint32_t lane) {
        const auto line = std::ranges::find_if(snapshot.output, [lane](const OutputLine& one) {
            return !one.aside && one.lane == lane;
        });
        return line == snapshot.output.end() ? std::string() : line->printed.text;
    }

    void open(std::uint32_t task, const Snapshot& snapshot, bool ready) {
        Timeline::Interval interval;
        interval.task = task;
        interval.ready = ready;
        interval.begin = snapshot.number;
        interval.begin_time = playback_.state().now();
        const bool eager = takes_eager_step(task, snapshot.step);
        if (snapshot.step.is_decision()) {
            interval.from = eager ? task : snapshot.lane;
        }
        if (!ready && snapshot.lane == task) {
            interval.awaits = elide(snapshot.step.awaits, 24, style_);
            interval.sleep = interval.sleeps() ? snapshot.step.sleep : 0;
        }
        open_[task] = interval;
    }

    [[nodiscard]] static bool takes_eager_step(std::uint32_t task, const Step& step) {
        return std::ranges::count(eager_tasks(step), trace::Id{trace::Id::kTask, task}) != 0;
    }

    /// `after`: after that step, not in it.
    void close(std::uint32_t task, std::optional<std::uint64_t> step, bool after = false) {
        const auto found = open_.find(task);
        if (found == open_.end()) {
            return;
        }
        found->second.end = step;
        found->second.ends_after = after;
        found->second.end_time = playback_.state().now();
        line_.intervals.push_back(found->second);
        open_.erase(found);
    }

    TaskNames names_;
    Shutdown shutdown_;
    const Style& style_;
    Playback playback_;
    Wording wording_;
    Timeline line_;
    std::map<std::uint32_t, Timeline::Interval> open_;   // intervals that have not ended, by task
    std::uint64_t last_ = 0;                             // the step of the last snapshot
    std::uint64_t last_shown_ = 0;                       // the last step that is not left out
    std::size_t tasks_shown_ = 0;                        // created until then
    std::map<std::uint32_t, Timeline::Ending> endings_;  // by task
};

}  // namespace

std::optional<Timeline::End> Timeline::end_in(const Block& block, std::uint32_t task) const {
    if (task == 0) {
        return std::nullopt;
    }
    const std::optional<Ending>& ending = tasks[task - 1].ending;
    const bool here = ending && ending->step == block.step && !ending->after;
    return here ? std::optional(ending->end) : std::nullopt;
}

std::string Timeline::Interval::label() const {
    return sleeps() ? sleep_text(sleep) : "";
}

Timeline read_timeline(const trace::Trace& trace, const Style& style) {
    return TimelineReader(trace, style).read();
}

}  // namespace corodemo::app
