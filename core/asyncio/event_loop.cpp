// Long, since it has all of BaseEventLoop that this library re-creates, in its order: beside
// asyncio/base_events.py it reads from top to bottom.

#include "core/asyncio/event_loop.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/asyncio/format_helpers.hpp"
#include "core/asyncio/tasks/gather.hpp"

namespace corodemo::asyncio {

namespace {

/// The longest that asyncio waits in one select() (MAXIMUM_SELECT_TIMEOUT).
constexpr Duration kMaximumSelectTimeout = std::chrono::hours(24);

/// All cancelled timers are removed at once when there are more timers than this and more than half
/// of them are cancelled (_MIN_SCHEDULED_TIMER_HANDLES, _MIN_CANCELLED_TIMER_HANDLES_FRACTION).
constexpr std::size_t kMinScheduledTimerHandles = 100;

/// Stops the loop when the future that run_until_complete() runs for is done. Follows
/// _run_until_complete_cb.
class StopLoop final : public CallbackObject {
public:
    StopLoop()
        : CallbackObject(Owner::run_until_complete) {}
    void call(FutureBase* future) override {
        if (!future->cancelled() && leaves_the_loop(future->exception())) {
            return;  // the loop has been left already
        }
        future->loop().request_stop();
    }
};

/// Completes a future, for a thread.
class SetResult final : public CallbackObject {
public:
    explicit SetResult(Ref<FutureObject<void>> future)
        : CallbackObject(Owner::other, "set_result"),
          future_(std::move(future)) {}
    void call(FutureBase* /*future*/) override {
        if (!future_->done()) {
            future_->set_result({});
        }
    }

private:
    Ref<FutureObject<void>> future_;
};

/// Cancels a task that takes too long.
class CancelTask final : public CallbackObject {
public:
    explicit CancelTask(TaskBase& task)
        : CallbackObject(Owner::other, "on_timeout"),
          task_(&task) {}
    [[nodiscard]] bool expired() const { return expired_; }
    void call(FutureBase* /*future*/) override {
        expired_ = true;
        task_->cancel({});
    }

private:
    Ref<TaskBase> task_;
    bool expired_ = false;
};

}  // namespace

EventLoop::EventLoop(Interpreter& interpreter)
    : interpreter_(interpreter),
      reporter_(interpreter.reporter()) {
    reporter_.loop_created(*this);
}

EventLoop::~EventLoop() {
    abandon();
}

void EventLoop::abandon() {
    // Objects in a reference cycle would live forever; Python has a garbage collector for them.
    while (futures_ != nullptr) {
        const Ref<FutureBase> future(futures_);
        remove_future(*future);
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

void EventLoop::check_running_first() const {
    if (interpreter_.python().has(Behaviour::run_checks_running_first)) {
        check_running();
    }
}

Handle EventLoop::call_soon(const Callback<>& callback, SourceLocation where) {
    return call_soon(callback.object(), where);
}

Handle EventLoop::call_soon(const Ref<CallbackObject>& callback, SourceLocation where) {
    here(where);
    check_closed();
    const Ref<HandleObject> handle(new HandleObject(*this, callback));
    schedule(ReadyHandle::Kind::handle, handle.get());
    return Handle(handle);
}

TimerHandle EventLoop::call_later(Duration delay, const Callback<>& callback,
                                  SourceLocation where) {
    return call_timed(TimerObject::Purpose::call_later, deadline_after(time(), delay),
                      callback.object(), where);
}

TimerHandle EventLoop::call_at(Time when, const Callback<>& callback, SourceLocation where) {
    return call_timed(TimerObject::Purpose::call_at, when, callback.object(), where);
}

TimerHandle EventLoop::call_timed(TimerObject::Purpose purpose, Time when,
                                  const Ref<CallbackObject>& callback, SourceLocation where) {
    here(where);
    check_closed();
    const Ref<TimerObject> timer(new TimerObject(*this, when, purpose, callback));
    schedule_timer(timer);
    return TimerHandle(timer);
}

void EventLoop::set_task_factory(EagerTaskFactory /*factory*/, SourceLocation where) {
    here(where);
    if (!interpreter_.python().has(Behaviour::eager_tasks)) {
        throw AttributeError(std::string(PythonVersion::text(Behaviour::eager_tasks)));
    }
    eager_tasks_ = true;
}

void EventLoop::schedule_from_thread(const Ref<CallbackObject>& callback, const FromThread& by) {
    const Ref<HandleObject> handle(new HandleObject(*this, callback));
    reporter_.handle_scheduled_by_thread(
        *this, ready_.push_back(ReadyHandle::Kind::handle, handle.get()), by);
}

void EventLoop::schedule_timer(const Ref<TimerObject>& timer) {
    check_closed();
    scheduled_.push(timer);
    reporter_.timer_scheduled(*timer);
}

void EventLoop::run_once() {
    interpreter_.count_iteration();
    reporter_.iteration_started(*this);
    drop_cancelled_timers();
    wait_for_work();
    collect_due_timers();
    run_ready_handles();
    reporter_.iteration_finished(*this);
}

void EventLoop::drop_cancelled_timers() {
    const auto dropped = [this](const Ref<TimerObject>& timer) {
        timer->in_heap = false;
        timer->leave_queue();
        reporter_.timer_dropped(*timer);
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
/// next timer expires.
void EventLoop::wait_for_work() {
    if (default_executor_) {
        default_executor_->tell_ended();
    }
    if (!ready_.empty() || stopping_) {
        return;
    }
    if (job_ends_next()) {
        wait_for_job();
        return;
    }
    if (scheduled_.empty()) {
        hang();
    }
    if (interpreter_.timing()) {
        end_one_sleep();
    } else {
        wait_until_due(scheduled_.first(), kMaximumSelectTimeout);
    }
}

void EventLoop::wait_until_due(const TimerObject& timer, Duration at_most) {
    const Time from = time();
    const Time until = std::min(timer.when(), deadline_after(from, at_most));
    if (until > from) {
        interpreter_.advance_to(until);
        reporter_.clock_advanced(from, until, timer);
    }
}

bool EventLoop::job_ends_next() {
    return default_executor_ && default_executor_->busy() &&
           (scheduled_.empty() || default_executor_->next_end() <= scheduled_.first().when());
}

void EventLoop::wait_for_job() {
    const Time from = time();
    const Time until = default_executor_->next_end();
    if (until > from) {
        reporter_.waiting_outside(default_executor_->unfinished());
        interpreter_.advance_to(until);
        reporter_.waited(from, until);
    }
    default_executor_->tell_ended();
}

Executor& EventLoop::default_executor() {
    if (executor_shut_down_) {
        throw RuntimeError("Executor shutdown has been called");
    }
    if (!default_executor_) {
        default_executor_ = std::make_unique<Executor>(*this);
    }
    return *default_executor_;
}

void EventLoop::collect_due_timers() {
    if (interpreter_.timing()) {
        return;  // end_one_sleep() says which timer is due
    }
    while (!scheduled_.empty() && scheduled_.first().when() <= time()) {
        make_due(scheduled_.pop_first());
    }
}

void EventLoop::make_due(const Ref<TimerObject>& timer) {
    timer->in_heap = false;
    reporter_.timer_due(*timer, ready_.push_back(ReadyHandle::Kind::handle, timer.get()));
}

/// Replaces waiting for and collecting due timers when sleeps stand for I/O of unknown duration:
/// any pending sleep may be the next to end, but not before its deadline. Timers that go by the
/// clock (call_later, a timeout) expire in order, so only the first of them is a candidate.
void EventLoop::end_one_sleep() {
    std::vector<Ref<TimerObject>> possible;
    bool by_clock = false;
    for (TimerObject* timer : scheduled_.all()) {
        if (!timer->cancelled() &&
            (timer->purpose() == TimerObject::Purpose::sleep || !std::exchange(by_clock, true))) {
            possible.emplace_back(timer);
        }
    }
    const std::size_t chosen =
        possible.size() == 1 ? 1 : interpreter_.choose_sleep(possible.size());
    const Ref<TimerObject>& timer = possible[chosen - 1];
    wait_until_due(*timer, Duration::max());
    scheduled_.take(timer);
    make_due(timer);
}

/// The only place where callbacks are actually called: all that are ready now, but none that become
/// ready meanwhile.
void EventLoop::run_ready_handles() {
    for (std::size_t todo = ready_.size(); todo > 0; --todo) {
        ready_.take_front([this](const ReadyHandle& handle) { run_handle(handle); });
    }
}

void EventLoop::run_handle(const ReadyHandle& handle) {
    const bool cancellable = handle.kind == ReadyHandle::Kind::handle;
    if (cancellable) {
        auto& object = static_cast<HandleObject&>(*handle.target);
        object.leave_queue();
        if (object.cancelled()) {
            reporter_.handle_skipped(handle);
            return;
        }
    }
    reporter_.handle_started(handle);
    try {
        call(handle);
    } catch (...) {  // of a callback; a task keeps what its coroutine raises
        const std::exception_ptr leaving = handle_exception(handle, std::current_exception());
        if (cancellable) {
            static_cast<HandleObject&>(*handle.target).forget_callback();
        }
        if (leaving) {
            reporter_.handle_finished(handle);
            std::rethrow_exception(leaving);
        }
    }
    reporter_.handle_finished(handle);
}

/// Returns what leaves the loop all the same, or null.
std::exception_ptr EventLoop::handle_exception(const ReadyHandle& handle,
                                               const std::exception_ptr& exception) {
    if (leaves_the_loop(exception)) {
        return exception;
    }
    try {
        call_exception_handler(
            {"Exception in callback " + format_callback_source(handle), exception});
    } catch (...) {
        return std::current_exception();
    }
    return nullptr;
}

void EventLoop::call(const ReadyHandle& handle) {
    switch (handle.kind) {
        case ReadyHandle::Kind::step:
            static_cast<TaskBase&>(*handle.target).step();
            break;
        case ReadyHandle::Kind::wakeup:
            static_cast<TaskBase&>(*handle.target).wakeup(*handle.argument);
            break;
        case ReadyHandle::Kind::done_callback: {
            Ref<ContextObject> empty;  // unless it has one of its own: see in_current_context()
            const EnteredContext entered(empty);
            static_cast<CallbackObject&>(*handle.target).call(handle.argument);
            break;
        }
        case ReadyHandle::Kind::handle:
            static_cast<HandleObject&>(*handle.target).run();
            break;
    }
}

void EventLoop::run_forever(SourceLocation where) {
    here(where);
    check_closed();
    check_running();
    try {
        run_until_stopped(nullptr);
    } catch (...) {
        reporter_.run_broken(std::current_exception());
        throw;
    }
    reporter_.run_forever_finished();
}

/// `until` is the future of run_until_complete(), null for run_forever().
void EventLoop::run_until_stopped(const FutureBase* until) {
    coro::AsyncGeneratorHooks* const outer_hooks =
        std::exchange(coro::AsyncGeneratorHooks::current(), &async_generators_);
    const auto leave = [this, outer_hooks] {
        coro::AsyncGeneratorHooks::current() = outer_hooks;
        stopping_ = false;
        running_ = false;
        interpreter_.set_running_loop(nullptr);
        reporter_.iterations_ended();
    };
    if (until != nullptr) {  // run_forever() leaves it as it was
        interpreter_.last_value.reset();
    }
    reporter_.run_started(*this, until);
    running_ = true;
    interpreter_.set_running_loop(this);
    try {
        do {
            run_once();
        } while (!stopping_);
    } catch (...) {
        reporter_.iteration_finished(*this);
        leave();
        throw;
    }
    leave();
}

/// `new_task`: whether `future` is a task that run_until_complete() created.
void EventLoop::run_until_done(FutureBase& future, bool new_task) {
    if (!interpreter_.stop_loop) {
        interpreter_.stop_loop = Ref<RefCounted>(new StopLoop);
    }
    const Ref<CallbackObject> callback(static_cast<CallbackObject*>(interpreter_.stop_loop.get()));
    future.add_done_callback(callback);
    try {
        check_running();
    } catch (...) {
        future.remove_done_callback(callback);
        throw;
    }
    try {
        run_until_stopped(&future);
    } catch (...) {
        if (new_task && future.done() && !future.cancelled()) {
            future.exception();  // nobody else can retrieve it
        }
        future.remove_done_callback(callback);
        reporter_.run_broken(std::current_exception());
        throw;
    }
    future.remove_done_callback(callback);
    try {
        if (!future.done()) {
            throw RuntimeError("Event loop stopped before Future completed.");
        }
        future.check_result();
    } catch (...) {
        reporter_.run_raised(std::current_exception());
        throw;
    }
    if (reporter_.observed()) {
        interpreter_.last_value = future.repr_value();
        reporter_.run_returned(*interpreter_.last_value);
    }
}

Coro<> EventLoop::shutdown_asyncgens(CallSite /*call*/) {
    const std::vector<Ref<AsyncGeneratorObject>> closing = async_generators_.take_all();
    if (closing.empty()) {
        co_return;
    }
    std::vector<Coro<>> closed;
    closed.reserve(closing.size());
    for (const Ref<AsyncGeneratorObject>& generator : closing) {
        closed.push_back(coro::aclose(generator));
    }
    const std::vector<coro::Outcome<void>> results =
        co_await gather_return_exceptions(std::move(closed), SourceLocation());
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (const std::exception_ptr exception = results[i].exception()) {
            call_exception_handler(
                {"an error occurred during closing of asynchronous generator "
                 "<async_generator object " +
                     std::string(closing[i]->name()) + ">",
                 exception});
        }
    }
}

Coro<> EventLoop::shutdown_default_executor(std::optional<Duration> timeout, CallSite /*call*/) {
    executor_shut_down_ = true;
    if (!default_executor_) {
        co_return;
    }
    const Ref<FutureObject<void>> future(
        new FutureObject<void>(*this, "_UnixSelectorEventLoop.shutdown_default_executor"));
    default_executor_->shutdown(Ref<CallbackObject>(new SetResult(future)));
    const Ref<TaskBase> task(current_task_);
    const Ref<CancelTask> on_timeout(new CancelTask(*task));
    Ref<TimerObject> timer;
    if (timeout && interpreter_.python().has(Behaviour::executor_shutdown_times_out)) {
        timer = new TimerObject(*this, deadline_after(time(), *timeout),
                                TimerObject::Purpose::timeout, Ref<CallbackObject>(on_timeout));
        schedule_timer(timer);
    }
    std::exception_ptr thrown;
    try {
        co_await Future<>(future);
    } catch (...) {
        thrown = std::current_exception();
    }
    if (timer) {
        timer->cancel();
    }
    if (!thrown) {
        co_return;
    }
    if (!timeout || !on_timeout->expired()) {
        std::rethrow_exception(thrown);
    }
    task->uncancel();
    interpreter_.warn("RuntimeWarning",
                      "The executor did not finishing joining its threads within " +
                          repr_seconds(*timeout) + " seconds.");
}

void EventLoop::hang() {
    std::string who = who_waits();
    reporter_.loop_hung();
    interpreter_.program_hung();
    throw LoopHung(std::move(who));
}

std::string EventLoop::who_waits() const {
    constexpr std::size_t kShown = 20;
    std::vector<std::string> waits;
    for (FutureBase* future = futures_; future != nullptr; future = future->next_in_loop) {
        const TaskBase* task = future->as_task();
        if (task != nullptr && task->waiting_on() != nullptr) {
            waits.push_back(format_wait(*task));
        }
    }
    std::ranges::reverse(waits);  // the list has the newest first
    std::string text = "the event loop waits forever";
    for (std::size_t i = 0; i < std::min(waits.size(), kShown); ++i) {
        text += (i == 0 ? ": " : "; ") + waits[i];
    }
    return waits.size() > kShown
               ? text + "; and " + std::to_string(waits.size() - kShown) + " more tasks"
               : text;
}

void EventLoop::wrong_arguments(const std::string& method, std::size_t count) {
    reporter_.at_no_line();  // the call never begins, so destroying its arguments has no line
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
    reporter_.stop_requested();
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
    timers_cancelled_ = 0;
    reporter_.loop_closed(*this);
}

void EventLoop::call_exception_handler(const ExceptionContext& context) {
    reporter_.exception_reported(context.message, context.exception, context.future);
    const ExceptionHandler handler = exception_handler_;  // a copy: it may set another one
    if (!handler) {
        default_exception_handler(context);
        return;
    }
    try {
        handler(*this, context);
    } catch (...) {
        const std::exception_ptr exception = std::current_exception();
        if (leaves_the_loop(exception)) {
            throw;
        }
        default_exception_handler({"Unhandled error in exception handler", exception});
    }
}

void EventLoop::report_while_destroying(const ExceptionContext& context) noexcept {
    if (interpreter_.hung()) {
        return;
    }
    try {
        call_exception_handler(context);
    } catch (...) {  // NOLINT(bugprone-empty-catch): as Python ignores what __del__ raises
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
    if (current_task_ != nullptr) {
        reporter_.at_await_of(*current_task_);
    }
}

void EventLoop::report_lost_tasks() {
    if (!ready_.empty() || !std::ranges::all_of(scheduled_.all(), &TimerObject::cancelled)) {
        return;  // any task may be reachable from these, through what coroutines hold
    }
    for (const Ref<FutureBase>& task : unfinished_tasks()) {  // the program's handler may drop some
        task->as_task()->report_lost();
    }
}

std::vector<Ref<FutureBase>> EventLoop::unfinished_tasks() const {
    std::vector<Ref<FutureBase>> tasks;
    for (FutureBase* future = futures_; future != nullptr; future = future->next_in_loop) {
        if (const TaskBase* task = future->as_task(); task != nullptr && !task->done()) {
            tasks.emplace_back(future);
        }
    }
    std::ranges::reverse(tasks);  // the list has the newest first
    return tasks;
}

void EventLoop::add_future(FutureBase& future) {
    future.next_in_loop = futures_;
    if (futures_ != nullptr) {
        futures_->previous_in_loop = &future;
    }
    futures_ = &future;
}

void EventLoop::remove_future(FutureBase& future) {
    FutureBase* next = std::exchange(future.next_in_loop, nullptr);
    FutureBase* previous = std::exchange(future.previous_in_loop, nullptr);
    if (next != nullptr) {
        next->previous_in_loop = previous;
    }
    if (previous != nullptr) {
        previous->next_in_loop = next;
    } else if (futures_ == &future) {
        futures_ = next;
    }
}

}  // namespace corodemo::asyncio
