#include "app/narration/step.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/asyncio/python_version.hpp"

namespace corodemo::app {

namespace {

using trace::Event;
using trace::Id;

bool is_jump(const Event& event) {
    const auto* advanced = event.as<trace::ClockAdvanced>();
    return advanced != nullptr && advanced->why != trace::AdvanceWhy::blocked;
}

// What the loop itself finds out while it waits: that a descriptor is ready, that it has to wait.
bool is_found_waiting(const Event& event) {
    return event.as<trace::HandleScheduled>() != nullptr ||
           event.as<trace::WaitingOutside>() != nullptr;
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
    return is_handle_turn(event) || moves_timers(event) || is_jump(event) || mark_of(event) ||
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

// What an event says of the step of a task: only its own events do, not those of an eager task.
void note_own(const Event& event, Step& step) {
    const Id task = step.handle.task;
    if (const auto* started = event.as<trace::StepStarted>();
        started != nullptr && started->task == task) {
        step.started = started;
    } else if (const auto* finished = event.as<trace::StepFinished>();
               finished != nullptr && finished->task == task) {
        step.finished = finished;
    } else if (const auto* timer = event.as<trace::TimerScheduled>();
               timer != nullptr && timer->role == trace::Role::sleep && event.in == task) {
        // The last sleep of a step is the one at which it suspends.
        step.sleep = trace::saturating_span(event.t, timer->when);
    }
}

}  // namespace

Steps::Steps(const trace::Trace& trace)
    : events_(trace.events()),
      names_(trace),
      counts_done_children_at_once_(asyncio::PythonVersion::parse(trace.header.python_version)
                                        .value_or(asyncio::PythonVersion())
                                        .has(asyncio::Behaviour::gather_of_done_is_done)),
      replay_(trace.header),
      step_of_event_(trace.events().size() + 1) {
    split_by_thread(trace);
    if (events_.empty() || events_.front().run != 0) {
        found_.push_back(begin(StepKind::program));  // step 0 always exists
    }
}

void Steps::split_by_thread(const trace::Trace& trace) {
    const auto in_main_thread = [](const Event& event) { return event.thread.empty(); };
    if (std::ranges::all_of(events_, in_main_thread)) {
        sequences_.push_back({events_, 0, {}, false, {}});
    } else {
        std::unordered_map<trace::Text, std::size_t> threads{{trace::Text(), 0}};
        copies_.emplace_back();
        for (const Event& event : trace.events()) {
            const auto [thread, is_new] = threads.try_emplace(event.thread, copies_.size());
            if (is_new) {
                copies_.emplace_back();
            }
            copies_[thread->second].push_back(event);
        }
        for (const std::vector<Event>& events : copies_) {
            sequences_.push_back({events, 0, {}, false, {}});
        }
    }
    now_ = &sequences_.front();
}

// The one that goes on first. Returns false at the end of all.
bool Steps::choose_sequence() {
    const auto next_number = [](const Sequence& one) {
        return one.next < one.events.size() ? one.events[one.next].n
                                            : std::numeric_limits<trace::EventNumber>::max();
    };
    now_ = &*std::ranges::min_element(sequences_, {}, next_number);
    return peek() != nullptr;
}

const Step* Steps::next() {
    while (found_.empty() && choose_sequence()) {
        read_next();
    }
    for (Sequence& one : sequences_) {
        if (found_.empty()) {
            now_ = &one;
            flush_iteration();  // of a trace that ends in the middle
        }
    }
    if (found_.empty()) {
        return nullptr;
    }
    current_ = found_.front();
    found_.pop_front();
    return &current_;
}

// Reads at least one event, or releases what the sequence holds back, up to where replay_ is in the
// state after the steps found.
void Steps::read_next() {
    const Event& event = *peek();
    if (now_->iteration) {
        read_before_handles();
    } else if (is_handle_turn(event)) {
        read_handle();
    } else if (is_jump(event)) {
        read_jump();
    } else if (const auto mark = mark_of(event)) {
        read_mark(*mark);
    } else if (is_landmark(event)) {
        take(0);
    } else {
        read_interval(event.run == 0 ? StepKind::program : StepKind::loop);
    }
}

// Reads on in an iteration until it is known which handles will run.
void Steps::read_before_handles() {
    const Event& event = *peek();
    if (is_sleep_choice(event)) {
        sleep_choice_ = event.as<trace::ChoiceMade>();
        take(0);
    } else if (jump_follows()) {
        read_jump();
    } else if (is_found_waiting(event) || moves_timers(event)) {
        take(0);
    } else {
        flush_iteration();
    }
}

void Steps::read_mark(StepKind kind) {
    const Step step = begin(kind);
    if (const auto* run = peek()->as<trace::RunStarted>()) {
        first_run_ = first_run_ == 0 ? peek()->n : first_run_;
        now_->by_asyncio_run = run->via == trace::Via::asyncio_run;
    }
    take(0);
    if (kind == StepKind::iteration) {
        now_->iteration = step;
    } else {
        end(step);
    }
}

Step Steps::begin(StepKind kind) const {
    Step step;
    step.kind = kind;
    step.from = replay_.now();
    step.time = replay_.now();
    step.events = now_->events.subspan(now_->next, 0);
    if (const Event* event = peek()) {
        step.run = event->run;
        step.it = event->it;
        step.thread = event->thread;
    }
    return step;
}

void Steps::end(Step step) {
    const Event* begin = step.events.data();
    step.events = {begin, now_->events.data() + now_->next};
    step.time = replay_.now();
    step.run_by_asyncio_run = now_->by_asyncio_run;
    step.gathered_at_once = std::exchange(gathered_at_once_, {});
    found_.push_back(step);
}

void Steps::take(std::uint64_t number) {
    const Event& event = now_->events[now_->next++];
    if (event.n < step_of_event_.size()) {
        step_of_event_[event.n] = number;
    }
    if (const auto* waiting = event.as<trace::WaitingOutside>()) {
        now_->outside = waiting->what.value_or(std::span<const trace::Text>());
    }
    while (applied_ < events_.size() && events_[applied_].n <= event.n) {
        apply(events_[applied_++]);  // what other threads did before it, too
    }
}

void Steps::apply(const Event& event) {
    const Event* next = event.n < events_.size() ? &events_[event.n] : nullptr;
    if (const auto deed = deed_of(event, next, replay_)) {
        deeds_.emplace(event.n, *deed);
    }
    replay_.apply(event);
    if (const auto* started = event.as<trace::HandleStarted>();
        started != nullptr && sequences_.size() > 1) {
        started_[started->handle.number] = replay_.handle(started->handle);
    }
    note(event);
}

const ObjectDeed* Steps::deed(trace::EventNumber event) const {
    const auto found = deeds_.find(event);
    return found != deeds_.end() ? &found->second : nullptr;
}

// The state of a handle whose turn comes, though other threads may be ahead.
trace::HandleState Steps::handle(Id id) const {
    const auto started = started_.find(id.number);
    return started != started_.end() ? started->second : replay_.handle(id);
}

// Whether what happens next in the sequence happened right after `last`.
bool Steps::goes_on(const Event& last) const {
    const Event* event = peek();
    return event != nullptr && event->run == last.run && !is_landmark(*event) &&
           (sequences_.size() == 1 || event->n == last.n + 1);
}

void Steps::flush_iteration() {
    if (now_->iteration) {
        now_->iteration->time = replay_.now();
        found_.push_back(*now_->iteration);
        now_->iteration.reset();
    }
}

void Steps::read_interval(StepKind kind) {
    Step step = begin(kind);
    if (kind == StepKind::program) {
        step.cause.by = first_run_ == 0 ? Cause::By::program : Cause::By::later;
    }
    const Event* last = peek();
    take(0);
    while (goes_on(*last)) {
        last = peek();
        take(0);
    }
    if (kind == StepKind::program && peek() != nullptr &&
        peek()->as<trace::RunStarted>() != nullptr) {
        step.begins_run = peek();
        const auto* added = last->as<trace::CallbackAdded>();  // run_until_complete's own
        const bool own = added != nullptr && added->role == trace::CallbackRole::run;
        step.line = own ? last->line : 0;
        step.file = last->file;
    }
    end(step);
}

// Whether what happens next, before the clock moves on, happens while the loop waits.
bool Steps::jump_follows() const {
    const auto rest = now_->events.subspan(now_->next);
    const auto landmark = std::ranges::find_if(rest, is_landmark);
    return landmark != rest.end() && is_jump(*landmark);
}

void Steps::read_jump() {
    Step step = begin(StepKind::jump);
    step.number = ++decisions_;
    while (!is_jump(*peek())) {
        take(decisions_);
    }
    const auto& advanced = std::get<trace::ClockAdvanced>(peek()->payload);
    step.from = advanced.from;
    step.waited = advanced.why == trace::AdvanceWhy::waited;
    step.outside = now_->outside;
    made_.push_back({});
    step.sleep_choice = std::exchange(sleep_choice_, nullptr);
    step.cause = cause_of(peek()->cause);
    take(decisions_);
    while (peek() != nullptr && (moves_timers(*peek()) || is_found_waiting(*peek()))) {
        take(decisions_);
    }
    flush_iteration();
    end(step);
}

void Steps::read_handle() {
    const Event& first = *peek();
    const auto* skipped = first.as<trace::HandleSkipped>();
    const Id id =
        skipped != nullptr ? skipped->handle : std::get<trace::HandleStarted>(first.payload).handle;
    Step step = begin(StepKind::skipped);
    step.handle = handle(id);
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
        finished = peek()->as<trace::HandleFinished>() != nullptr;
        take(decisions_);
    } while (!finished && peek() != nullptr && !is_landmark(*peek()));
    end(step);
    if (found_.back().kind == StepKind::task) {
        describe_task(found_.back());
    }
}

void Steps::describe_task(Step& step) const {
    for (const Event& event : step.events) {
        note_own(event, step);
    }
    if (step.started != nullptr && step.started->thrown == "CancelledError") {
        describe_cancel(step);
    } else if (step.cause.by == Cause::By::step) {
        const Decision& decision = made_[step.cause.step - 1];
        step.timed_out = decision.role == trace::Role::timeout && decision.task == step.handle.task;
    }
    const trace::TaskState& task = replay_.task(step.handle.task);
    step.phase_after = task.phase;
    if (task.waiting_on) {
        step.awaits = replay_.future(task.waiting_on).of;
    }
    if (!task.stack.empty()) {
        step.line = task.stack.back().line;
        step.file = task.stack.back().file;
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
    if (const auto* timer = event.as<trace::TimerScheduled>()) {
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
    if (events_[event - 1].run != 0 || !events_[event - 1].thread.empty()) {
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
    Subject subject{Subject::Mark::call, {}, handle.name, handle.about, handle.cancelled};
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

std::vector<Id> eager_tasks(const Step& step) {
    std::vector<Id> tasks;
    for (const Event& event : step.events) {
        const auto* started = event.as<trace::StepStarted>();
        if (started != nullptr && started->nested.value_or(false)) {
            tasks.push_back(started->task);
        }
    }
    return tasks;
}

std::uint64_t count_steps(const trace::Trace& trace) {
    return static_cast<std::uint64_t>(std::ranges::count_if(trace.events(), [](const Event& event) {
        return event.as<trace::HandleStarted>() != nullptr || is_jump(event);
    }));
}

}  // namespace corodemo::app
