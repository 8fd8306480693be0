#include "app/narration/step.hpp"

#include <algorithm>

#include "core/asyncio/python_version.hpp"

namespace corodemo::app {

namespace {

using trace::Event;
using trace::Id;

bool is_idle_jump(const Event& event) {
    const auto* advanced = event.as<trace::ClockAdvanced>();
    return advanced != nullptr && advanced->why == trace::AdvanceWhy::idle;
}

// With explore --timing, which sleep ends next is a choice.
bool is_sleep_choice(const Event& event) {
    const auto* choice = event.as<trace::ChoiceMade>();
    return choice != nullptr && choice->site == "sleep";
}

bool moves_timers(const Event& event) {
    return event.as<trace::TimerDue>() != nullptr || event.as<trace::TimerDropped>() != nullptr;
}

bool is_handle_turn(const Event& event) {
    return event.as<trace::HandleStarted>() != nullptr ||
           event.as<trace::HandleSkipped>() != nullptr;
}

// The kind of step that this single event makes up, if it does.
std::optional<StepKind> mark_of(const Event& event) {
    if (event.as<trace::RunStarted>() != nullptr) {
        return StepKind::run;
    }
    if (event.as<trace::IterationStarted>() != nullptr) {
        return StepKind::iteration;
    }
    if (event.as<trace::LoopHung>() != nullptr) {
        return StepKind::hung;
    }
    if (event.as<trace::RunFinished>() != nullptr) {
        return StepKind::run_end;
    }
    return std::nullopt;
}

// Whether the event ends a sequence of events that belong to no handle.
bool is_landmark(const Event& event) {
    return is_handle_turn(event) || moves_timers(event) || is_idle_jump(event) || mark_of(event) ||
           event.as<trace::IterationFinished>() != nullptr;
}

StepKind kind_of(trace::Role role) {
    using trace::Role;
    switch (role) {
        case Role::step:
        case Role::wakeup:
            return StepKind::task;
        case Role::callback:
            return StepKind::callback;
        case Role::call_soon:
        case Role::thread:
        case Role::reader:
        case Role::writer:
        case Role::signal:
        case Role::job:
            return StepKind::call;
        case Role::sleep:
        case Role::timeout:
        case Role::call_later:
        case Role::call_at:
            return StepKind::timer;
    }
    return StepKind::call;
}

}  // namespace

Steps::Steps(const trace::Trace& trace)
    : events_(trace.events()),
      names_(trace),
      counts_done_children_at_once_(asyncio::PythonVersion::parse(trace.header.python_version)
                                        .value_or(asyncio::PythonVersion())
                                        .has(asyncio::Behaviour::gather_of_done_is_done)),
      replay_(trace.header.clock),
      step_of_event_(trace.events().size() + 1) {
    if (events_.empty() || events_.front().run != 0) {
        found_.push_back(begin(StepKind::program));  // step 0 always exists
    }
}

const Step* Steps::next() {
    while (found_.empty() && next_event_ < events_.size()) {
        read_next();
    }
    if (found_.empty()) {
        flush_iteration();  // of a trace that ends in the middle
    }
    if (found_.empty()) {
        return nullptr;
    }
    current_ = found_.front();
    found_.pop_front();
    return &current_;
}

// Reads at least one event, or releases what iteration_ and jump_ hold back, up to where replay_ is
// in the state after the steps found.
void Steps::read_next() {
    const Event& event = events_[next_event_];
    if (iteration_ && is_sleep_choice(event)) {
        sleep_choice_ = event.as<trace::ChoiceMade>();
        take(0);
    } else if ((iteration_ || jump_) && !is_idle_jump(event) && !moves_timers(event)) {
        flush_iteration();
    } else if (is_handle_turn(event)) {
        read_handle();
    } else if (is_idle_jump(event)) {
        read_jump();
    } else if (const auto mark = mark_of(event)) {
        read_mark(*mark);
    } else if (is_landmark(event)) {
        take(0);
    } else {
        read_interval(event.run == 0 ? StepKind::program : StepKind::loop);
    }
}

void Steps::read_mark(StepKind kind) {
    const Step step = begin(kind);
    if (kind == StepKind::run && first_run_ == 0) {
        first_run_ = events_[next_event_].n;
    }
    take(0);
    if (kind == StepKind::iteration) {
        iteration_ = step;
    } else {
        end(step);
    }
}

Step Steps::begin(StepKind kind) const {
    Step step;
    step.kind = kind;
    step.from = replay_.now();
    step.time = replay_.now();
    step.events = events_.subspan(next_event_, 0);
    if (next_event_ < events_.size()) {
        step.run = events_[next_event_].run;
        step.it = events_[next_event_].it;
    }
    return step;
}

void Steps::end(Step step) {
    const Event* begin = step.events.data();
    step.events = {begin, events_.data() + next_event_};
    step.time = replay_.now();
    step.run_by_asyncio_run = by_asyncio_run_;
    step.gathered_at_once = std::exchange(gathered_at_once_, {});
    found_.push_back(step);
}

void Steps::take(std::uint64_t number) {
    const Event& event = events_[next_event_];
    if (event.n < step_of_event_.size()) {
        step_of_event_[event.n] = number;
    }
    replay_.apply(event);
    note(event);
    ++next_event_;
}

void Steps::flush_iteration() {
    if (iteration_) {
        iteration_->time = replay_.now();
        found_.push_back(*iteration_);
        iteration_.reset();
    }
    if (jump_) {
        const Step jump = *jump_;
        jump_.reset();
        end(jump);
    }
}

void Steps::read_interval(StepKind kind) {
    Step step = begin(kind);
    const std::uint32_t run = events_[next_event_].run;
    if (kind == StepKind::program) {
        step.cause.by = first_run_ == 0 ? Cause::By::program : Cause::By::later;
    }
    do {
        take(0);
    } while (next_event_ < events_.size() && events_[next_event_].run == run &&
             !is_landmark(events_[next_event_]));
    if (kind == StepKind::program && next_event_ < events_.size() &&
        events_[next_event_].as<trace::RunStarted>() != nullptr) {
        step.begins_run = &events_[next_event_];
        const Event& last = events_[next_event_ - 1];
        const auto* added = last.as<trace::CallbackAdded>();  // run_until_complete's own
        const bool own = added != nullptr && added->role == trace::CallbackRole::run;
        step.line = own ? last.line : 0;
    }
    end(step);
}

void Steps::read_jump() {
    Step step = begin(StepKind::jump);
    step.number = ++decisions_;
    made_.push_back({});
    step.sleep_choice = std::exchange(sleep_choice_, nullptr);
    step.cause = cause_of(events_[next_event_].cause);
    jump_ = step;
    take(decisions_);
    while (next_event_ < events_.size() && moves_timers(events_[next_event_])) {
        take(decisions_);
    }
}

void Steps::read_handle() {
    const Event& first = events_[next_event_];
    const auto* skipped = first.as<trace::HandleSkipped>();
    const Id handle =
        skipped != nullptr ? skipped->handle : std::get<trace::HandleStarted>(first.payload).handle;
    Step step = begin(StepKind::skipped);
    step.handle = replay_.handle(handle);
    step.owner = subject(step.handle).id;
    step.cause = cause_of(step.handle.scheduled);
    if (skipped != nullptr) {
        take(0);
        end(step);
        return;
    }
    step.kind = kind_of(step.handle.role);
    step.number = ++decisions_;
    made_.push_back(
        {step.handle.role, step.kind == StepKind::timer ? step.owner : step.handle.task});
    step.sleep_choice = std::exchange(sleep_choice_, nullptr);
    if (step.kind == StepKind::callback) {
        describe_callback(step);
    }
    bool finished = false;
    do {
        finished = events_[next_event_].as<trace::HandleFinished>() != nullptr;
        take(decisions_);
    } while (!finished && next_event_ < events_.size() && !is_landmark(events_[next_event_]));
    end(step);
    if (found_.back().kind == StepKind::task) {
        describe_task(found_.back());
    }
}

void Steps::describe_task(Step& step) const {
    for (const Event& event : step.events) {
        if (const auto* started = event.as<trace::StepStarted>()) {
            step.started = started;
        } else if (const auto* finished = event.as<trace::StepFinished>()) {
            step.finished = finished;
        } else if (const auto* timer = event.as<trace::TimerScheduled>()) {
            // The last sleep of a step is the one at which it suspends.
            if (timer->role == trace::Role::sleep) {
                step.sleep = trace::saturating_span(event.t, timer->when);
            }
        }
    }
    if (step.started != nullptr && step.started->thrown == "CancelledError") {
        describe_cancel(step);
    }
    const trace::TaskState& task = replay_.task(step.handle.task);
    step.phase_after = task.phase;
    if (task.waiting_on) {
        step.awaits = replay_.future(task.waiting_on).of;
    }
    if (!task.stack.empty()) {
        step.line = task.stack.back().line;
    }
}

void Steps::describe_cancel(Step& step) const {
    const auto request = cancels_.find(step.handle.task.number);
    if (request == cancels_.end()) {
        return;
    }
    step.cancelled = cause_of(request->second);
    if (step.cancelled.by == Cause::By::step) {
        const Decision& decision = made_[step.cancelled.step - 1];
        step.canceller = decision.task;
        step.timed_out = decision.role == trace::Role::timeout;
    }
}

void Steps::describe_callback(Step& step) {
    CallbackUse& use = callbacks_[step.handle.callback.number];
    step.role = use.role;
    if (step.handle.name.data() != nullptr) {
        step.role = trace::CallbackRole::user;
    } else if (step.role == trace::CallbackRole::user) {
        step.role = std::nullopt;  // a user's callback is shown by name
    }
    step.gather = use.gather;
    if (!step.gather && step.role == trace::CallbackRole::gather) {
        step.gather = gather_of_[step.handle.future.number];
    }
    if (step.gather) {
        step.role = trace::CallbackRole::gather;
        step.too_late = replay_.future(step.gather).done.has_value();
    }
    Count& count = step.gather ? gathered_[step.gather.number] : use.count;
    ++count.done;
    step.count = count;
}

void Steps::note(const Event& event) {
    if (const auto* run = event.as<trace::RunStarted>()) {
        by_asyncio_run_ = run->via == trace::Via::asyncio_run;
    } else if (const auto* timer = event.as<trace::TimerScheduled>()) {
        timers_.emplace(timer->when, timer->handle);
        timer_owners_[timer->handle.number] = replay_.running_task();
    } else if (const auto* cancelled = event.as<trace::HandleCancelled>()) {
        timers_.erase({replay_.handle(cancelled->handle).when, cancelled->handle});
    } else if (const auto* due = event.as<trace::TimerDue>()) {
        timers_.erase({replay_.handle(due->handle).when, due->handle});
    } else if (const auto* added = event.as<trace::CallbackAdded>();
               added != nullptr && added->callback) {
        CallbackUse& use = callbacks_[added->callback.number];
        use.role = added->role;
        ++use.count.of;
        registered_.emplace(added->future, added->callback);
    } else if (const auto* scheduled = event.as<trace::HandleScheduled>()) {
        note_scheduled(*scheduled);
    } else if (const auto* cancel = event.as<trace::CancelRequested>();
               cancel != nullptr && cancel->task &&
               cancel->delivered != trace::Delivered::refused) {
        cancels_[cancel->task.number] = event.n;
    } else if (const auto* created = event.as<trace::FutureCreated>();
               created != nullptr && created->children) {
        note_gather(*created, *created->children);
    }
}

// A future that is already done does not register a callback but schedules it immediately.
void Steps::note_scheduled(const trace::HandleScheduled& scheduled) {
    if (scheduled.role == trace::Role::callback &&
        registered_.erase({scheduled.future, scheduled.callback}) == 0) {
        ++callbacks_[scheduled.callback.number].count.of;
    }
}

void Steps::note_gather(const trace::FutureCreated& created, std::span<const Id> in_order) {
    std::vector<Id> children(in_order.begin(), in_order.end());
    for (const Id child : children) {
        gather_of_[child.number] = created.future;
    }
    if (created.via && callbacks_[created.via.number].count.of != children.size()) {
        // Since 3.7, one callback per distinct child.
        std::ranges::sort(children);
        children.erase(std::ranges::unique(children).begin(), children.end());
    }
    Count& count = gathered_[created.future.number];
    count.of = children.size();
    if (counts_done_children_at_once_) {
        count.done = static_cast<std::uint64_t>(std::ranges::count_if(
            children, [&](Id child) { return replay_.future(child).done.has_value(); }));
        gathered_at_once_ = count;
    }
    if (created.via) {
        callbacks_[created.via.number].gather = created.future;
    }
}

Cause Steps::cause_of(trace::EventNumber event) const {
    if (event == 0 || event > events_.size()) {
        return {};
    }
    if (step_of_event_[event] != 0) {
        return {Cause::By::step, step_of_event_[event]};
    }
    if (events_[event - 1].run != 0) {
        return {};
    }
    return {first_run_ == 0 || event < first_run_ ? Cause::By::program : Cause::By::later};
}

std::size_t Steps::left_in_iteration() const {
    const bool in_handle = (current_.is_decision() && current_.kind != StepKind::jump) ||
                           current_.kind == StepKind::skipped;
    return in_handle ? replay_.left_in_iteration() : replay_.ready().size();
}

Subject Steps::subject(const trace::HandleState& handle) const {
    Subject subject{Subject::Mark::call, {}, handle.name, handle.cancelled};
    switch (kind_of(handle.role)) {
        case StepKind::task:
            subject.mark = Subject::Mark::task;
            subject.id = handle.task;
            break;
        case StepKind::timer:
            subject.mark = Subject::Mark::timer;
            if (handle.name.data() == nullptr) {
                const auto owner = timer_owners_.find(handle.id.number);
                subject.id = owner == timer_owners_.end() ? Id{} : owner->second;
            }
            break;
        case StepKind::callback:
            subject.mark = Subject::Mark::completion;
            subject.id = handle.future;
            break;
        default:
            break;
    }
    return subject;
}

std::optional<trace::CallbackRole> Steps::role_of(trace::Id callback) const {
    const auto use = callbacks_.find(callback.number);
    if (use == callbacks_.end()) {
        return std::nullopt;
    }
    return use->second.gather ? trace::CallbackRole::gather : use->second.role;
}

std::uint64_t count_steps(const trace::Trace& trace) {
    return static_cast<std::uint64_t>(std::ranges::count_if(trace.events(), [](const Event& event) {
        return event.as<trace::HandleStarted>() != nullptr || is_idle_jump(event);
    }));
}

}  // namespace corodemo::app
