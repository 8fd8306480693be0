#include "core/asyncio/task_base.hpp"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "core/asyncio/event_loop.hpp"

namespace corodemo::asyncio {

void TaskBase::begin(std::optional<std::string> name) {
    Interpreter& where = interpreter();
    const bool named = where.python().has(Behaviour::task_names);
    if (named) {
        if (name) {
            set_name(std::move(*name));
        } else {
            number_ = where.next_task_name();
        }
    }
    const coro::PromiseBase& promise = *coroutine().promise();
    coroutine_name_ = promise.name();
    if (Reporter* reporter = loop().reporter()) {
        set_id(reporter->new_id(Id::kTask));
        const std::string shown = this->name();
        const TaskBase* parent = loop().current_task();
        reporter->report(
            trace::TaskCreated{id(),
                               {named ? trace::Text(shown) : trace::Text()},
                               {promise.number() != 0 ? Id::kCoroutine : '\0', promise.number()},
                               promise.name(),
                               parent != nullptr ? parent->id() : Id()});
    }
    loop().schedule({.role = Role::step, .target = this});
}

std::string TaskBase::name() const {
    if (given_name_) {
        return *given_name_;
    }
    return number_ != 0 ? "Task-" + std::to_string(number_) : std::string();
}

void TaskBase::die() {
    if (!done() && log_destroy_pending_ && !abandoned()) {
        loop().call_exception_handler({"Task was destroyed but it is pending!", nullptr});
    }
    stack_.unwind();
}

void TaskBase::abandon() {
    FutureBase::abandon();
    waiter_ = nullptr;
    stack_.unwind();
}

void TaskBase::step(std::exception_ptr thrown) {
    assert(!done());
    if (must_cancel_) {
        if (!is_cancelled_error(thrown)) {
            thrown = make_cancelled_error();
        }
        must_cancel_ = false;
    }
    waiter_ = nullptr;

    loop().enter_task(*this);
    EventNumber started = 0;
    if (loop().reporter() != nullptr) {
        started = report_started(thrown);
    }
    const bool ended = run_coroutine(thrown);
    if (Reporter* reporter = loop().reporter()) {
        reporter->set_line(0);
    }
    trace::End how = ended ? trace::End::returned : trace::End::suspended;
    std::exception_ptr escaped;  // RecursionError: tasks that wait for each other, cancelled
    try {
        how = ended ? end(std::move(thrown)) : suspend();
    } catch (...) {
        escaped = std::current_exception();
    }
    loop().leave_task(*this);
    if (loop().reporter() != nullptr) {
        report_finished(how, started);
    }
    if (escaped) {
        std::rethrow_exception(escaped);
    }
}

EventNumber TaskBase::report_started(const std::exception_ptr& thrown) {
    Reporter& reporter = *loop().reporter();
    const std::string thrown_type = thrown ? describe(thrown).type : std::string();
    const EventNumber started = reporter.report(
        trace::StepStarted{id(), !started_, thrown ? trace::Text(thrown_type) : trace::Text()},
        reporter.open_handle_event());
    reporter.open_step(id(), started);
    reporter.set_line(stack_.line());
    return started;
}

/// Returns whether the coroutine has ended, and then leaves the exception that it ended in, if any,
/// in `thrown`.
bool TaskBase::run_coroutine(std::exception_ptr& thrown) {
    if (!std::exchange(started_, true)) {
        if (thrown) {  // into a coroutine that has not begun: its body never runs
            coroutine().promise()->throw_before_start();
            return true;
        }
        stack_.push(coroutine());
    }
    if (!stack_.resume(std::exchange(thrown, nullptr))) {
        return false;
    }
    thrown = coroutine_exception();
    return true;
}

/// The coroutine has ended, in `exception` if that is not null.
trace::End TaskBase::end(std::exception_ptr exception) {
    if (!exception) {
        take_value();
    }
    coroutine().reset();
    if (exception) {
        if (is_cancelled_error(exception)) {
            keep_cancelled_error(std::move(exception));
            finish_cancelled({});
            return trace::End::cancelled;
        }
        finish_with_exception(std::move(exception));
        return trace::End::raised;
    }
    if (std::exchange(must_cancel_, false)) {  // cancelled in the very step in which it returned
        if (interpreter().python().has(Behaviour::cancel_wins_over_return)) {
            finish_cancelled(cancel_message());
            return trace::End::cancelled;
        }
        finish_with_exception(std::make_exception_ptr(CancelledError()));
        return trace::End::raised;
    }
    finish_with_value();
    return trace::End::returned;
}

/// The coroutine has parked: on a future, or by a bare yield.
trace::End TaskBase::suspend() {
    auto* awaited = static_cast<FutureBase*>(stack_.awaited());
    if (awaited == nullptr) {
        loop().schedule({.role = Role::step, .target = this});
        return trace::End::yielded;
    }
    if (&awaited->loop() != &loop()) {
        schedule_step_that_throws("Task " + repr(*this) + " got Future " + repr(*awaited) +
                                  " attached to a different loop");
        return trace::End::yielded;
    }
    if (awaited == this) {
        schedule_step_that_throws("Task cannot await on itself: " + repr(*this));
        return trace::End::yielded;
    }
    awaited->add_wakeup(*this);
    waiter_ = awaited;
    if (must_cancel_ && waiter_->cancel(cancel_message())) {
        must_cancel_ = false;
    }
    return trace::End::suspended;
}

void TaskBase::schedule_step_that_throws(std::string message) {
    bad_await_ = std::make_exception_ptr(RuntimeError(std::move(message)));
    loop().schedule({.role = Role::step, .target = this});
}

void TaskBase::report_finished(trace::End how, EventNumber started) {
    Reporter* reporter = loop().reporter();
    reporter->close_step();
    trace::StepFinished finished{id(), how, {}, {}, {}, {}};
    std::string value;
    Described error;
    if (!done()) {
        finished.waiting_on = waiter_ ? waiter_->id() : Id();
        std::vector<trace::Frame>& frames = reporter->frames();
        for (const coro::PromiseBase* promise = stack_.innermost(); promise != nullptr;
             promise = promise->awaited_by()) {
            if (promise->of_program()) {
                frames.push_back(
                    {promise->name(), reporter->python_line(promise->line()), promise->line()});
            }
        }
        std::ranges::reverse(frames);
        if (!frames.empty()) {
            finished.stack = frames;
        }
    } else if (how == trace::End::returned) {
        value = repr_value();
        finished.value = value;
    } else if (how == trace::End::raised) {
        error = describe(stored_exception());
        finished.error = {error.type, error.message};
    }
    reporter->report(finished, started);
}

void TaskBase::wakeup(FutureBase& future) {
    std::exception_ptr thrown;
    try {
        future.check_result();
    } catch (...) {
        thrown = std::current_exception();
    }
    step(std::move(thrown));
}

bool TaskBase::cancel(std::optional<std::string> message) {
    const RecursionGuard guard;
    exception_retrieved();
    report_cancel(message, done()                               ? trace::Delivered::refused
                           : waiter_ && waiter_->takes_cancel() ? trace::Delivered::waiter
                                                                : trace::Delivered::flag);
    if (done()) {
        return false;
    }
    if (waiter_ && waiter_->cancel(message)) {
        return true;  // waiter_ stays: it may be a task that ignores this, to be cancelled again
                      // later
    }
    must_cancel_ = true;
    set_cancel_message(std::move(message));
    return true;
}

void TaskBase::set_exception(std::exception_ptr /*exception*/) {
    throw RuntimeError("Task does not support set_exception operation");
}

}  // namespace corodemo::asyncio
