#include "app/narration/shutdown.hpp"

#include <algorithm>
#include <map>

namespace corodemo::app {

namespace {

using trace::Event;

struct Run {
    bool internal = false;
    bool eventful = false;
    std::uint64_t steps = 0;
};

/// Whether the event is of interest to somebody who reads about the program, not about asyncio.run.
bool is_eventful(const Event& event, const std::set<trace::Id>& internal_tasks) {
    if (const auto* started = event.as<trace::StepStarted>()) {
        return !internal_tasks.contains(started->task);
    }
    return event.as<trace::Printed>() != nullptr || event.as<trace::Warned>() != nullptr ||
           event.as<trace::ExceptionReported>() != nullptr ||
           event.as<trace::CancelRequested>() != nullptr ||
           event.as<trace::TaskDestroyed>() != nullptr || event.as<trace::LoopHung>() != nullptr;
}

/// The runs of a trace, by number.
class RunReader {
public:
    std::map<std::uint32_t, Run> read(const trace::Trace& trace) {
        for (const Event& event : trace.events()) {
            const auto* created = event.as<trace::TaskCreated>();
            if (created != nullptr && created->internal.value_or(false)) {
                internal_tasks_.insert(created->task);
            }
            if (event.run != 0) {
                add(event, runs_[event.run]);
            }
        }
        return runs_;
    }

private:
    void add(const Event& event, Run& run) const {
        const auto* started = event.as<trace::RunStarted>();
        const auto* advanced = event.as<trace::ClockAdvanced>();
        const bool jump = advanced != nullptr && advanced->why != trace::AdvanceWhy::blocked;
        run.internal = run.internal || (started != nullptr && started->internal.value_or(false));
        run.eventful = run.eventful || is_eventful(event, internal_tasks_);
        run.steps += event.as<trace::HandleStarted>() != nullptr || jump ? 1U : 0U;
    }

    std::set<trace::Id> internal_tasks_;
    std::map<std::uint32_t, Run> runs_;
};

}  // namespace

Shutdown::Shutdown(const trace::Trace& trace) {
    for (const auto& [number, run] : RunReader().read(trace)) {
        if (run.internal && !run.eventful) {
            quiet_.insert(number);
            steps_ += run.steps;
        } else {
            ++runs_shown_;
            shown_ = shown_ || run.internal;
        }
    }
}

bool Shutdown::folds(const Step& step) const {
    if (step.run != 0) {
        return quiet_.contains(step.run);
    }
    return step.begins_run != nullptr && quiet_.contains(step.begins_run->run) &&
           std::ranges::none_of(step.events,
                                [](const Event& event) { return is_eventful(event, {}); });
}

}  // namespace corodemo::app
