#include "tests/core/asyncio/program.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

namespace corodemo::tests {

namespace {

using trace::Event;

std::string join(const auto& ids) {
    std::string text;
    for (const Id id : ids) {
        text += to_string(id) + " ";
    }
    return text;
}

std::string text_of(const trace::ObjectStateNow& object) {
    std::string text = to_string(object.id);
    if (object.state) {
        text += ' ' + std::string(to_string(*object.state));
    }
    if (object.held_by) {
        text += " by " + to_string(object.held_by);
    }
    if (object.value) {
        text += ' ' + std::to_string(*object.value);
    }
    if (object.id.letter == Id::kQueue) {
        text += " size " + std::to_string(object.size) + ':';
        for (const trace::Text item : object.items) {
            text.append(" ").append(item);
        }
        text += ", " + std::to_string(object.unfinished) + " unfinished,";
    }
    for (const Id waiter : object.waiters) {
        text += ' ' + to_string(waiter);
    }
    return text;
}

/// Writes a line for each event that the tests compare.
class LogWriter {
public:
    explicit LogWriter(EventLog& log)
        : log_(log) {}

    void write(const Event& event) {
        event_ = &event;
        std::visit([this](const auto& payload) { on(payload); }, event.payload);
    }

private:
    void line(const std::string& text) {
        log_.push_back((event_->it != 0 ? "it" + std::to_string(event_->it) + " " : "") + text);
    }
    [[nodiscard]] std::string who() const { return event_->in ? to_string(event_->in) + " " : ""; }

    void on(const trace::TaskCreated& e) { line(who() + "makes " + to_string(e.task)); }
    void on(const trace::StepStarted& e) {
        line(to_string(e.task) + (e.first ? " starts" : " wakes") +
             (e.thrown.empty() ? "" : " with " + std::string(e.thrown)));
    }
    void on(const trace::StepFinished& e) {
        using trace::End;
        const std::string task = to_string(e.task);
        switch (e.end) {
            case End::suspended:
                return line(task + " waits " + to_string(e.waiting_on));
            case End::yielded:
                return line(task + " yields");
            case End::returned:
                return line(task + " returns " + std::string(e.value));
            case End::raised:
                return line(task + " raises " + std::string(e.error.type));
            case End::cancelled:
                return line(task + " cancelled");
        }
    }
    void on(const trace::FutureDone& e) {
        if (e.future.letter != Id::kTask) {
            line(to_string(e.future) + " " + std::string(to_string(e.state)));
        }
    }
    void on(const trace::HandleScheduled& e) { roles_[e.handle] = e.role; }
    void on(const trace::TimerScheduled& e) { roles_[e.handle] = e.role; }
    void on(const trace::HandleStarted& e) {
        if (const trace::Role role = roles_[e.handle]; role > trace::Role::wakeup) {
            line(to_string(e.handle) + " " + std::string(to_string(role)));
        }
    }
    void on(const trace::HandleSkipped& e) { line(to_string(e.handle) + " skipped"); }
    void on(const trace::HandleCancelled& e) { line(to_string(e.handle) + " cancelled"); }
    void on(const trace::TimerDropped& e) { line(to_string(e.handle) + " dropped"); }
    void on(const trace::ClockAdvanced& e) { line("clock " + repr_seconds(Duration(e.to)) + "s"); }
    void on(const trace::Printed& e) { line(who() + "prints " + std::string(e.text)); }
    void on(const trace::VariablesChanged& e) {
        std::string text = (e.scope ? to_string(e.scope) : "module") + " has";
        for (const trace::Variable& variable : *e.values) {
            const bool exists = variable.value.data() != nullptr;
            text += exists ? " " + std::string(variable.name) + "=" + std::string(variable.value)
                           : " -" + std::string(variable.name);
        }
        line(text);
    }
    void on(const trace::LoopStopRequested& /*e*/) { line("stop"); }
    void on(const trace::ExceptionReported& e) {
        line(who() + "reports " + std::string(e.message));
    }
    void on(const trace::Warned& e) { line(who() + "warns " + std::string(e.message)); }
    template <class Kind>
    void on(const Kind& /*not worth a line*/) {}

