#include "core/asyncio/future_base.hpp"

#include <algorithm>
#include <utility>

#include "core/asyncio/event_loop.hpp"
#include "core/asyncio/task_base.hpp"

namespace corodemo::asyncio {

FutureBase::FutureBase(EventLoop& loop, Kind kind)
    : loop_(loop),
      kind_(kind) {
    loop.add_future(*this);
}

FutureBase::~FutureBase() {
    if (abandoned_) {
        return;
    }
    if (!done() || log_exception_) {
        loop_.remove_future(*this);
    }
    if (log_exception_) {
        loop_.report_while_destroying({class_name() + std::string(" exception was never retrieved"),
                                       stored_exception(), this});
    }
}

const char* FutureBase::class_name() const {
    switch (kind_) {
        case Kind::future:
            break;
        case Kind::task:
            return "Task";
        case Kind::gathering_future:
            return "_GatheringFuture";
    }
    return "Future";
}

Reporter& FutureBase::reporter() const {
    return loop_.reporter();
}

std::exception_ptr FutureBase::exception() {
    if (state_ == State::cancelled) {
        std::rethrow_exception(make_cancelled_error());
    }
    if (state_ == State::pending) {
        throw InvalidStateError("Exception is not set.");
    }
    exception_retrieved();
    return stored_exception();
}

void FutureBase::exception_retrieved() {
    if (std::exchange(log_exception_, false) && !abandoned_) {
        loop_.remove_future(*this);
    }
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
    if (!exception) {
        throw TypeError("invalid exception object");
    }
    finish_with_exception(std::move(exception));
}

bool FutureBase::cancel(std::optional<std::string> message) {
    check_cancel_message(message);
    exception_retrieved();
    reporter().cancel_requested(*this, message);
    if (done()) {
        return false;
    }
    finish_cancelled(std::move(message));
    return true;
}

void FutureBase::check_cancel_message(const std::optional<std::string>& message) {
    if (message && !interpreter().python().has(Behaviour::cancel_message)) {
        throw TypeError(std::string(PythonVersion::text(Behaviour::cancel_message)));
    }
}

void FutureBase::add_done_callback(const Ref<CallbackObject>& callback) {
    if (done()) {
        loop_.schedule(ReadyHandle::Kind::done_callback, callback.get(), this);
        return;
    }
    reporter().callback_added(*this, *callback);
    callbacks_.add({DoneCallback::Kind::callback, callback});
}

void FutureBase::add_wakeup(TaskBase& task) {
    reporter().wakeup_added(*this, task);
    callbacks_.add({DoneCallback::Kind::wakeup, &task});
}

std::size_t FutureBase::remove_done_callback(const Ref<CallbackObject>& callback) {
    const std::size_t removed = callbacks_.remove_if([&](const DoneCallback& one) {
        return one.kind == DoneCallback::Kind::callback &&
               &static_cast<CallbackObject&>(*one.target).callable() == &callback->callable();
    });
    if (removed != 0) {
        reporter().callback_removed(*this, *callback);
    }
    return removed;
}

void FutureBase::finish_with_value() {
    state_ = State::finished;
    schedule_callbacks();
}

void FutureBase::finish_with_exception(std::exception_ptr exception) {
    failure().exception = std::move(exception);
    state_ = State::finished;
    schedule_callbacks();
    if (!abandoned_) {
        log_exception_ = true;
        loop_.add_future(*this);
    }
}

void FutureBase::finish_cancelled(std::optional<std::string> message) {
    state_ = State::cancelled;
    set_cancel_message(std::move(message));
    schedule_callbacks();
}

void FutureBase::schedule_callbacks() {
    reporter().future_done(*this);
    loop_.remove_future(*this);
    callbacks_.take_all([&](const DoneCallback& callback) {
        loop_.schedule(callback.kind == DoneCallback::Kind::wakeup
                           ? ReadyHandle::Kind::wakeup
                           : ReadyHandle::Kind::done_callback,
                       callback.target.get(), this);
    });
}

void FutureBase::visit_references(const std::function<void(FutureBase&)>& visit) {
    callbacks_.for_each([&](const DoneCallback& callback) {
        if (callback.kind == DoneCallback::Kind::wakeup) {
            visit(static_cast<TaskBase&>(*callback.target));
        }
    });
}

void FutureBase::abandon() {
    abandoned_ = true;
    callbacks_.clear();
}

}  // namespace corodemo::asyncio
