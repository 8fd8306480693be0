#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/asyncio/async_generators.hpp"
#include "core/asyncio/executor.hpp"
#include "core/asyncio/interpreter.hpp"
#include "core/asyncio/ready_queue.hpp"
#include "core/asyncio/task.hpp"
#include "core/asyncio/timer_queue.hpp"

namespace corodemo::asyncio {

/// The argument of a loop's exception handler: a message, and the exception and the future or task
/// that it is about, if there are any.
struct ExceptionContext {
    std::string message;
    std::exception_ptr exception = nullptr;
    const FutureBase* future = nullptr;  ///< may be about to be destroyed
};

/// Thrown when nothing is ready, there is no timer, and stop() was not called: a real loop would
/// wait forever. Not one of Python's exceptions, so that no program catches it, only the code that
/// runs the program. what() lists which task waits for what, and in which line.
class LoopHung : public std::exception {
public:
    explicit LoopHung(std::string what)
        : what_(std::move(what)) {}
    [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

private:
    std::string what_;
};

/// asyncio.eager_task_factory: see EventLoop::set_task_factory().
struct EagerTaskFactory {};
inline constexpr EagerTaskFactory eager_task_factory;  // NOLINT(readability-identifier-naming)

/// A queue of handles, a heap of timers, and the loop that runs them. Follows
/// asyncio.base_events.BaseEventLoop, with a virtual clock instead of the wait for I/O: when
/// nothing is ready, the clock jumps to the deadline of the next timer.
class EventLoop {
public:
    using ExceptionHandler = std::function<void(EventLoop&, const ExceptionContext&)>;

    explicit EventLoop(Interpreter& interpreter);
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;
    ~EventLoop();

    /// Virtual time.
    [[nodiscard]] Time time() const { return interpreter_.now(); }

    /// Schedules `callback` for the next iteration (the first one, if the loop is not running).
    // NOLINTBEGIN(modernize-use-nodiscard): most callers want no handle
    Handle call_soon(const Callback<>& callback, SourceLocation where = SourceLocation::current());
    /// `callback` runs in the first iteration at or after its deadline: `delay` from now, or
    /// `when`.
    TimerHandle call_later(Duration delay, const Callback<>& callback,
                           SourceLocation where = SourceLocation::current());
    TimerHandle call_at(Time when, const Callback<>& callback,
                        SourceLocation where = SourceLocation::current());
    /// The same for a function with its arguments: `loop.call_soon(show, "soon")`.
    template <class First, class... Rest>
    Handle call_soon(const Callback<First, Rest...>& callback,
                     std::type_identity_t<FirstArgument<First>> first,
                     std::type_identity_t<Rest>... rest) {
        return call_soon(callback.with(std::move(first.value), std::move(rest)...), first.where);
    }
    template <class First, class... Rest>
    TimerHandle call_later(Duration delay, const Callback<First, Rest...>& callback,
                           std::type_identity_t<FirstArgument<First>> first,
                           std::type_identity_t<Rest>... rest) {
        return call_timed(TimerObject::Purpose::call_later, deadline_after(time(), delay),
                          callback.with(std::move(first.value), std::move(rest)...), first.where);
    }
    template <class First, class... Rest>
    TimerHandle call_at(Time when, const Callback<First, Rest...>& callback,
                        std::type_identity_t<FirstArgument<First>> first,
                        std::type_identity_t<Rest>... rest) {
        return call_timed(TimerObject::Purpose::call_at, when,
                          callback.with(std::move(first.value), std::move(rest)...), first.where);
    }
    // NOLINTEND(modernize-use-nodiscard)

    template <class T = void>
    [[nodiscard]] Future<T> create_future(SourceLocation where = SourceLocation::current()) {
        here(where);
        return Future<T>(new FutureObject<T>(*this, "user"));
    }
    /// Its first step runs in the next iteration. The default name is Task-1, Task-2, ...
    template <Coroutine C>
    Task<typename C::value_type> create_task(C coro, std::optional<std::string> name = {},
                                             SourceLocation where = SourceLocation::current());

