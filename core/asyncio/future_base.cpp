#include "core/asyncio/future_base.hpp"

#include <algorithm>
#include <utility>

#include "core/asyncio/event_loop.hpp"
#include "core/asyncio/task_base.hpp"

namespace corodemo::asyncio {

FutureBase::FutureBase(EventLoop& loop)
    : loop_(loop) {
    loop.link_pending(*this);
}

FutureBase::~FutureBase() {
    if (!done() && !abandoned_) {
        loop_.unlink_pending(*this);
    }
    if (log_exception_ && !abandoned_) {
        const char* kind = id_.letter == Id::kTask     ? "Task"
                           : id_.letter == Id::kGather ? "_GatheringFuture"
                                                       : "Future";
        loop_.call_exception_handler(
            {kind + std::string(" exception was never retrieved"), stored_exception()});
    }
}

void FutureBase::announce(const char* purpose) {
    if (Reporter* reporter = loop_.reporter()) {
        id_ = reporter->new_id(Id::kFuture);
        reporter->report(trace::FutureCreated{id_, purpose, {}, {}});
    }
}

std::exception_ptr FutureBase::exception() {
    if (state_ == State::cancelled) {
        std::rethrow_exception(make_cancelled_error());
    }
    if (state_ == State::pending) {
        throw InvalidStateError("Exception is not set.");
    }
    log_exception_ = false;
    return stored_exception();
}

void FutureBase::check_result() {
    if (state_ == State::pending) {
        throw InvalidStateError("Result is not set.");
    }
    if (const std::exception_ptr error = exception()) {
        std::rethrow_exception(error);
    }
}

std::exception_ptr FutureBase::make_cancelled_error() {
    if (failure_ && failure_->cancelled_error &&
        interpreter().python().has(Behaviour::cancelled_error_kept)) {
        return std::exchange(failure_->cancelled_error, nullptr);
    }
    const std::optional<std::string> message = cancel_message();
    return std::make_exception_ptr(message ? CancelledError(*message) : CancelledError());
}

FutureBase::Failure& FutureBase::failure() {
    if (!failure_) {
        failure_ = std::make_unique<Failure>();
    }
    return *failure_;
}

void FutureBase::set_cancel_message(std::optional<std::string> message) {
    if (message || failure_) {
        failure().cancel_message = std::move(message);
    }
}

void FutureBase::check_pending() const {
    if (done()) {
        throw InvalidStateError("invalid state");
    }
}

void FutureBase::set_exception(std::exception_ptr exception) {
    check_pending();
    finish_with_exception(std::move(exception));
}

bool FutureBase::cancel(std::optional<std::string> message) {
    log_exception_ = false;
    report_cancel(message, done() ? trace::Delivered::refused : trace::Delivered::done);
    if (done()) {
        return false;
    }
    finish_cancelled(std::move(message));
    return true;
}

void FutureBase::report_cancel(std::optional<std::string>& message, trace::Delivered delivered) {
    if (message && !interpreter().python().has(Behaviour::cancel_message)) {
        throw TypeError(std::string(PythonVersion::text(Behaviour::cancel_message)));
    }
    if (Reporter* reporter = loop_.reporter()) {
        trace::CancelRequested requested;
        (as_task() != nullptr ? requested.task : requested.future) = id_;
        requested.message = message ? trace::Text(*message) : trace::Text();
        requested.delivered = delivered;
        reporter->report(requested);
    }
}

void FutureBase::add_done_callback(const Ref<CallbackObject>& callback) {
    if (done()) {
        loop_.schedule({.role = Role::callback, .target = callback.get(), .argument = this});
        return;
    }
    add_callback({callback->role(), callback});
}

void FutureBase::add_wakeup(TaskBase& task) {
    add_callback({CallbackRole::wakeup, &task});
}

void FutureBase::add_callback(DoneCallback added) {
    if (loop_.reporter() != nullptr) {
        report_callback_added(added);
    }
    callbacks_.add(std::move(added));
}

void FutureBase::report_callback_added(const DoneCallback& added) {
    Reporter* reporter = loop_.reporter();
    trace::CallbackAdded event{id_, added.role, {}, {}, {}};
    if (added.role == CallbackRole::wakeup) {
        event.task = static_cast<TaskBase*>(added.target.get())->id();
    } else {
        auto& callback = static_cast<CallbackObject&>(*added.target);
        event.callback = callback.id(*reporter);
        event.name = callback.name();
    }
    reporter->report(event);
}

std::size_t FutureBase::remove_done_callback(const CallbackObject& callback) {
    const Ref<CallbackObject> kept(
        const_cast<CallbackObject*>(&callback));  // it is told of after it is removed
    const std::size_t removed = callbacks_.remove_if([&](const DoneCallback& one) {
        return one.role != CallbackRole::wakeup && one.target.get() == &callback;
    });
    if (Reporter* reporter = loop_.reporter(); reporter != nullptr && removed != 0) {
        reporter->report(
            trace::CallbackRemoved{id_, callback.role(), {}, kept->id(*reporter), callback.name()});
    }
    return removed;
}

void FutureBase::finish_with_value() {
    state_ = State::finished;
    EventNumber done = 0;
    if (loop_.reporter() != nullptr) {
        const std::string value = repr_value();
        done = report_done(trace::FutureDone{id_, trace::FutureState::result, value, {}});
    }
    schedule_callbacks(done);
}

void FutureBase::finish_with_exception(std::exception_ptr exception) {
    failure().exception = std::move(exception);
    state_ = State::finished;
    EventNumber done = 0;
    if (loop_.reporter() != nullptr) {
        const Described error = describe(failure_->exception);
        done = report_done(
            trace::FutureDone{id_, trace::FutureState::exception, {}, {error.type, error.message}});
    }
    schedule_callbacks(done);
    log_exception_ = true;
}

void FutureBase::finish_cancelled(std::optional<std::string> message) {
    state_ = State::cancelled;
    set_cancel_message(std::move(message));
    EventNumber done = 0;
    if (loop_.reporter() != nullptr) {
        done = report_done(trace::FutureDone{id_, trace::FutureState::cancelled, {}, {}});
    }
    schedule_callbacks(done);
}

EventNumber FutureBase::report_done(const trace::FutureDone& done) {
    return loop_.reporter()->report(done);
}

void FutureBase::schedule_callbacks(EventNumber done) {
    loop_.unlink_pending(*this);
    callbacks_.take_all([&](const DoneCallback& callback) {
        if (callback.role == CallbackRole::wakeup) {
            loop_.schedule(
                {.role = Role::wakeup, .target = callback.target.get(), .argument = this}, done);
        } else {
            loop_.schedule(
                {.role = Role::callback, .target = callback.target.get(), .argument = this});
        }
    });
}

void FutureBase::abandon() {
    abandoned_ = true;
    callbacks_.clear();
}

}  // namespace corodemo::asyncio
