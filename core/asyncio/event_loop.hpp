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

#include "core/asyncio/interpreter.hpp"
#include "core/asyncio/ready_queue.hpp"
#include "core/asyncio/task.hpp"
#include "core/asyncio/timer_queue.hpp"

namespace corodemo::asyncio {

/// What goes to a loop's exception handler: what happened, and the exception if there is one.
struct ExceptionContext {
    std::string message;
    std::exception_ptr exception;
};

/// Nothing is ready, there is no timer, and nobody asked to stop: a real loop would wait for ever.
/// Not one of Python's exceptions, so that no program catches it: whoever runs the program does.
class LoopHung {};

/// A queue of handles, a heap of timers, and what runs them in turn. Follows
/// asyncio.base_events.BaseEventLoop, with a virtual clock in place of the wait for input: when
/// nothing is ready, the clock jumps to the next timer.
class EventLoop {
public:
    using ExceptionHandler = std::function<void(EventLoop&, const ExceptionContext&)>;

    explicit EventLoop(Interpreter& interpreter);
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;
    ~EventLoop();

    /// Virtual time.
    [[nodiscard]] Time time() const { return interpreter_.now(); }

    /// `callback` runs in the next iteration (in this one, if the loop does not run yet).
    // NOLINTBEGIN(modernize-use-nodiscard): most callers want no handle
    Handle call_soon(const Callback<>& callback, SourceLocation where = SourceLocation::current());
    /// `callback` runs in the iteration in which `delay` from now, or `when`, has come.
    TimerHandle call_later(Duration delay, const Callback<>& callback,
                           SourceLocation where = SourceLocation::current());
    TimerHandle call_at(Time when, const Callback<>& callback,
                        SourceLocation where = SourceLocation::current());
    // NOLINTEND(modernize-use-nodiscard)

    template <class T = void>
    [[nodiscard]] Future<T> create_future(SourceLocation where = SourceLocation::current()) {
        here(where);
        return Future<T>(new FutureObject<T>(*this, "user"));
    }
    /// Its first step runs in the next iteration. Without a name it is called Task-1, Task-2, ...
    template <Coroutine C>
    Task<typename C::value_type> create_task(C coro, std::optional<std::string> name = {},
                                             SourceLocation where = SourceLocation::current());

    /// Runs until stop().   Throws: RuntimeError if it is closed, or a loop is running; LoopHung.
    void run_forever(SourceLocation where = SourceLocation::current());
    /// Runs until `future` is done, and one iteration more: the future's callback is what stops the
    /// loop. Returns its result. Throws: as run_forever(); what the future holds; RuntimeError if
    /// the loop was stopped before.
    template <class T>
    ValueOf<T> run_until_complete(const Future<T>& future,
                                  SourceLocation where = SourceLocation::current());
    /// The same for a coroutine, of which it makes a task.
    template <Coroutine C>
    ValueOf<typename C::value_type> run_until_complete(
        C coro, SourceLocation where = SourceLocation::current());
    /// It takes one, and nobody in Python notices more before the call.   Throws: TypeError.
    template <class First, class Second, class... More>
        requires(!std::convertible_to<Second, SourceLocation>)
    [[noreturn]] void run_until_complete(First /*first*/, Second /*second*/, More... /*more*/) {
        wrong_arguments("run_until_complete()", 2 + sizeof...(More));
    }
    /// The loop stops at the end of this iteration. If it is not running: after one iteration of
    /// the next run.
    void stop(SourceLocation where = SourceLocation::current());
    /// Throws: RuntimeError if it is running.
    void close(SourceLocation where = SourceLocation::current());
    [[nodiscard]] bool is_running() const { return running_; }
    [[nodiscard]] bool is_closed() const { return closed_; }

    /// One iteration: drops cancelled timers, lets the clock jump if nothing is ready, moves due
    /// timers behind what is ready, and runs what is ready now, but nothing that becomes so
    /// meanwhile.
    void run_once();

    /// Empty for the default one, which prints.
    void set_exception_handler(ExceptionHandler handler) {
        exception_handler_ = std::move(handler);
    }
    void default_exception_handler(const ExceptionContext& context);
    void call_exception_handler(const ExceptionContext& context) noexcept;

    [[nodiscard]] Id id() const { return id_; }
    [[nodiscard]] TaskBase* current_task() const { return current_task_; }

    // What follows is for the library's own use; and ready() and scheduled() for the tests.

    [[nodiscard]] Reporter& reporter() const { return reporter_; }
    void set_id(Id id) { id_ = id; }
    /// Drops all that waits in it: the program is over.
    void abandon();
    /// Puts a handle at the end of the ready queue.
    [[gnu::always_inline]] void schedule(ReadyHandle::Kind kind, RefCounted* target,
                                         FutureBase* argument = nullptr) {
        check_closed();
        reporter_.handle_scheduled(*this, ready_.push_back(kind, target, argument));
    }
    void schedule_timer(const Ref<TimerObject>& timer);
    void note_timer_cancelled() { ++timers_cancelled_; }
    void request_stop();
    void enter_task(TaskBase& task) { current_task_ = &task; }
    void leave_task(const TaskBase& /*task*/) { current_task_ = nullptr; }
    /// For a future that needs the loop: it is pending, or holds an exception to be told of.
    void add_future(FutureBase& future);
    void remove_future(FutureBase& future);
    /// The newest of these, which leads to the others.
    [[nodiscard]] const FutureBase* futures() const { return futures_; }
    /// To be called when the program holds nothing any more: reports the tasks that no handle or
    /// timer leads to, as Python's garbage collector finds them.
    void report_lost_tasks();
    [[nodiscard]] const ReadyQueue& ready() const { return ready_; }
    [[nodiscard]] const TimerQueue& scheduled() const { return scheduled_; }
    /// For a coroutine of the library's that begins: what it does has the line of the await in the
    /// program that led to it.
    void note_await_line() const;
    void check_closed() const {
        if (closed_) {
            throw_closed();
        }
    }

private:
    [[noreturn]] static void throw_closed();
    void check_running() const;
    /// The same, before run_until_complete() has done anything (since 3.7).
    void check_running_first() const;
    void run_until_stopped(const FutureBase* until);
    /// Throws: as run_until_complete(), which then returns the value of `future`.
    void run_until_done(FutureBase& future, bool new_task);
    void drop_cancelled_timers();
    void wait_until_due(const TimerObject& timer, Duration at_most);
    void collect_due_timers();
    void end_one_sleep();
    void make_due(const Ref<TimerObject>& timer);
    void run_ready_handles();
    void run_handle(const ReadyHandle& handle);
    void call(const ReadyHandle& handle);
    [[noreturn]] void hang();
    /// A method of the loop takes one argument, and was given `count`.
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
    TaskBase* current_task_ = nullptr;
    FutureBase* futures_ = nullptr;
    ExceptionHandler exception_handler_;
};

template <Coroutine C>
Task<typename C::value_type> EventLoop::create_task(C coro, std::optional<std::string> name,
                                                    SourceLocation where) {
    using T = typename C::value_type;
    here(where);
    check_closed();
    return Task<T>(new TaskObject<T>(*this, std::move(coro), std::move(name)));
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
    const Task<T> task(new TaskObject<T>(*this, std::move(coro), {}));
    TaskBase& object = static_cast<TaskBase&>(*task.object());
    object.dont_log_destroy_pending();
    run_until_done(object, true);
    return give_value<T>(object);
}

}  // namespace corodemo::asyncio
