#include "core/asyncio/event_loop.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/asyncio/format_helpers.hpp"

namespace corodemo::asyncio {

namespace {

/// asyncio waits no longer than this at a time (MAXIMUM_SELECT_TIMEOUT).
constexpr Duration kMaximumSelectTimeout = std::chrono::hours(24);

/// Cancelled timers are swept out when there are more timers than this, and more than half of them
/// are cancelled
/// (_MIN_SCHEDULED_TIMER_HANDLES, _MIN_CANCELLED_TIMER_HANDLES_FRACTION).
constexpr std::size_t kMinScheduledTimerHandles = 100;

/// Stops the loop when the future that run_until_complete() runs for is done. Follows
/// _run_until_complete_cb.
class StopLoop final : public CallbackObject {
public:
    StopLoop()
        : CallbackObject(CallbackRole::run, {}) {}
    void call(FutureBase* future) override {
        if (!future->cancelled()) {
            future->exception();  // it has been asked for
        }
        future->loop().request_stop();
    }
};

}  // namespace

EventLoop::EventLoop(Interpreter& interpreter)
    : interpreter_(interpreter) {
    if (Reporter* reporter = this->reporter()) {
        id_ = reporter->new_id(Id::kLoop);
        reporter->report(trace::LoopCreated{id_});
    }
}

EventLoop::~EventLoop() {
    // Objects that only each other still hold would live for ever; Python's garbage collector finds
    // such circles.
    while (first_pending_ != nullptr) {
        const Ref<FutureBase> future(first_pending_);
        unlink_pending(*future);
        future->abandon();
    }
    ready_.clear();
    scheduled_.clear();
}

void EventLoop::throw_closed() {
    throw RuntimeError("Event loop is closed");
}

void EventLoop::check_running() const {
    if (running_) {
        throw RuntimeError("This event loop is already running");
    }
    if (interpreter_.running_loop() != nullptr) {
        throw RuntimeError("Cannot run the event loop while another loop is running");
    }
}

Handle EventLoop::call_soon(const Callback<>& callback, SourceLocation where) {
    here(where);
    check_closed();
    Ref<HandleObject> handle(new HandleObject(*this, callback.object()));
    schedule({.role = Role::call_soon, .target = handle.get()});
    return Handle(handle);
}

TimerHandle EventLoop::call_later(Duration delay, const Callback<>& callback,
                                  SourceLocation where) {
    here(where);
    check_closed();
    const Ref<TimerObject> timer(
        new TimerObject(*this, time() + delay, Role::call_later, callback.object()));
    schedule_timer(timer);
    return TimerHandle(timer);
}

TimerHandle EventLoop::call_at(Time when, const Callback<>& callback, SourceLocation where) {
    here(where);
    check_closed();
    const Ref<TimerObject> timer(new TimerObject(*this, when, Role::call_at, callback.object()));
    schedule_timer(timer);
    return TimerHandle(timer);
}

void EventLoop::report_scheduled(ReadyHandle& entry, EventNumber cause) {
    Reporter* reporter = this->reporter();
    const Id handle = reporter->new_id(Id::kHandle);
    entry.handle = handle.number;
    trace::HandleScheduled event{handle, id_, entry.role, {}, {}, {}, {}};
    if (entry.argument != nullptr) {
        event.future = entry.argument->id();
    }
    if (entry.role == Role::step || entry.role == Role::wakeup) {
        event.task = static_cast<TaskBase*>(entry.target)->id();
    } else {
        auto& callback = entry.role == Role::callback
                             ? static_cast<CallbackObject&>(*entry.target)
                             : *static_cast<HandleObject&>(*entry.target).callback();
        event.callback = callback.id(*reporter);
        event.name = callback.name();
    }
    entry.scheduled = reporter->report(event, cause);
    if (entry.role == Role::call_soon) {
        auto& object = static_cast<HandleObject&>(*entry.target);
        object.id = handle;
        object.scheduled = entry.scheduled;
    }
}

void EventLoop::schedule_timer(const Ref<TimerObject>& timer) {
    check_closed();
    scheduled_.push(timer);
    if (Reporter* reporter = this->reporter()) {
        timer->id = reporter->new_id(Id::kHandle);
        trace::TimerScheduled event{timer->id, id_, timer->when().count(), timer->role(), {},
                                    {},        {}};
        if (timer->future() != nullptr) {
            event.future = timer->future()->id();
        } else {
            event.callback = timer->callback()->id(*reporter);
            event.name = timer->callback()->name();
        }
        timer->scheduled = reporter->report(event);
    }
}

void EventLoop::run_once() {
    Reporter* reporter = this->reporter();
    interpreter_.count_iteration();
    if (reporter != nullptr) {
        reporter->begin_iteration();
        reporter->report(trace::IterationStarted{ready_.size(), scheduled_.size()});
    }
    drop_cancelled_timers();
    if (interpreter_.timing()) {
        let_one_sleep_end();
    } else {
        wait_for_work();
        collect_due_timers();
    }
    run_ready_handles();
    if (reporter != nullptr) {
        reporter->report(trace::IterationFinished{ready_.size(), scheduled_.size()});
    }
}

void EventLoop::drop_cancelled_timers() {
    const auto dropped = [this](const Ref<TimerObject>& timer) {
        timer->in_heap = false;
        timer->leave_queue();
        if (Reporter* reporter = this->reporter()) {
            reporter->report(trace::TimerDropped{timer->id}, timer->scheduled);
        }
    };
    if (scheduled_.size() > kMinScheduledTimerHandles &&
        timers_cancelled_ * 2 > scheduled_.size()) {
        std::ranges::for_each(scheduled_.take_cancelled(), dropped);
        timers_cancelled_ = 0;
    } else {
        while (!scheduled_.empty() && scheduled_.first().cancelled()) {
            --timers_cancelled_;
            dropped(scheduled_.pop_first());
        }
    }
}

/// Where asyncio waits for input (select). Here nothing ever comes in, so the wait lasts until the
/// next timer.
void EventLoop::wait_for_work() {
    if (!ready_.empty() || stopping_) {
        return;
    }
    if (scheduled_.empty()) {
        hang();
    }
    const TimerObject& next = scheduled_.first();
    const Time from = time();
    const Time to = std::min(next.when(), from + kMaximumSelectTimeout);
    if (to > from) {
        interpreter_.advance_to(to);
        if (Reporter* reporter = this->reporter()) {
            reporter->report(
                trace::ClockAdvanced{from.count(), to.count(), trace::AdvanceWhy::idle},
                next.scheduled);
        }
    }
}

void EventLoop::collect_due_timers() {
    while (!scheduled_.empty() && scheduled_.first().when() <= time()) {
        make_due(scheduled_.pop_first());
    }
}

void EventLoop::make_due(const Ref<TimerObject>& timer) {
    timer->in_heap = false;
    ready_.push_back({.role = timer->role(),
                      .handle = timer->id.number,
                      .target = timer.get(),
                      .argument = {},
                      .scheduled = timer->scheduled});
    if (Reporter* reporter = this->reporter()) {
        reporter->report(trace::TimerDue{timer->id}, timer->scheduled);
    }
}

/// In place of both where sleeps stand for input and output, which takes its time: any one that is
/// pending may be the next to end, never before its deadline. What goes by the clock (call_later,
/// a timeout) keeps its own order, so that only the first of it may.
void EventLoop::let_one_sleep_end() {
    if (!ready_.empty() || stopping_) {
        return;
    }
    if (scheduled_.empty()) {
        hang();
    }
    std::vector<Ref<TimerObject>> possible;
    bool by_clock = false;
    for (TimerObject* timer : scheduled_.all()) {
        if (!timer->cancelled() &&
            (timer->role() == Role::sleep || !std::exchange(by_clock, true))) {
            possible.emplace_back(timer);
        }
    }
    const std::size_t chosen =
        possible.size() == 1 ? 1 : interpreter_.choose_sleep(possible.size());
    const Ref<TimerObject>& timer = possible[chosen - 1];
    const Time from = time();
    if (timer->when() > from) {
        interpreter_.advance_to(timer->when());
        if (Reporter* reporter = this->reporter()) {
            reporter->report(
                trace::ClockAdvanced{from.count(), timer->when().count(), trace::AdvanceWhy::idle},
                timer->scheduled);
        }
    }
    scheduled_.take(timer);
    make_due(timer);
}

/// The only place where callbacks are actually called: all that are ready now, and none that
/// becomes so meanwhile.
void EventLoop::run_ready_handles() {
    for (std::size_t todo = ready_.size(); todo > 0; --todo) {
        ready_.take_front([this](const ReadyHandle& ready) { run_handle(ready); });
    }
}

void EventLoop::run_handle(const ReadyHandle& ready) {
    Reporter* reporter = this->reporter();
    const bool cancellable = ready.role > Role::callback;
    if (cancellable) {
        auto& handle = static_cast<HandleObject&>(*ready.target);
        handle.leave_queue();
        if (handle.cancelled()) {
            if (reporter != nullptr) {
                reporter->report(trace::HandleSkipped{ready.id()}, ready.scheduled);
            }
            return;
        }
    }
    EventNumber started = 0;
    if (reporter != nullptr) {
        started = reporter->report(trace::HandleStarted{ready.id()}, ready.scheduled);
        reporter->open_handle(ready.id(), started);
    }
    try {
        call(ready);
    } catch (...) {  // of a callback; a task keeps what its coroutine throws
        call_exception_handler(
            {"Exception in callback " + format_callback_source(ready), std::current_exception()});
    }
    if (reporter != nullptr) {
        reporter->close_handle();
        reporter->set_line(0);
        reporter->report(trace::HandleFinished{ready.id()}, started);
    }
}

void EventLoop::call(const ReadyHandle& ready) {
    switch (ready.role) {
        case Role::step:
            static_cast<TaskBase&>(*ready.target).step();
            break;
        case Role::wakeup:
            static_cast<TaskBase&>(*ready.target).wakeup(*ready.argument);
            break;
        case Role::callback:
            static_cast<CallbackObject&>(*ready.target).call(ready.argument);
            break;
        case Role::call_soon:
        case Role::thread:
        case Role::call_later:
        case Role::call_at:
            static_cast<HandleObject&>(*ready.target).callback()->call(nullptr);
            break;
        case Role::sleep:
        case Role::timeout:
            if (auto& future = *static_cast<TimerObject&>(*ready.target).future(); !future.done()) {
                future.set_result({});
            }
            break;
    }
}

void EventLoop::run_forever(SourceLocation where) {
    here(where);
    check_closed();
    check_running();
    run_until_stopped({id_, trace::How::run_forever, {}});
    report_run_finished({trace::FinishWhy::stopped, {}, {}});
}

/// The loop's own last word on a run: it has no line of the program.
void EventLoop::report_run_finished(const trace::RunFinished& finished) const {
    if (Reporter* reporter = this->reporter()) {
        const std::uint32_t line = reporter->line();
        reporter->set_line(0);
        reporter->report(finished);
        reporter->end_run();
        reporter->set_line(line);
    }
}

void EventLoop::run_until_stopped(const trace::RunStarted& started) {
    Reporter* reporter = this->reporter();
    std::uint32_t line = 0;
    if (reporter != nullptr) {
        line = reporter->line();
        reporter->set_line(0);
        reporter->begin_run();
        reporter->report(started);
    }
    running_ = true;
    interpreter_.set_running_loop(this);
    do {
        run_once();
    } while (!stopping_);
    stopping_ = false;
    running_ = false;
    interpreter_.set_running_loop(nullptr);
    if (reporter != nullptr) {
        reporter->leave_iterations();
        reporter->set_line(line);
    }
}

void EventLoop::run_until_done(FutureBase& future) {
    Ref<RefCounted>& stop_loop = interpreter_.stop_loop;
    if (!stop_loop) {
        stop_loop = Ref<RefCounted>(new StopLoop);
    }
    const Ref<CallbackObject> callback(static_cast<CallbackObject*>(stop_loop.get()));
    future.add_done_callback(callback);
    run_until_stopped({id_, trace::How::run_until_complete, future.id()});
    future.remove_done_callback(*callback);

    trace::RunFinished finished{trace::FinishWhy::stopped, {}, {}};
    std::string value;
    Described error;
    std::exception_ptr exception;
    try {
        if (!future.done()) {
            throw RuntimeError("Event loop stopped before Future completed.");
        }
        future.check_result();
    } catch (...) {
        exception = std::current_exception();
        error = describe(exception);
        finished.error = {error.type, error.message};
    }
    interpreter_.last_value.reset();
    if (!exception && reporter() != nullptr) {
        value = future.repr_value();
        finished.value = value;
        interpreter_.last_value = value;
    }
    report_run_finished(finished);
    if (exception) {
        std::rethrow_exception(exception);
    }
}

void EventLoop::hang() {
    if (Reporter* reporter = this->reporter()) {
        reporter->report(trace::LoopHung{});
        reporter->leave_iterations();
        reporter->report(trace::RunFinished{trace::FinishWhy::hung, {}, {}});
    }
    interpreter_.stop_reporting();
    throw LoopHung();
}

void EventLoop::wrong_arguments(const std::string& method, std::size_t count) {
    if (Reporter* reporter = this->reporter()) {
        reporter->set_line(0);  // there is no call during which the arguments could die
    }
    const bool with_class = interpreter_.python().has(Behaviour::errors_name_the_class);
    throw TypeError((with_class ? "BaseEventLoop." : "") + method +
                    " takes 2 positional arguments but " + std::to_string(count + 1) +
                    " were given");
}

void EventLoop::stop(SourceLocation where) {
    here(where);
    request_stop();
}

void EventLoop::request_stop() {
    stopping_ = true;
    if (Reporter* reporter = this->reporter()) {
        reporter->report(trace::LoopStopRequested{});
    }
}

void EventLoop::close(SourceLocation where) {
    here(where);
    if (running_) {
        throw RuntimeError("Cannot close a running event loop");
    }
    if (closed_) {
        return;
    }
    closed_ = true;
    ready_.clear();
    scheduled_.clear();
    if (Reporter* reporter = this->reporter()) {
        reporter->report(trace::LoopClosed{id_});
    }
}

// Destructors call it: what the program's handler throws is caught, and to print throws nothing.
// NOLINTNEXTLINE(bugprone-exception-escape)
void EventLoop::call_exception_handler(const ExceptionContext& context) noexcept {
    if (Reporter* reporter = this->reporter()) {
        const Described error = context.exception ? describe(context.exception) : Described{};
        trace::ExceptionReported event{context.message, {}};
        if (context.exception) {
            event.error = {error.type, error.message};
        }
        reporter->report(event);
    }
    if (!exception_handler_) {
        default_exception_handler(context);
        return;
    }
    try {
        exception_handler_(*this, context);
    } catch (...) {
        default_exception_handler(
            {"Unhandled error in exception handler", std::current_exception()});
    }
}

void EventLoop::default_exception_handler(const ExceptionContext& context) {
    interpreter_.print_unrecorded(context.message);
    if (context.exception) {
        const Described error = describe(context.exception);
        interpreter_.print_unrecorded(error.type +
                                      (error.message.empty() ? "" : ": " + error.message));
    }
}

void EventLoop::note_await_line() const {
    if (Reporter* reporter = this->reporter(); reporter != nullptr && current_task_ != nullptr) {
        reporter->set_line(current_task_->await_line());
    }
}

void EventLoop::link_pending(FutureBase& future) {
    future.next_pending = first_pending_;
    if (first_pending_ != nullptr) {
        first_pending_->previous_pending = &future;
    }
    first_pending_ = &future;
}

void EventLoop::unlink_pending(FutureBase& future) {
    FutureBase* next = std::exchange(future.next_pending, nullptr);
    FutureBase* previous = std::exchange(future.previous_pending, nullptr);
    if (next != nullptr) {
        next->previous_pending = previous;
    }
    if (previous != nullptr) {
        previous->next_pending = next;
    } else if (first_pending_ == &future) {
        first_pending_ = next;
    }
}

}  // namespace corodemo::asyncio
