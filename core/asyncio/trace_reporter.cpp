// Long, since it has a function for each kind of event, in the order of reporter.hpp.

#include "core/asyncio/trace_reporter.hpp"

#include <algorithm>
#include <utility>

#include "core/asyncio/event_loop.hpp"
#include "core/asyncio/shared_object.hpp"
#include "core/asyncio/variable.hpp"

namespace corodemo::asyncio {

namespace {

trace::Role role_of(const ReadyHandle& handle) {
    switch (handle.kind) {
        case ReadyHandle::Kind::step:
            return trace::Role::step;
        case ReadyHandle::Kind::wakeup:
            return trace::Role::wakeup;
        case ReadyHandle::Kind::done_callback:
            return trace::Role::callback;
        case ReadyHandle::Kind::handle:
            break;
    }
    return trace::Role::call_soon;
}

trace::Role role_of(const TimerObject& timer) {
    switch (timer.purpose()) {
        case TimerObject::Purpose::call_later:
            return trace::Role::call_later;
        case TimerObject::Purpose::call_at:
            return trace::Role::call_at;
        case TimerObject::Purpose::sleep:
            return trace::Role::sleep;
        case TimerObject::Purpose::timeout:
            break;
    }
    return trace::Role::timeout;
}

trace::CallbackRole role_of(const CallbackObject& callback) {
    switch (callback.owner()) {
        case CallbackObject::Owner::program:
            return trace::CallbackRole::user;
        case CallbackObject::Owner::gather:
            return trace::CallbackRole::gather;
        case CallbackObject::Owner::wait:
            return trace::CallbackRole::wait;
        case CallbackObject::Owner::run_until_complete:
            return trace::CallbackRole::run;
        case CallbackObject::Owner::task_group:
            return trace::CallbackRole::task_group;
        case CallbackObject::Owner::as_completed:
            return trace::CallbackRole::as_completed;
        case CallbackObject::Owner::shield:
            return trace::CallbackRole::shield;
        case CallbackObject::Owner::wait_for:
            return trace::CallbackRole::wait_for;
        case CallbackObject::Owner::other:
            break;
    }
    return trace::CallbackRole::other;
}

/// Which of asyncio's functions it is, if nothing else says so.
trace::Text about(const CallbackObject& callback) {
    return callback.owner() == CallbackObject::Owner::other ? trace::Text(callback.function_name())
                                                            : trace::Text();
}

/// Absent for the library's own callbacks.
trace::Text name_of(const CallbackObject& callback) {
    return callback.owner() == CallbackObject::Owner::program
               ? trace::Text(callback.function_name())
               : trace::Text();
}

Id id_of(const ReadyHandle& handle) {
    return {Id::kHandle, handle.number};
}

/// Whether cancel() will return true.
bool takes_cancel(const FutureBase& future) {
    const auto children = future.children();
    return !future.done() &&
           (children.empty() || std::ranges::any_of(children, [](const Ref<FutureBase>& child) {
                return takes_cancel(*child);
            }));
}

/// What cancel() will do.
trace::Delivered delivery_of_cancel(FutureBase& future) {
    if (future.done()) {
        return trace::Delivered::refused;
    }
    if (const TaskBase* task = future.as_task()) {
        const FutureBase* waiter = task->waiting_on();
        return waiter != nullptr && takes_cancel(*waiter) ? trace::Delivered::waiter
                                                          : trace::Delivered::flag;
    }
    if (future.children().empty()) {
        return trace::Delivered::done;
    }
    return takes_cancel(future) ? trace::Delivered::waiter : trace::Delivered::refused;
}

/// What the task's cancelling() will be after a request that is delivered like that; none before
/// 3.11.
std::optional<std::uint64_t> count_after(const TaskBase* task, trace::Delivered delivered) {
    if (task == nullptr || !interpreter().python().has(Behaviour::tasks_count_cancels)) {
        return std::nullopt;
    }
    return task->cancels_requested() + (delivered == trace::Delivered::refused ? 0U : 1U);
}

/// Of those who wait: the tasks that created the futures, or else the futures.
std::vector<Id> ids_of(const std::vector<const FutureBase*>& waiters) {
    std::vector<Id> ids;
    ids.reserve(waiters.size());
    for (const FutureBase* waiter : waiters) {
        ids.push_back(waiter->created_in != 0 ? Id{Id::kTask, waiter->created_in} : waiter->id());
    }
    return ids;
}

}  // namespace

template <class Kind, class Fill>
EventNumber TraceReporter::report(EventNumber cause, Fill fill) {
    ++event_.n;
    if (wanted_.has<Kind>()) {
        event_.cause = cause;
        event_.in = open().id;
        texts_used_ = 0;
        fill(event_.payload.template emplace<Kind>());
        sink_.on_event(event_);
    }
    return event_.n;
}

template <class Kind, class Fill>
void TraceReporter::report_about(std::uint32_t created_line, Fill fill) {
    const std::uint32_t line = event_.cpp_line;
    if (created_line != 0) {
        at_line(created_line);
    }
    report<Kind>(fill);
    at_line(line);
}

Id TraceReporter::id_of(CallbackObject& callback) {
    Id& id = callback.callable().id;
    if (!id) {
        id = new_id(Id::kCallback);
    }
    return id;
}

trace::Text TraceReporter::keep(std::string text) {
    return texts_.at(texts_used_++) = std::move(text);
}

trace::Error TraceReporter::keep(const std::exception_ptr& exception) {
    Described error = describe(exception);
    const trace::Text type = keep(std::move(error.type));
    return {type, keep(std::move(error.message))};
}

// The program

void TraceReporter::at_await_of(const TaskBase& task) {
    at_line(task.await_line());
}

void TraceReporter::left_coroutine() {
    at_line(outer_steps_.empty() ? 0 : outer_steps_.back().line);
}

std::uint32_t TraceReporter::coroutine_created(const coro::CallSite& call) {
    at_line(call.line);
    const Id id = new_id(Id::kCoroutine);
    report<trace::CoroutineCreated>([&](trace::CoroutineCreated& created) {
        created.coroutine = id;
        created.coro = call.name;
    });
    return id.number;
}

void TraceReporter::printed(std::string_view line, trace::Stream stream) {
    report<trace::Printed>([&](trace::Printed& printed) {
        printed.text = line;
        printed.stream = stream;
    });
}

void TraceReporter::warned(std::string_view category, std::string_view message,
                           const coro::PromiseBase* coroutine) {
    const std::uint32_t line = coroutine != nullptr ? coroutine->created_line() : 0;
    report_about<trace::Warned>(line, [&](trace::Warned& warned) {
        warned.category = category;
        warned.message = message;
        if (coroutine != nullptr && coroutine->number() != 0) {
            warned.coroutine = {Id::kCoroutine, coroutine->number()};
        }
    });
}

void TraceReporter::choice_made(std::string_view site, std::size_t size,
                                std::span<const std::uint32_t> order) {
    report<trace::ChoiceMade>([&](trace::ChoiceMade& choice) {
        choice.site = site;
        choice.size = size;
        choice.order = order;
    });
}

void TraceReporter::blocked(Time from, Time to) {
    event_.t = to.count();
    report<trace::ClockAdvanced>([&](trace::ClockAdvanced& advanced) {
        advanced = {from.count(), to.count(), trace::AdvanceWhy::blocked};
    });
}

void TraceReporter::variable_begins(const VariableBase& variable) {
    if (wanted_.has<trace::VariablesChanged>()) {
        scopes_[step_.id].variables.push_back(&variable);
    }
}

void TraceReporter::variable_ends(const VariableBase& variable) {
    for (auto& [task, scope] : scopes_) {
        const auto found = std::ranges::find(scope.variables, &variable);
        if (found == scope.variables.end()) {
            continue;
        }
        if (!task) {  // the program has ended; in Python, where they live on, nothing is gone
            variables_changed(task);
            std::erase_if(scope.reported,
                          [&](const auto& value) { return value.name == variable.name(); });
        }
        scope.variables.erase(found);
        return;
    }
}

void TraceReporter::variables_changed(Id task) {
    const auto found = scopes_.find(task);
    if (found == scopes_.end()) {
        return;
    }
    Scope& scope = found->second;
    std::vector<ReportedValue> now;
    for (const VariableBase* variable : scope.variables) {
        const auto outer = std::ranges::find(now, variable->name(), &ReportedValue::name);
        ReportedValue& value = outer != now.end() ? *outer : now.emplace_back();
        value = {variable->name(), variable->text()};
    }
    const std::vector before = std::exchange(scope.reported, std::move(now));
    std::vector<trace::Variable> changed;
    for (const ReportedValue& value : scope.reported) {
        if (std::ranges::find(before, value) == before.end()) {
            changed.push_back({value.name, value.text});
        }
    }
    for (const ReportedValue& value : before) {
        if (std::ranges::find(scope.reported, value.name, &ReportedValue::name) ==
            scope.reported.end()) {
            changed.push_back({value.name, {}});
        }
    }
    if (!changed.empty()) {
        const std::uint32_t line = event_.cpp_line;
        at_line(0);
        report<trace::VariablesChanged>(
            [&](trace::VariablesChanged& event) { event = {task, changed}; });
        at_line(line);
    }
}

void TraceReporter::variables_changed_in_step(const TaskBase& task) {
    variables_changed({});
    if (task.done()) {
        scopes_.erase(task.id());
    } else {
        variables_changed(task.id());
    }
}

void TraceReporter::enter_thread(std::string_view name) {
    own_thread_ = {std::exchange(event_.run, 0U),
                   std::exchange(event_.it, 0U),
                   line(),
                   std::exchange(handle_, {}),
                   std::exchange(step_, {}),
                   std::exchange(outer_steps_, {})};
    event_.thread = name;
    at_line(0);
}

void TraceReporter::leave_thread() {
    event_.run = own_thread_.run;
    event_.it = own_thread_.it;
    event_.thread = {};
    at_line(own_thread_.line);
    handle_ = own_thread_.handle;
    step_ = own_thread_.step;
    outer_steps_ = std::move(own_thread_.outer_steps);
}

void TraceReporter::exit_began() {
    event_.exit = true;
    at_line(0);
}

// The loop

void TraceReporter::loop_created(EventLoop& loop) {
    loop.set_id(new_id(Id::kLoop));
    report<trace::LoopCreated>([&](trace::LoopCreated& created) { created.loop = loop.id(); });
}

void TraceReporter::loop_closed(const EventLoop& loop) {
    report<trace::LoopClosed>([&](trace::LoopClosed& closed) { closed.loop = loop.id(); });
}

void TraceReporter::stop_requested() {
    report<trace::LoopStopRequested>([](trace::LoopStopRequested& /*requested*/) {});
}

void TraceReporter::run_started(const EventLoop& loop, const FutureBase* until) {
    line_of_run_ = event_.cpp_line;
    at_line(0);
    variables_changed({});
    event_.run = ++runs_;
    report<trace::RunStarted>([&](trace::RunStarted& started) {
        started.loop = loop.id();
        if (until != nullptr) {
            started.until = until->id();
        }
        started.via = run_by_.via;
        if (run_by_.internal) {
            started.internal = true;
        }
        started.how = until != nullptr ? trace::How::run_until_complete : trace::How::run_forever;
    });
}

void TraceReporter::iterations_ended() {
    event_.it = iterations_of_run_ = 0;
    at_line(0);
}

template <class Fill>
void TraceReporter::run_finished(Fill fill) {
    report<trace::RunFinished>([&](trace::RunFinished& finished) {
        finished.why = trace::FinishWhy::stopped;
        fill(finished);
    });
    event_.run = 0;
    at_line(line_of_run_);
}

void TraceReporter::run_forever_finished() {
    run_finished([](trace::RunFinished& /*finished*/) {});
}

void TraceReporter::run_returned(std::string_view value) {
    run_finished([&](trace::RunFinished& finished) { finished.value = value; });
}

void TraceReporter::run_raised(const std::exception_ptr& error) {
    run_finished([&](trace::RunFinished& finished) { finished.error = keep(error); });
}

void TraceReporter::run_broken(const std::exception_ptr& error) {
    run_finished([&](trace::RunFinished& finished) {
        finished.why = trace::FinishWhy::raised;
        finished.error = keep(error);
    });
}

void TraceReporter::loop_hung() {
    report<trace::LoopHung>([](trace::LoopHung& /*hung*/) {});
    event_.it = iterations_of_run_ = 0;
    report<trace::RunFinished>(
        [](trace::RunFinished& finished) { finished.why = trace::FinishWhy::hung; });
}

void TraceReporter::iteration_started(const EventLoop& loop) {
    event_.it = ++iterations_of_run_;
    report<trace::IterationStarted>([&](trace::IterationStarted& started) {
        started.ready = loop.ready().size();
        started.timers = loop.scheduled().size();
    });
}

void TraceReporter::iteration_finished(const EventLoop& loop) {
    report<trace::IterationFinished>([&](trace::IterationFinished& finished) {
        finished.ready = loop.ready().size();
        finished.timers = loop.scheduled().size();
    });
}

void TraceReporter::clock_advanced(Time from, Time to, const TimerObject& timer) {
    event_.t = to.count();
    report<trace::ClockAdvanced>(timer.scheduled, [&](trace::ClockAdvanced& advanced) {
        advanced = {from.count(), to.count(), trace::AdvanceWhy::idle};
    });
}

void TraceReporter::waiting_outside(std::span<const std::string> what) {
    items_.assign(what.begin(), what.end());
    report<trace::WaitingOutside>([&](trace::WaitingOutside& waiting) { waiting.what = items_; });
}

void TraceReporter::waited(Time from, Time to) {
    event_.t = to.count();
    report<trace::ClockAdvanced>([&](trace::ClockAdvanced& advanced) {
        advanced = {from.count(), to.count(), trace::AdvanceWhy::waited};
    });
}

void TraceReporter::exception_reported(const std::string& message,
                                       const std::exception_ptr& exception,
                                       const FutureBase* future) {
    const std::uint32_t line = future != nullptr ? future->created_line : 0;
    report_about<trace::ExceptionReported>(line, [&](trace::ExceptionReported& reported) {
        reported.message = message;
        if (exception) {
            reported.error = keep(exception);
        }
        if (future != nullptr) {
            const Id id = future->id();
            (id.letter == Id::kTask ? reported.task : reported.future) = id;
        }
    });
}

// Handles

void TraceReporter::handle_scheduled(const EventLoop& loop, ReadyHandle& handle) {
    using Kind = ReadyHandle::Kind;
    handle.number = new_id(Id::kHandle).number;
    const bool of_task = handle.kind == Kind::step || handle.kind == Kind::wakeup;
    CallbackObject* callback = nullptr;
    if (!of_task) {
        callback = handle.kind == Kind::done_callback
                       ? static_cast<CallbackObject*>(handle.target)
                       : static_cast<HandleObject*>(handle.target)->callback();
    }
    const Id callback_id = callback != nullptr ? id_of(*callback) : Id();
    // A wakeup is caused by the future that is done, anything else by what is running.
    const EventNumber cause = handle.kind == Kind::wakeup ? last_done_ : open().started;
    handle.scheduled = report<trace::HandleScheduled>(cause, [&](trace::HandleScheduled& event) {
        event.handle = asyncio::id_of(handle);
        event.loop = loop.id();
        event.role = role_of(handle);
        if (of_task) {
            event.task = static_cast<const TaskBase*>(handle.target)->id();
        } else {
            event.callback = callback_id;
            event.name = name_of(*callback);
            event.about = about(*callback);
        }
        if (handle.argument != nullptr) {
            event.future = handle.argument->id();
        }
    });
    if (handle.kind == Kind::handle) {
        auto& object = static_cast<HandleObject&>(*handle.target);
        object.id = asyncio::id_of(handle);
        object.scheduled = handle.scheduled;
    }
}

void TraceReporter::handle_scheduled_by_thread(const EventLoop& loop, ReadyHandle& handle,
                                               const FromThread& by) {
    enter_thread(by.thread);
    handle.number = new_id(Id::kHandle).number;
    handle.scheduled = report<trace::HandleScheduled>([&](trace::HandleScheduled& event) {
        event.handle = asyncio::id_of(handle);
        event.loop = loop.id();
        event.role = by.is_job ? trace::Role::job : trace::Role::thread;
        event.about = by.about;
    });
    auto& object = static_cast<HandleObject&>(*handle.target);
    object.id = asyncio::id_of(handle);
    object.scheduled = handle.scheduled;
    leave_thread();
}

void TraceReporter::handle_started(const ReadyHandle& handle) {
    const Id id = asyncio::id_of(handle);
    const EventNumber started = report<trace::HandleStarted>(
        handle.scheduled, [&](trace::HandleStarted& event) { event.handle = id; });
    handle_ = {id, started};
}

void TraceReporter::handle_finished(const ReadyHandle& handle) {
    at_line(0);
    if (!scopes_.empty()) {
        variables_changed({});
    }
    const EventNumber started = std::exchange(handle_, {}).started;
    report<trace::HandleFinished>(
        started, [&](trace::HandleFinished& event) { event.handle = asyncio::id_of(handle); });
}

void TraceReporter::handle_skipped(const ReadyHandle& handle) {
    report<trace::HandleSkipped>(handle.scheduled, [&](trace::HandleSkipped& event) {
        event.handle = asyncio::id_of(handle);
    });
}

void TraceReporter::handle_cancelled(const HandleObject& handle) {
    report<trace::HandleCancelled>(
        [&](trace::HandleCancelled& event) { event.handle = handle.id; });
}

void TraceReporter::timer_scheduled(TimerObject& timer) {
    timer.id = new_id(Id::kHandle);
    CallbackObject* callback = timer.callback();
    // What asyncio's own timers call is told by their role.
    if (callback != nullptr && callback->owner() != CallbackObject::Owner::program) {
        callback = nullptr;
    }
    const Id callback_id = callback != nullptr ? id_of(*callback) : Id();
    timer.scheduled = report<trace::TimerScheduled>([&](trace::TimerScheduled& event) {
        event.handle = timer.id;
        event.loop = timer.loop().id();
        event.when = timer.when().count();
        event.role = role_of(timer);
        if (callback != nullptr) {
            event.callback = callback_id;
            event.name = name_of(*callback);
        } else if (timer.future() != nullptr) {
            event.future = timer.future()->id();
        }
    });
}

void TraceReporter::timer_due(const TimerObject& timer, ReadyHandle& handle) {
    handle.number = timer.id.number;
    handle.scheduled = timer.scheduled;
    report<trace::TimerDue>(timer.scheduled,
                            [&](trace::TimerDue& event) { event.handle = timer.id; });
}

void TraceReporter::timer_dropped(const TimerObject& timer) {
    report<trace::TimerDropped>(timer.scheduled,
                                [&](trace::TimerDropped& event) { event.handle = timer.id; });
}

// Futures and tasks

void TraceReporter::future_created(FutureBase& future, const char* purpose) {
    future.set_id(new_id(Id::kFuture));
    future.created_line = event_.cpp_line;
    future.created_in = step_.id.number;
    report<trace::FutureCreated>([&](trace::FutureCreated& created) {
        created.future = future.id();
        created.of = purpose;
    });
}

void TraceReporter::gather_created(FutureBase& outer, CallbackObject* callback) {
    outer.set_id(new_id(Id::kGather));
    outer.created_line = event_.cpp_line;
    const Id via = callback != nullptr ? id_of(*callback) : Id();
    report<trace::FutureCreated>([&](trace::FutureCreated& created) {
        created.future = outer.id();
        created.of = "gather";
        if (callback != nullptr) {
            ids_.clear();
            for (const Ref<FutureBase>& child : outer.children()) {
                ids_.push_back(child->id());
            }
            created.children = ids_;
            created.via = via;
        }
    });
}

void TraceReporter::future_done(const FutureBase& future) {
    last_done_ = report<trace::FutureDone>([&](trace::FutureDone& done) {
        done.future = future.id();
        if (future.cancelled()) {
            done.state = trace::FutureState::cancelled;
        } else if (const std::exception_ptr exception = future.stored_exception()) {
            done.state = trace::FutureState::exception;
            done.error = keep(exception);
        } else {
            done.state = trace::FutureState::result;
            done.value = keep(future.repr_value());
        }
    });
}

void TraceReporter::cancel_requested(FutureBase& future,
                                     const std::optional<std::string>& message) {
    const TaskBase* task = future.as_task();
    const trace::Delivered delivered = delivery_of_cancel(future);
    const EventNumber request =
        report<trace::CancelRequested>([&](trace::CancelRequested& requested) {
            (task != nullptr ? requested.task : requested.future) = future.id();
            if (message) {
                requested.message = *message;
            }
            requested.delivered = delivered;
            requested.count = count_after(task, delivered);
            requested.by = passes_cancel_on_ ? passes_cancel_on_ : open().id;
        });
    if (task != nullptr && delivered != trace::Delivered::refused) {
        Cancels& cancels = cancels_[task->id().number];
        cancels.pending = cancels.pending != 0 ? cancels.pending : request;
        cancels.passed_on |= delivered == trace::Delivered::waiter;
    }
}

void TraceReporter::cancel_delivered(Id task, EventNumber request, trace::CancelOutcome outcome) {
    report<trace::CancelDelivered>(
        request, [&](trace::CancelDelivered& delivered) { delivered = {task, outcome}; });
}

void TraceReporter::deliver_cancel_at_start(const TaskBase& task,
                                            const std::exception_ptr& injected) {
    const auto found = cancels_.find(task.id().number);
    if (found == cancels_.end() || found->second.pending == 0) {
        return;
    }
    Cancels& cancels = found->second;
    const EventNumber request = std::exchange(cancels.pending, 0);
    cancels.passed_on = false;
    if (!is_cancelled_error(injected)) {  // what it awaited took the cancel, and ended otherwise
        cancel_delivered(task.id(), request, trace::CancelOutcome::swallowed);
    } else if (!task.started()) {
        cancel_delivered(task.id(), request, trace::CancelOutcome::never_started);
    } else {
        cancels.thrown = task.cancels_requested() != 0 ? request : 0;
        cancel_delivered(task.id(), request, trace::CancelOutcome::thrown);
    }
}

void TraceReporter::deliver_cancel_at_end(const TaskBase& task) {
    if (cancels_.empty() || !task.done()) {
        return;
    }
    const auto found = cancels_.find(task.id().number);
    if (found == cancels_.end()) {
        return;
    }
    const Cancels cancels = found->second;
    cancels_.erase(found);
    if (cancels.pending != 0) {
        cancel_delivered(task.id(), cancels.pending, trace::CancelOutcome::too_late);
    } else if (cancels.thrown != 0 && !task.cancelled()) {
        cancel_delivered(task.id(), cancels.thrown, trace::CancelOutcome::swallowed);
    }
}

void TraceReporter::uncancelled(const TaskBase& task, bool withdrawn) {
    report<trace::Uncancelled>([&](trace::Uncancelled& uncancelled) {
        uncancelled = {task.id(), task.cancels_requested()};
    });
    const auto found = cancels_.find(task.id().number);
    if (found == cancels_.end()) {
        return;
    }
    if (withdrawn && !found->second.passed_on) {
        cancel_delivered(task.id(), std::exchange(found->second.pending, 0),
                         trace::CancelOutcome::withdrawn);
    }
    if (task.cancels_requested() == 0) {
        found->second.thrown = 0;  // whoever handled it has said so
    }
}

void TraceReporter::wakeup_added(const FutureBase& future, const TaskBase& task) {
    report<trace::CallbackAdded>([&](trace::CallbackAdded& added) {
        added.future = future.id();
        added.role = trace::CallbackRole::wakeup;
        added.task = task.id();
    });
}

void TraceReporter::callback_added(const FutureBase& future, CallbackObject& callback) {
    const Id id = id_of(callback);
    report<trace::CallbackAdded>([&](trace::CallbackAdded& added) {
        added.future = future.id();
        added.role = role_of(callback);
        added.callback = id;
        added.name = name_of(callback);
    });
}

void TraceReporter::callback_removed(const FutureBase& future, CallbackObject& callback) {
    const Id id = id_of(callback);
    report<trace::CallbackRemoved>([&](trace::CallbackRemoved& removed) {
        removed.future = future.id();
        removed.role = role_of(callback);
        removed.callback = id;
        removed.name = name_of(callback);
    });
}

void TraceReporter::task_created(TaskBase& task, bool eagerly) {
    task.set_id(new_id(Id::kTask));
    task.created_line = event_.cpp_line;
    const TaskBase* parent = task.loop().current_task();
    report<trace::TaskCreated>([&](trace::TaskCreated& created) {
        created.task = task.id();
        if (task.named()) {
            created.name = {keep(task.name())};
        }
        if (const std::uint32_t number = task.coroutine_number(); number != 0) {
            created.coroutine = {Id::kCoroutine, number};
        }
        created.coro = task.coroutine_name();
        if (eagerly) {
            eager_ = task.id();
            created.eager = true;
        }
        if (parent != nullptr) {
            created.parent = parent->id();
        }
        if (run_by_.internal && event_.run == 0) {
            created.internal = true;
        }
    });
}

void TraceReporter::task_destroyed(const TaskBase& task) {
    report<trace::TaskDestroyed>(
        [&](trace::TaskDestroyed& destroyed) { destroyed.task = task.id(); });
}

// What tasks share

void TraceReporter::object_created(SharedObject& object) {
    const ObjectDescription description = object.describe();
    object.set_id(new_id(description.letter));
    report<trace::ObjectCreated>([&](trace::ObjectCreated& created) {
        created.object = object.id();
        created.type = description.type;
        created.lock = description.lock;
        created.state = description.state;
        created.value = description.value;
        created.maxsize = description.maxsize;
        created.parties = description.parties;
    });
    if (!wanted_.empty()) {
        object.reported = std::make_unique<SharedObject::Reported>();
        object.reported->description = description;
    }
}

/// Reports those fields that have changed; of a lock, who holds it, too.
void TraceReporter::object_changed(SharedObject& object) {
    if (!object.reported) {  // created while nobody wanted events
        return;
    }
    const ObjectDescription now = object.describe();
    std::vector<Id> waiters = ids_of(now.waiters);
    const ObjectDescription before = std::exchange(object.reported->description, now);
    const std::vector<Id> waited = std::exchange(object.reported->waiters, waiters);
    trace::ObjectChanged change;
    const auto note_if_changed = [](auto& field, const auto& value, const auto& old) {
        if (value != old) {
            field = value;
            return true;
        }
        return false;
    };
    bool any = note_if_changed(change.state, now.state, before.state);
    if (any && now.state == trace::ObjectState::locked) {
        change.held_by = step_.id;
    }
    any |= note_if_changed(change.value, now.value, before.value);
    any |= note_if_changed(change.size, now.size, before.size);
    any |= note_if_changed(change.unfinished, now.unfinished, before.unfinished);
    if (now.items && now.items != before.items) {
        items_.assign(now.items->begin(), now.items->end());
        change.items = items_;
        any = true;
    }
    if (waiters != waited) {
        ids_ = std::move(waiters);
        change.waiters = ids_;
        any = true;
    }
    if (any) {
        change.object = object.id();
        report<trace::ObjectChanged>([&](trace::ObjectChanged& changed) { changed = change; });
    }
}

void TraceReporter::step_started(const TaskBase& task, const std::exception_ptr& injected) {
    if (step_.id) {
        outer_steps_.push_back({step_, event_.cpp_line});
        at_line(0);
    }
    const EventNumber started = report<trace::StepStarted>([&](trace::StepStarted& event) {
        event.task = task.id();
        event.first = !task.started();
        if (injected) {
            event.thrown = keep(describe(injected).type);
        }
        if (event.first && task.id() == eager_) {
            event.nested = true;
        }
    });
    step_ = {task.id(), started};
    if (!cancels_.empty()) {
        deliver_cancel_at_start(task, injected);
    }
    at_line(task.await_line());
}

void TraceReporter::step_finished(const TaskBase& task) {
    deliver_cancel_at_end(task);
    if (!scopes_.empty()) {
        variables_changed_in_step(task);
    }
    OuterStep outer;
    if (!outer_steps_.empty()) {
        outer = outer_steps_.back();
        outer_steps_.pop_back();
    }
    at_line(0);
    const EventNumber started = std::exchange(step_, outer.step).started;
    report<trace::StepFinished>(started, [&](trace::StepFinished& event) {
        event.task = task.id();
        if (task.done()) {
            say_how_it_ended(event, task);
        } else {
            say_where_it_waits(event, task);
        }
    });
    at_line(outer.line);
}

void TraceReporter::say_where_it_waits(trace::StepFinished& event, const TaskBase& task) {
    const FutureBase* waiter = task.waiting_on();
    event.end = waiter != nullptr ? trace::End::suspended : trace::End::yielded;
    if (waiter != nullptr) {
        event.waiting_on = waiter->id();
    }
    if (const std::span<const trace::Frame> frames = frames_of(task); !frames.empty()) {
        event.stack = frames;
    }
}

void TraceReporter::say_how_it_ended(trace::StepFinished& event, const TaskBase& task) {
    if (task.cancelled()) {
        event.end = trace::End::cancelled;
    } else if (const std::exception_ptr exception = task.stored_exception()) {
        event.end = trace::End::raised;
        event.error = keep(exception);
    } else {
        event.end = trace::End::returned;
        event.value = keep(task.repr_value());
    }
}

/// The task's suspended coroutines that are the program's, outermost first.
std::span<const trace::Frame> TraceReporter::frames_of(const TaskBase& task) {
    frames_.clear();
    std::uint32_t line_in_block = 0;
    for (const coro::PromiseBase* promise = task.innermost(); promise != nullptr;
         promise = promise->awaited_by()) {
        if (promise->is_block()) {
            line_in_block = line_in_block != 0 ? line_in_block : promise->line();
        } else if (promise->of_program()) {
            const std::uint32_t line = std::exchange(line_in_block, 0);
            const std::uint32_t at = line != 0 ? line : promise->line();
            frames_.push_back({promise->name(), python_line(at), at});
        }
    }
    std::ranges::reverse(frames_);
    return frames_;
}

}  // namespace corodemo::asyncio
