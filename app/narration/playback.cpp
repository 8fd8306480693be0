#include "app/narration/playback.hpp"

#include <algorithm>
#include <variant>

#include "app/narration/endings.hpp"

namespace corodemo::app {

namespace {

/// Moves the ids out, sorted and without duplicates.
std::vector<trace::Id> taken(std::vector<trace::Id>& ids) {
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    return std::exchange(ids, {});
}

}  // namespace

std::vector<std::string> Snapshot::printed() const {
    std::vector<std::string> lines;
    for (const OutputLine& line : output) {
        if (!line.aside) {
            lines.push_back(line.printed.text);
        }
    }
    return lines;
}

Label label_of(const Snapshot& snapshot, const Style& style) {
    return snapshot.last ? label_of_end(style) : label_of(snapshot.step, style);
}

Playback::Playback(const trace::Trace& trace)
    : trace_(trace),
      steps_(trace),
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
        const bool only_begins = step->kind == StepKind::run || step->kind == StepKind::iteration;
        if (only_begins && begun_) {
            continue;
        }
        Account account = account_of(*step, steps_);
        if (!account.empty() || !begun_) {
            make(*step, std::move(account));
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
        touch(trace_.events()[touched_]);
    }
    if (step.kind == StepKind::task) {
        touch_task(step.handle.task);
    }
}

void Playback::touch(const trace::Event& event) {
    std::visit(trace::Overloaded{
                   [&](const trace::TaskCreated& created) { tasks_.push_back(created.task); },
                   [&](const trace::TaskDestroyed& destroyed) { tasks_.push_back(destroyed.task); },
                   [&](const trace::HandleScheduled& scheduled) {
                       if (scheduled.task) {
                           touch_task(scheduled.task);
                       }
                   },
                   [&](const trace::HandleCancelled& cancelled) {
                       timers_.push_back(cancelled.handle);
                       cancels_ = true;
                   },
                   [&](const trace::TimerScheduled& timer) { timers_.push_back(timer.handle); },
                   [&](const trace::TimerDue& due) { timers_.push_back(due.handle); },
                   [&](const trace::TimerDropped& dropped) { timers_.push_back(dropped.handle); },
                   [&](const trace::ObjectCreated& created) { objects_.push_back(created.object); },
                   [&](const trace::ObjectChanged& changed) { objects_.push_back(changed.object); },
                   [&](const trace::VariablesChanged& changed) { touch_scope(changed.scope); },
                   [&](const trace::FutureDone& done) {
                       if (done.future.letter == trace::Id::kTask) {
                           scopes_.push_back(done.future);  // its variables are gone
                       }
                   },
                   [](const auto& /*other*/) {}},
               event.payload);
}

// What a task waits for looks different once the task is ready.
void Playback::touch_task(trace::Id task) {
    tasks_.push_back(task);
    if (const trace::ObjectStateNow* object = state().object_awaited_by(task)) {
        objects_.push_back(object->id);
    }
}

void Playback::touch_scope(trace::Id scope) {
    scopes_.push_back(scope);
    if (!scope && !trace_.header.variables.empty()) {  // of which others may be copies
        for (const auto& [task, variables] : state().variables()) {
            scopes_.push_back(task);
        }
    }
}

void Playback::make(const Step& step, Account account) {
    snapshot_.step = step;
    snapshot_.after = step.is_decision() ? 0 : snapshot_.after + (begun_ ? 1 : 0);
    snapshot_.number = step.is_decision() ? step.number : snapshot_.number;
    snapshot_.lane = step.kind == StepKind::task ? step.handle.task.number : 0;
    snapshot_.account = std::move(account);
    snapshot_.output.clear();
    for (const Clause& clause : snapshot_.account.clauses) {
        add_output(clause, snapshot_.lane);
    }
    if (snapshot_.lane != 0) {
        note_awaited(snapshot_.lane, snapshot_.account.end ? &*snapshot_.account.end : nullptr);
    }
    snapshot_.tasks = taken(tasks_);
    snapshot_.timers = taken(timers_);
    snapshot_.objects = taken(objects_);
    snapshot_.scopes = taken(scopes_);
    snapshot_.cancels = std::exchange(cancels_, false);
    begun_ = true;
}

void Playback::add_output(const Clause& clause, std::uint32_t lane) {
    if (clause.saying == Saying::starts_eagerly) {
        const trace::Id eager = std::get<Named>(clause.arguments.front()).ids.front();
        const auto& deeds = std::get<std::vector<Clause>>(clause.arguments.back());
        for (const Clause& one : deeds) {
            add_output(one, eager.number);
        }
        note_awaited(eager.number, deeds.empty() ? nullptr : &deeds.back());
    } else if (clause.saying == Saying::prints) {
        for (const PrintedLine& line : std::get<Quoted>(clause.arguments.front()).lines) {
            snapshot_.output.push_back({line, {}, lane});
        }
    } else if (is_aside(clause.saying)) {
        snapshot_.output.push_back({{}, clause, lane});
    }
}

const Clause* Playback::awaited_by(trace::Id task) const {
    const auto found = awaited_.find(task.number);
    return found == awaited_.end() ? nullptr : &found->second;
}

void Playback::note_awaited(std::uint32_t task, const Clause* end) {
    awaited_.erase(task);
    if (end != nullptr && (end->saying == Saying::awaits || end->saying == Saying::awaits_done)) {
        awaited_.emplace(task, std::get<std::vector<Clause>>(end->arguments.front()).front());
    }
}

void Playback::make_last() {
    Step end;
    end.kind = StepKind::program;
    end.from = end.time = state().now();
    end.it = snapshot_.step.it;
    end.run = snapshot_.step.run;
    make(end, account_of_end(trace_));
    snapshot_.last = true;
}

}  // namespace corodemo::app
