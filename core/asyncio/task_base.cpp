#include "core/asyncio/task_base.hpp"

#include <utility>

#include "core/asyncio/event_loop.hpp"

namespace corodemo::asyncio {

void TaskBase::start(bool eagerly) {
    Interpreter& interpreter = asyncio::interpreter();
    if (!interpreter.python().has(Behaviour::task_names)) {
        given_name_ = nullptr;
    } else if (!given_name_) {
        number_ = interpreter.next_task_name();
    }
    coro::PromiseBase& promise = *coroutine().promise();
    promise.be_seen();  // if it was created before anybody looked
    coroutine_name_ = promise.name();
    coroutine_number_ = promise.number();
    reporter().task_created(*this, eagerly);
    if (eagerly) {
        interpreter.check_may_enter(context_);
        step();  // within that of its creator (asyncio: __eager_start)
    } else {
        schedule_step();
    }
}

std::string TaskBase::name() const {
    if (given_name_) {
        return *given_name_;
    }
    return number_ != 0 ? "Task-" + std::to_string(number_) : std::string();
}

void TaskBase::die() {
    if (!done() && !abandoned()) {
        report_lost();
    }
    stack_.unwind();
}

void TaskBase::report_lost() {
    if (std::exchange(lost_, true)) {
        return;
    }
    if (log_destroy_pending_) {
        loop().report_while_destroying({"Task was destroyed but it is pending!", nullptr, this});
    }
    reporter().task_destroyed(*this);
}

void TaskBase::abandon() {
    FutureBase::abandon();
    waiter_ = nullptr;
    stack_.unwind();
}

void TaskBase::note_end_of_block() {
    const std::uint32_t line = reporter().line();
    if (line != 0 && !interpreter().python().has(Behaviour::with_ends_where_it_begins)) {
        stack_.set_line(line);
    }
}

void TaskBase::visit_references(const std::function<void(FutureBase&)>& visit) {
    FutureBase::visit_references(visit);
    if (waiter_) {
        visit(*waiter_);
        if (stack_.awaited_held()) {
            visit(*waiter_);
        }
    }
}

void TaskBase::step(std::exception_ptr exception) {
    if (done()) {
        throw AssertionError("_step(): already done: " + repr(*this) + " " +
                             (exception ? repr(exception) : "None"));
    }
    if (must_cancel_) {
        if (!is_cancelled_error(exception)) {
            exception = make_cancelled_error();
        }
        must_cancel_ = false;
    }
    waiter_ = nullptr;

    TaskBase* const outer = loop().enter_task(this);
    const EnteredContext entered(context_);
    reporter().step_started(*this, exception);
    try {
        if (run_coroutine(exception)) {
            finish(std::move(exception));
        } else {
            suspend();
        }
    } catch (...) {
        loop().enter_task(outer);
        reporter().step_finished(*this);
        throw;
    }
    loop().enter_task(outer);
    reporter().step_finished(*this);
}

/// Resumes the coroutine, throwing `exception` into it if not null. Returns whether it has ended;
/// `exception` is then what it raised, or null.
bool TaskBase::run_coroutine(std::exception_ptr& exception) {
    if (!std::exchange(started_, true)) {
        if (exception) {  // thrown into a coroutine that was never started: its body never runs
            coroutine().promise()->throw_before_start();
            return true;
        }
        stack_.push(coroutine());
    }
    const bool ended = stack_.resume(std::exchange(exception, nullptr));
    reporter().left_coroutine();
    if (ended) {
        exception = coroutine_exception();
    }
    return ended;
}

/// The coroutine has raised `exception` or, if that is null, returned.
void TaskBase::finish(std::exception_ptr exception) {
    if (!exception) {
        take_value();
    }
    coroutine().reset();
    if (exception) {
        if (is_cancelled_error(exception)) {
            keep_cancelled_error(std::move(exception));
            finish_cancelled({});
        } else {
            finish_with_exception(exception);
            if (leaves_the_loop(exception)) {
                std::rethrow_exception(exception);
            }
        }
    } else if (std::exchange(must_cancel_, false)) {  // cancelled in its last step
        if (interpreter().python().has(Behaviour::cancel_wins_over_return)) {
            finish_cancelled(cancel_message());
        } else {
            finish_with_exception(std::make_exception_ptr(CancelledError()));
        }
    } else {
        finish_with_value();
    }
}

/// The coroutine has suspended: on a future, or by a bare yield.
void TaskBase::suspend() {
    auto* awaited = static_cast<FutureBase*>(stack_.awaited());
    if (awaited == nullptr) {
        schedule_step();
        return;
    }
    if (&awaited->loop() != &loop()) {
        schedule_step_that_raises("Task " + repr(*this) + " got Future " + repr(*awaited) +
                                  " attached to a different loop");
        return;
    }
    if (awaited == this) {
        schedule_step_that_raises("Task cannot await on itself: " + repr(*this));
        return;
    }
    awaited->add_wakeup(*this);
    waiter_ = awaited;
    if (must_cancel_ && waiter_->cancel(cancel_message())) {
        must_cancel_ = false;
    }
}

inline void TaskBase::schedule_step() {
    loop().schedule(ReadyHandle::Kind::step, this);
}

void TaskBase::schedule_step_that_raises(std::string message) {
    bad_await_ = std::make_exception_ptr(RuntimeError(std::move(message)));
    schedule_step();
}

void TaskBase::wakeup(FutureBase& future) {
    std::exception_ptr exception;
    try {
        future.check_result();
    } catch (...) {
        exception = std::current_exception();
    }
    step(std::move(exception));
}

bool TaskBase::cancel(std::optional<std::string> message) {
    const RecursionGuard guard;
    check_cancel_message(message);
    exception_retrieved();
    reporter().cancel_requested(*this, message);
    if (done()) {
        return false;
    }
    ++cancels_requested_;
    const CancelPassedOn passes_on(reporter(), *this);
    if (waiter_ && waiter_->cancel(message)) {
        return true;  // keeps waiter_: a task may swallow this, and be cancelled again
    }
    must_cancel_ = true;
    set_cancel_message(std::move(message));
    return true;
}

std::uint32_t TaskBase::cancelling() const {
    check_counts_cancels("cancelling");
    return cancels_requested_;
}

std::uint32_t TaskBase::uncancel() {
    check_counts_cancels("uncancel");
    if (cancels_requested_ > 0) {
        --cancels_requested_;
        bool withdrawn = false;
        if (cancels_requested_ == 0 && interpreter().python().has(Behaviour::uncancel_withdraws)) {
            withdrawn = std::exchange(must_cancel_, false);
        }
        reporter().uncancelled(*this, withdrawn);
    }
    return cancels_requested_;
}

void TaskBase::check_counts_cancels(const char* method) {
    if (!interpreter().python().has(Behaviour::tasks_count_cancels)) {
        throw AttributeError(std::string(PythonVersion::text(Behaviour::tasks_count_cancels)) +
                             "'" + method + "'");
    }
}

void TaskBase::set_exception(std::exception_ptr exception) {
    check_settable("set_exception");
    FutureBase::set_exception(std::move(exception));
}

void TaskBase::check_settable(const char* operation) {
    if (interpreter().python().has(Behaviour::task_rejects_set_result)) {
        throw RuntimeError(std::string("Task does not support ") + operation + " operation");
    }
}

}  // namespace corodemo::asyncio
