#include "app/render/timeline.hpp"

#include <algorithm>

#include "app/render/narrate.hpp"

namespace corodemo::app {

namespace {

using Phase = trace::TaskState::Phase;

class Reader {
public:
    Reader(const trace::Trace& trace, const Style& style)
        : film_(trace, style) {}

    Timeline read() {
        while (const Shot* shot = film_.next()) {
            read(*shot);
        }
        while (!open_.empty()) {
            close(open_.begin()->first, std::nullopt);
        }
        std::ranges::sort(line_.stretches, {}, &Timeline::Stretch::begin);
        line_.tasks = static_cast<std::uint32_t>(film_.state().tasks().size());
        line_.time = film_.state().now();
        return std::move(line_);
    }

private:
    void read(const Shot& shot) {
        const bool decision = shot.step.is_decision();
        line_.asides.insert(line_.asides.end(), shot.asides.begin(), shot.asides.end());
        line_.end = shot.sentence.text();
        if (decision) {
            add_block(shot);
            if (shot.lane != 0) {
                close(shot.lane, shot.number);
            }
        }
        for (const trace::Id id : shot.tasks) {
            const Phase phase = film_.state().task(id).phase;
            const bool ready = phase == Phase::ready;
            const auto before = open_.find(id.number);
            if (before != open_.end() && before->second.ready == ready && !is_done(phase)) {
                continue;
            }
            close(id.number, shot.number);
            if (ready || phase == Phase::waiting) {
                open(id.number, shot, ready);
            }
        }
    }
    static bool is_done(Phase phase) { return phase == Phase::done; }

    void add_block(const Shot& shot) {
        Timeline::Block& block = line_.blocks.emplace_back();
        block.step = shot.number;
        block.kind = shot.step.kind;
        block.it = shot.step.it;
        block.run = shot.step.run;
        block.lane = shot.lane;
        block.own = shot.lane != 0 || !shot.printed.empty();
        block.label = shot.label;
        block.printed = shot.printed.empty() ? "" : shot.printed.front();
        block.cause = shot.step.cause.by == Cause::By::step ? shot.step.cause.step : 0;
        block.from = shot.step.from;
        block.time = shot.step.time;
        block.ends = shot.lane != 0 && is_done(film_.state().task(shot.step.handle.task).phase);
    }

    void open(std::uint32_t task, const Shot& shot, bool ready) {
        Timeline::Stretch stretch;
        stretch.task = task;
        stretch.ready = ready;
        stretch.begin = shot.number;
        stretch.begin_time = film_.state().now();
        if (shot.step.is_decision()) {
            stretch.from = shot.lane;
        }
        if (!ready && shot.lane == task && shot.step.awaits == "sleep") {
            stretch.sleep = shot.step.sleep;
            stretch.waits_for = "sleep(" + seconds(shot.step.sleep) + ")";
        }
        open_[task] = stretch;
    }

    void close(std::uint32_t task, std::optional<std::uint64_t> step) {
        const auto found = open_.find(task);
        if (found == open_.end()) {
            return;
        }
        found->second.end = step;
        found->second.end_time = film_.state().now();
        line_.stretches.push_back(found->second);
        open_.erase(found);
    }

    Film film_;
    Timeline line_;
    std::map<std::uint32_t, Timeline::Stretch> open_;  // by task
};

}  // namespace

Timeline read_timeline(const trace::Trace& trace, const Style& style) {
    return Reader(trace, style).read();
}

}  // namespace corodemo::app