    /// The same with more to say; a `context` is shared with whoever else has it (since 3.11).
    template <Coroutine C>
    Task<typename C::value_type> create_task(C coro, TaskOptions options,
                                             SourceLocation where = SourceLocation::current());
    /// From now on create_task() starts tasks eagerly, within the step that calls it. Follows
    /// `loop.set_task_factory(asyncio.eager_task_factory)` (3.12).   Throws: AttributeError before.
    void set_task_factory(EagerTaskFactory factory,
                          SourceLocation where = SourceLocation::current());
    /// Restores the default: the first step runs in the next iteration.
    void set_task_factory(std::nullptr_t) { eager_tasks_ = false; }

    /// Runs until stop().   Throws: RuntimeError if the loop is closed, or a loop is running;
    /// LoopHung.
    void run_forever(SourceLocation where = SourceLocation::current());
    /// Runs until `future` is done, and for one more iteration, in which its done callback stops
    /// the loop. Returns the result. Throws: as run_forever(); the future's exception; RuntimeError
    /// if the loop stops before the future is done.
    template <class T>
    ValueOf<T> run_until_complete(const Future<T>& future,
                                  SourceLocation where = SourceLocation::current());
    /// The same for a coroutine, which it wraps in a task.
    template <Coroutine C>
    ValueOf<typename C::value_type> run_until_complete(
        C coro, SourceLocation where = SourceLocation::current());
    /// More than one argument, which Python notices only when the call runs.   Throws: TypeError.
    template <class First, class Second, class... More>
        requires(!std::convertible_to<Second, SourceLocation>)
    [[noreturn]] void run_until_complete(First /*first*/, Second /*second*/, More... /*more*/) {
        wrong_arguments("run_until_complete()", 2 + sizeof...(More));
    }
    /// Stops the loop at the end of the current iteration. If it is not running: after the first
    /// iteration of its next run.
    void stop(SourceLocation where = SourceLocation::current());
    /// Runs a function that blocks in a thread of the loop's default executor:
    /// `loop.run_in_executor(named("read", read), "file")`. See Executor.
    template <class Function, class... Arguments>
    Future<std::invoke_result_t<Function, Arguments...>> run_in_executor(Named<Function> function,
                                                                         Arguments... arguments) {
        using T = std::invoke_result_t<Function, Arguments...>;
        here(function.where);
        check_closed();
        return submit_job<T>(std::move(function.name),
                             job_of(std::move(function.function), std::move(arguments)...),
                             "_UnixSelectorEventLoop.run_in_executor");
    }

    /// Closes the async generators that were iterated in this loop, and have not ended.
    Coro<> shutdown_asyncgens(CallSite call = CallSite::library("shutdown_asyncgens"));
    /// Waits for the jobs of the default executor (since 3.9), no longer than `timeout`
    /// (since 3.13; 3.12 takes one, but waits for the jobs all the same).
    Coro<> shutdown_default_executor(
        std::optional<Duration> timeout = {},
        CallSite call = CallSite::library("shutdown_default_executor"));
    /// Throws: RuntimeError if it is running.
    void close(SourceLocation where = SourceLocation::current());
    [[nodiscard]] bool is_running() const { return running_; }
    [[nodiscard]] bool is_closed() const { return closed_; }

    /// One iteration: drops cancelled timers, advances the clock if nothing is ready, appends due
    /// timers to the ready queue, and runs what is ready now, but nothing that becomes ready
    /// meanwhile.
    void run_once();

    /// An empty `handler` restores the default one, which prints to standard error.
    void set_exception_handler(ExceptionHandler handler) {
        exception_handler_ = std::move(handler);
    }
    void default_exception_handler(const ExceptionContext& context);
    /// Throws: KeyboardInterrupt and SystemExit of the program's handler.
    void call_exception_handler(const ExceptionContext& context);
    /// The same for destructors: what the handler raises is ignored.
    void report_while_destroying(const ExceptionContext& context) noexcept;

    [[nodiscard]] Id id() const { return id_; }
    [[nodiscard]] TaskBase* current_task() const { return current_task_; }

    // What follows is for the library's own use; ready() and scheduled() also for its tests.

