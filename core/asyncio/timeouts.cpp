#include "core/asyncio/timeouts.hpp"

#include <string>
#include <utility>

namespace corodemo::asyncio {

TimeoutObject::~TimeoutObject() {
    if (on_timeout_) {
        on_timeout_->forget();
    }
}

void TimeoutObject::enter() {
    if (state_ != State::created) {
        throw RuntimeError("Timeout has already been entered");
    }
    TaskBase* task = get_running_loop().current_task();
    if (task == nullptr) {
        throw RuntimeError("Timeout should be used inside a task");
    }
    state_ = State::entered;
    task_ = task;
    cancelling_ = task->cancelling();
    reschedule(when_);
}

void TimeoutObject::reschedule(std::optional<Time> when) {
    switch (state_) {
        case State::entered:
            break;
        case State::created:
            throw RuntimeError("Timeout has not been entered");
        case State::expiring:
            throw RuntimeError("Cannot change state of expiring Timeout");
        case State::expired:
            throw RuntimeError("Cannot change state of expired Timeout");
        case State::exited:
            throw RuntimeError("Cannot change state of finished Timeout");
    }
    when_ = when;
    if (const Ref<HandleObject> handler = std::move(timeout_handler_)) {
        handler->cancel();
    }
    if (!when) {
        return;
    }
    if (!on_timeout_) {
        on_timeout_ =
            new WeakCallback(CallbackObject::Owner::other, "on_timeout", [this] { on_timeout(); });
    }
    const Ref<CallbackObject> callback(on_timeout_);
    EventLoop& loop = get_running_loop();
    if (*when <= loop.time()) {
        timeout_handler_ = new HandleObject(loop, callback);
        loop.schedule(ReadyHandle::Kind::handle, timeout_handler_.get());
    } else {
        const Ref<TimerObject> timer(
            new TimerObject(loop, *when, TimerObject::Purpose::timeout, callback));
        loop.schedule_timer(timer);
        timeout_handler_ = timer;
    }
}

void TimeoutObject::exit(const std::exception_ptr& error) {
    if (const Ref<HandleObject> handler = std::move(timeout_handler_)) {
        handler->cancel();
    }
    if (state_ == State::entered) {
        state_ = State::exited;
        return;
    }
    state_ = State::expired;
    // If there are no other requests to cancel the task, this one is handled here.
    if (task_->uncancel() <= cancelling_ && is_cancelled_error(error)) {
        throw TimeoutError();
    }
}

void TimeoutObject::on_timeout() {
    task_->cancel({});
    state_ = State::expiring;
    timeout_handler_ = nullptr;  // dropped early
}

Coro<Timeout> Timeout::enter(Timeout timeout, CallSite /*call*/) {
    get_running_loop().note_await_line();
    timeout.object_->enter();
    co_return timeout;
}

Coro<bool> Timeout::exit(Ref<TimeoutObject> timeout, std::exception_ptr raised, CallSite /*call*/) {
    get_running_loop().note_await_line();
    timeout->exit(raised);
    co_return false;
}

namespace {

void check_has_timeout(const char* name) {
    if (!interpreter().python().has(Behaviour::has_timeout)) {
        throw AttributeError(std::string(PythonVersion::text(Behaviour::has_timeout)) + "'" + name +
                             "'");
    }
}

}  // namespace

Timeout timeout(std::optional<Duration> delay) {
    check_has_timeout("timeout");
    const EventLoop& loop = get_running_loop();
    return Timeout(delay ? std::optional(deadline_after(loop.time(), *delay)) : std::nullopt);
}

Timeout timeout_at(std::optional<Time> when) {
    check_has_timeout("timeout_at");
    return Timeout(when);
}

}  // namespace corodemo::asyncio
