#include "core/asyncio/task_base.hpp"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "core/asyncio/event_loop.hpp"

namespace corodemo::asyncio {

void TaskBase::begin(std::optional<std::string> name) {
    Context& where = context();
    const bool named = where.python().has(Behaviour::task_names);
    if (named) {
        name_ = name ? std::move(*name) : "Task-" + std::to_string(where.next_task_name());
    }
    const coro::PromiseBase& promise = *coroutine().promise();
    coroutine_name_ = promise.name();
    if (Reporter* reporter = loop().reporter()) {
        set_id(reporter->new_id(Id::kTask));
        const TaskBase* parent = loop().current_task();
        reporter->report(
            trace::TaskCreated{id(),
                               {named ? trace::Text(name_) : trace::Text()},
                               {promise.number() != 0 ? Id::kCoroutine : '\0', promise.number()},
                               promise.name(),
                               parent != nullptr ? parent->id() : Id()});
    }
    loop().schedule({Role::step, this, {}});
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
    if (Reporter* reporter = loop().reporter()) {
        const std::string thrown_type = thrown ? describe(thrown).type : std::string();
        started = reporter->report(
            trace::StepStarted{id(), !started_, thrown ? trace::Text(thrown_type) : trace::Text()},
            reporter->open_handle_event());
        reporter->open_step(id(), started);
        reporter->set_line(stack_.line());
    }
    const bool ended = run_coroutine(thrown);
    if (Reporter* reporter = loop().reporter()) {
        reporter->set_line(0);
    }
    trace::StepFinished finished{id(), trace::End::returned, {}, {}, {}, {}};
    std::exception_ptr escaped;  // RecursionError: tasks that wait for each other, cancelled
    try {
        ended ? end(finished, std::move(thrown)) : suspend(finished);
    } catch (...) {
        escaped = std::current_exception();
    }
    loop().leave_task(*this);
    report_finished(finished, started);
    if (escaped) {
        std::rethrow_exception(escaped);
    }
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
void TaskBase::end(trace::StepFinished& finished, std::exception_ptr exception) {
    if (!exception) {
        take_value();
    }
    coroutine().reset();
    if (exception) {
        if (is_cancelled_error(exception)) {
            finished.end = trace::End::cancelled;
            keep_cancelled_error(std::move(exception));
            finish_cancelled({});
        } else {
            finished.end = trace::End::raised;
            finish_with_exception(std::move(exception));
        }
    } else if (std::exchange(must_cancel_,
                             false)) {  // cancelled in the very step in which it returned
        if (context().python().has(Behaviour::cancel_wins_over_return)) {
            finished.end = trace::End::cancelled;
            finish_cancelled(cancel_message());
        } else {
            finished.end = trace::End::raised;
            finish_with_exception(std::make_exception_ptr(CancelledError()));
        }
    } else {
        finish_with_value();
    }
}

/// The coroutine has parked: on a future, or by a bare yield.
void TaskBase::suspend(trace::StepFinished& finished) {
    finished.end = trace::End::suspended;
    auto* awaited = static_cast<FutureBase*>(stack_.awaited());
    if (awaited == nullptr) {
        finished.end = trace::End::yielded;
        loop().schedule({Role::step, this, {}});
    } else if (&awaited->loop() != &loop()) {
        finished.end = trace::End::yielded;
        schedule_step_that_throws("Task " + repr(*this) + " got Future " + repr(*awaited) +
                                  " attached to a different loop");
    } else if (awaited == this) {
        finished.end = trace::End::yielded;
        schedule_step_that_throws("Task cannot await on itself: " + repr(*this));
    } else {
        awaited->add_wakeup(*this);
        waiter_ = awaited;
        finished.waiting_on = awaited->id();
        if (must_cancel_ && waiter_->cancel(cancel_message())) {
            must_cancel_ = false;
        }
    }
}

void TaskBase::schedule_step_that_throws(std::string message) {
    bad_await_ = std::make_exception_ptr(RuntimeError(std::move(message)));
    loop().schedule({Role::step, this, {}});
}

void TaskBase::report_finished(trace::StepFinished& finished, EventNumber started) {
    Reporter* reporter = loop().reporter();
    if (reporter == nullptr) {
        return;
    }
    reporter->close_step();
    std::vector<trace::Frame> frames;
    std::string value;
    Described error;
    if (!done()) {
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
    } else if (finished.end == trace::End::returned) {
        value = repr_value();
        finished.value = value;
    } else if (finished.end == trace::End::raised) {
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