    [[nodiscard]] Reporter& reporter() const { return reporter_; }
    void set_id(Id id) { id_ = id; }
    /// create_task() where the library wraps a coroutine: the current line stays as it is.
    template <class T>
    Task<T> new_task(Coro<T> coro, TaskOptions options = {});
    /// Drops all handles, timers and pending futures, once the program has ended.
    void abandon();
    /// Puts a handle at the end of the ready queue.
    [[gnu::always_inline]] void schedule(ReadyHandle::Kind kind, RefCounted* target,
                                         FutureBase* argument = nullptr) {
        check_closed();
        reporter_.handle_scheduled(*this, ready_.push_back(kind, target, argument));
    }
    void schedule_timer(const Ref<TimerObject>& timer);
    /// Follows call_soon_threadsafe(), in another thread.
    void schedule_from_thread(const Ref<CallbackObject>& callback, const FromThread& by);
    /// run_in_executor(); `purpose` is what the trace says the future is for.
    template <class T>
    Future<T> submit_job(std::string name, std::function<T()> job, const char* purpose);
    void note_timer_cancelled() { ++timers_cancelled_; }
    void request_stop();
    /// Makes `task` the current one, or none; returns the one that was.
    TaskBase* enter_task(TaskBase* task) { return std::exchange(current_task_, task); }
    /// For a future that the loop keeps track of: it is pending, or its exception was not
    /// retrieved.
    void add_future(FutureBase& future);
    void remove_future(FutureBase& future);
    /// The newest of these: the head of an intrusive list.
    [[nodiscard]] const FutureBase* futures() const { return futures_; }
    /// The tasks that are not done, in order of creation.
    [[nodiscard]] std::vector<Ref<FutureBase>> unfinished_tasks() const;
    /// Reports the pending tasks that no handle or timer keeps alive, as Python does when its
    /// garbage collector destroys them. To be called when the program's own variables are gone.
    void report_lost_tasks();
    [[nodiscard]] const ReadyQueue& ready() const { return ready_; }
    [[nodiscard]] const TimerQueue& scheduled() const { return scheduled_; }
    /// To be called when a coroutine of the library starts: the trace attributes what it does to
    /// the line of the program's await that led to it.
    void note_await_line() const;
    void check_closed() const {
        if (closed_) {
            throw_closed();
        }
    }

private:
    [[noreturn]] static void throw_closed();
    Handle call_soon(const Ref<CallbackObject>& callback, SourceLocation where);
    TimerHandle call_timed(TimerObject::Purpose purpose, Time when,
                           const Ref<CallbackObject>& callback, SourceLocation where);
    void check_running() const;
    /// check_running() before run_until_complete() has any effect (since 3.7).
    void check_running_first() const;
    void run_until_stopped(const FutureBase* until);
    /// All of run_until_complete() but returning the value.   Throws: as run_until_complete().
    void run_until_done(FutureBase& future, bool new_task);
    Executor& default_executor();
    void drop_cancelled_timers();
    void wait_for_work();
    void wait_until_due(const TimerObject& timer, Duration at_most);
    /// Whether a job ends no later than the next timer.
    [[nodiscard]] bool job_ends_next();
    void wait_for_job();
    void collect_due_timers();
    void end_one_sleep();
    void make_due(const Ref<TimerObject>& timer);
    void run_ready_handles();
    void run_handle(const ReadyHandle& handle);
    void call(const ReadyHandle& handle);
    std::exception_ptr handle_exception(const ReadyHandle& handle,
                                        const std::exception_ptr& exception);
    [[noreturn]] void hang();
    /// Which task waits for what.
    [[nodiscard]] std::string who_waits() const;
    /// Throws the TypeError of a method that takes one argument and was given `count`.
    [[noreturn]] void wrong_arguments(const std::string& method, std::size_t count);