    EventLog& log_;
    const Event* event_ = nullptr;
    std::map<Id, trace::Role> roles_;
};

}  // namespace

std::ostream& operator<<(std::ostream& out, const EventLog& log) {
    for (const std::string& line : log) {
        out << "\n    " << line;
    }
    return out;
}

void CheckedRecorder::on_event(const Event& event) {
    trace_.append(event);
    replay_.apply(trace_.events().back());  // whose texts live as long as the trace
    if (disagreement_.empty() && loop_ != nullptr) {
        if (const std::string difference = compare(event); !difference.empty()) {
            disagreement_ = "after event " + std::to_string(event.n) + " (" +
                            std::string(event.kind()) + "): " + difference;
        }
    }
}

std::string CheckedRecorder::compare(const Event& event) const {
    if (loop_->is_closed()) {
        return "";  // it has dropped what it had
    }
    std::vector<Id> ready;
    for (std::size_t i = 0; i < loop_->ready().size(); ++i) {
        ready.push_back(Id{Id::kHandle, loop_->ready()[i].number});
    }
    if (!std::ranges::equal(ready, replay_.ready())) {
        return "ready " + join(ready) + "but replayed " + join(replay_.ready());
    }
    std::set<std::pair<trace::Nanoseconds, Id>> timers;
    for (const TimerObject* timer : loop_->scheduled().all()) {
        timers.emplace(timer->when().count(), timer->id);
    }
    // cancelled timers are removed all at once, but reported one by one
    const bool dropping = std::holds_alternative<trace::TimerDropped>(event.payload);
    if (dropping ? !std::ranges::includes(replay_.timers(), timers) : timers != replay_.timers()) {
        return "the timers differ";
    }
    if (loop_->time().count() != replay_.now()) {
        return "the clocks differ";
    }
    const TaskBase* running = loop_->current_task();
    // some things are told just before the step ends, when the task has left
    const bool leaving = (std::holds_alternative<trace::CancelDelivered>(event.payload) ||
                          std::holds_alternative<trace::VariablesChanged>(event.payload)) &&
                         running == nullptr;
    if (!leaving && (running != nullptr ? running->id() : Id()) != replay_.running_task()) {
        return "the running tasks differ";
    }
    for (const FutureBase* future = loop_->futures(); future != nullptr;
         future = future->next_in_loop) {
        if (!future->id()) {
            continue;  // is being created
        }
        if (future->done() != replay_.future(future->id()).done.has_value()) {
            return "the states of " + to_string(future->id()) + " differ";
        }
    }
    // A request is reported before the task counts it.
    if (event.as<trace::CancelRequested>() == nullptr) {
        if (const std::string difference = compare_cancels(); !difference.empty()) {
            return difference;
        }
    }
    for (const trace::TaskState& task : replay_.tasks()) {
        if (replay_.future(task.id).done && loop_->current_task() == nullptr &&
            task.phase != trace::TaskState::Phase::done && !replay_.running_task()) {
            return to_string(task.id) + " is done, but replayed it is not";
        }
    }
    return {};
}

/// Of the tasks that are not done: as_task() is of no use for one that is being destroyed.
std::string CheckedRecorder::compare_cancels() const {
    for (const FutureBase* future = loop_->futures(); future != nullptr;
         future = future->next_in_loop) {
        if (future->id().letter == Id::kTask && !future->done()) {
            const auto& task = static_cast<const TaskBase&>(*future);
            if (task.cancels_requested() != replay_.task(task.id()).cancelling) {
                return "the counts of cancels of " + to_string(task.id()) + " differ";
            }
        }
    }
    return {};
}

EventLog RecordedRun::lines_with(const std::vector<std::string>& words) const {
    EventLog lines;
    std::ranges::copy_if(log, std::back_inserter(lines), [&](const std::string& line) {
        return std::ranges::any_of(
            words, [&](const std::string& word) { return line.find(word) != std::string::npos; });
    });
    return lines;
}

std::string RecordedRun::printed() const {
    std::string text;
    for (const Event& event : trace.events()) {
        if (const auto* printed = event.as<trace::Printed>()) {
            text += std::string(printed->text) + "\n";
        }
    }
    return text;
}

EventLog RecordedRun::states_of_objects() const {
    EventLog states;
    trace::Replay replay;
    for (const Event& event : trace.events()) {
        replay.apply(event);
        if (event.kind().starts_with("object_")) {
            const auto* changed = event.as<trace::ObjectChanged>();
            states.push_back(text_of(changed != nullptr ? replay.object(changed->object)
                                                        : replay.objects().back()));
        }
    }
    return states;
}

RecordedRun run(const std::function<void(EventLoop&)>& program, const RunSettings& settings) {
    RecordedRun recorded;
    std::string raised;
    CheckedRecorder recorder(recorded.trace);
    trace::Choices choices(settings.set_order);
    {
        Interpreter interpreter(
            {PythonVersion(settings.python), &choices, &recorder, nullptr, false, {}});
        EventLoop& loop = new_event_loop();
        set_event_loop(&loop);
        recorder.watch(loop);
        try {
            program(loop);
        } catch (const LoopHung&) {
            raised = "hung";
        } catch (...) {
            const Described error = describe(std::current_exception());
            raised = error.type + ": " + error.message;
        }
        interpreter.end_program();
    }
    CHECK(raised == settings.error);
    CHECK(recorder.disagreement() == "");
    LogWriter writer(recorded.log);
    for (const Event& event : recorded.trace.events()) {
        writer.write(event);
    }
    return recorded;
}

}  // namespace corodemo::tests
