#include "app/narration/playback.hpp"

#include <algorithm>

#include "app/narration/account.hpp"

namespace corodemo::app {

namespace {

constexpr std::size_t kLongestValue = 60;  // the output shows it whole

/// Moves the ids out, sorted and without duplicates.
std::vector<trace::Id> taken(std::vector<trace::Id>& ids) {
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    return std::exchange(ids, {});
}

}  // namespace

Playback::Playback(const trace::Trace& trace, const Style& style)
    : trace_(trace),
      style_(style),
      steps_(trace),
      wording_(style, steps_.names(), kLongestValue),
      advisor_(trace) {}

const Snapshot* Playback::next() {
    while (!ended_) {
        const Step* step = steps_.next();
        if (step == nullptr) {
            ended_ = true;
            make_last();
            return &snapshot_;
        }
        touch(*step);
        advisor_.add(*step, steps_);
        const bool tells = step->kind == StepKind::skipped || step->kind == StepKind::hung ||
                           ((step->kind == StepKind::program || step->kind == StepKind::loop ||
                             step->kind == StepKind::run_end) &&
                            !account_of(*step, steps_).empty());
        if (step->is_decision() || !begun_ || tells) {
            make(*step);
            return &snapshot_;
        }
    }
    return nullptr;
}

// A timer that is due, or dropped, while the clock stands still belongs to no step, but is no
// longer set: what lies between two steps counts, too.
void Playback::touch(const Step& step) {
    const trace::EventNumber end = step.events.empty() ? 0 : step.events.back().n;
    for (; touched_ < end; ++touched_) {
        const trace::Event& event = trace_.events()[touched_];
        if (const auto* created = event.as<trace::TaskCreated>()) {
            tasks_.push_back(created->task);
        } else if (const auto* scheduled = event.as<trace::HandleScheduled>();
                   scheduled != nullptr && scheduled->task) {
            tasks_.push_back(scheduled->task);
        } else if (const auto* timer = event.as<trace::TimerScheduled>()) {
            timers_.push_back(timer->handle);
        } else if (const auto* due = event.as<trace::TimerDue>()) {
            timers_.push_back(due->handle);
        } else if (const auto* dropped = event.as<trace::TimerDropped>()) {
            timers_.push_back(dropped->handle);
        } else if (const auto* cancelled = event.as<trace::HandleCancelled>()) {
            timers_.push_back(cancelled->handle);
            cancels_ = true;
        }
    }
    if (step.kind == StepKind::task) {
        tasks_.push_back(step.handle.task);
    }
}

void Playback::make(const Step& step) {
    snapshot_.step = step;
    snapshot_.after = step.is_decision() ? 0 : snapshot_.after + (begun_ ? 1 : 0);
    snapshot_.number = step.is_decision() ? step.number : snapshot_.number;
    snapshot_.lane = step.kind == StepKind::task ? step.handle.task.number : 0;
    snapshot_.label = label_of(step, style_);
    const Account account = account_of(step, steps_);
    snapshot_.sentence = wording_.prose(account);
    snapshot_.output.clear();
    snapshot_.printed.clear();
    snapshot_.asides.clear();
    for (const Clause& clause : account.clauses) {
        add_output(clause, snapshot_.lane);
    }
    snapshot_.tasks = taken(tasks_);
    snapshot_.timers = taken(timers_);
    snapshot_.cancels = std::exchange(cancels_, false);
    begun_ = true;
}

void Playback::add_output(const Clause& clause, std::uint32_t lane) {
    if (clause.saying == Saying::starts_eagerly) {
        const trace::Id eager = std::get<Named>(clause.arguments.front()).ids.front();
        for (const Clause& one : std::get<std::vector<Clause>>(clause.arguments.back())) {
            add_output(one, eager.number);
        }
    } else if (clause.saying == Saying::prints) {
        for (const std::string& line : std::get<Quoted>(clause.arguments.front()).lines) {
            snapshot_.output.push_back({line, true, lane});
            snapshot_.printed.push_back(line);
        }
    } else if (is_aside(clause.saying)) {
        snapshot_.asides.push_back(wording_.clause(clause).text());
        snapshot_.output.push_back({snapshot_.asides.back(), false, lane});
    }
}

void Playback::make_last() {
    Step end;
    end.kind = StepKind::program;
    end.from = end.time = state().now();
    end.it = snapshot_.step.it;
    end.run = snapshot_.step.run;
    make(end);
    snapshot_.last = true;
    snapshot_.label = label_of_end(style_);
    snapshot_.sentence = wording_.prose_ending(trace_);
}

}  // namespace corodemo::app