    Interpreter& interpreter_;
    Reporter& reporter_;
    Id id_;
    ReadyQueue ready_;
    TimerQueue scheduled_;
    std::size_t timers_cancelled_ = 0;  // of those in scheduled_
    bool running_ = false;
    bool stopping_ = false;
    bool closed_ = false;
    bool eager_tasks_ = false;
    TaskBase* current_task_ = nullptr;
    FutureBase* futures_ = nullptr;
    ExceptionHandler exception_handler_;
    std::unique_ptr<Executor> default_executor_;
    bool executor_shut_down_ = false;
    AsyncGenerators async_generators_{*this};
};

/// A job that an executor has done, and the future of its result. Follows _set_state of
/// asyncio.futures._chain_future.
template <class T>
class SetState final : public CallbackObject {
public:
    explicit SetState(Ref<FutureObject<T>> future)
        : CallbackObject(Owner::other, "set_state"),
          future_(std::move(future)) {}

    [[nodiscard]] coro::Outcome<T>& outcome() { return outcome_; }
    void call(FutureBase* /*future*/) override {
        if (future_->done()) {
            return;  // cancelled meanwhile
        }
        if (const std::exception_ptr exception = outcome_.exception()) {
            future_->set_exception(exception);
        } else if constexpr (std::is_void_v<T>) {
            future_->set_result({});
        } else {
            future_->set_result(outcome_.take());
        }
    }

private:
    Ref<FutureObject<T>> future_;
    coro::Outcome<T> outcome_;
};
/// Follows _call_check_cancel of asyncio.futures._chain_future: a job that has begun can't be
/// cancelled.
class CheckCancel final : public CallbackObject {
public:
    CheckCancel()
        : CallbackObject(Owner::other, "call_check_cancel") {}
    void call(FutureBase* /*future*/) override {}
};

template <class T>
Future<T> EventLoop::submit_job(std::string name, std::function<T()> job, const char* purpose) {
    Executor& executor = default_executor();
    const Ref<FutureObject<T>> future(new FutureObject<T>(*this, purpose));
    future->add_done_callback(Ref<CallbackObject>(new CheckCancel));
    const Ref<SetState<T>> done(new SetState<T>(future));
    const auto keep_outcome = [done, job = std::move(job)] {
        try {
            if constexpr (std::is_void_v<T>) {
                job();
                done->outcome().set_value();
            } else {
                done->outcome().set_value(job());
            }
        } catch (...) {
            done->outcome().set_exception(std::current_exception());
        }
    };
    executor.submit(std::move(name), keep_outcome, done);
    return Future<T>(future);
}

template <Coroutine C>
Task<typename C::value_type> EventLoop::create_task(C coro, std::optional<std::string> name,
                                                    SourceLocation where) {
    return create_task(std::move(coro), TaskOptions{.name = std::move(name)}, where);
}

template <Coroutine C>
Task<typename C::value_type> EventLoop::create_task(C coro, TaskOptions options,
                                                    SourceLocation where) {
    using T = typename C::value_type;
    here(where);
    check_closed();
    return new_task<T>(std::move(coro), std::move(options));
}

template <class T>
Task<T> EventLoop::new_task(Coro<T> coro, TaskOptions options) {
    const bool eagerly = (eager_tasks_ || options.eager_start) && running_;
    if (eager_tasks_ && !options.name &&
        interpreter_.python().has(Behaviour::factory_names_tasks_none)) {
        options.name = "None";
        interpreter_.next_task_name();
    }
    const Task<T> task(new TaskObject<T>(*this, std::move(coro), std::move(options)));
    static_cast<TaskBase&>(*task.object()).start(eagerly);
    return task;
}

template <class T>
ValueOf<T> EventLoop::run_until_complete(const Future<T>& future, SourceLocation where) {
    here(where);
    check_closed();
    check_running_first();
    run_until_done(*future.object(), false);
    return give_value<T>(*future.object());
}

template <Coroutine C>
ValueOf<typename C::value_type> EventLoop::run_until_complete(C coro, SourceLocation where) {
    using T = typename C::value_type;
    here(where);
    check_closed();
    check_running_first();
    const Task<T> task = new_task<T>(std::move(coro));
    auto& object = static_cast<TaskBase&>(*task.object());
    object.dont_log_destroy_pending();
    run_until_done(object, true);
    return give_value<T>(object);
}

}  // namespace corodemo::asyncio
