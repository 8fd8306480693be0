#include "core/asyncio/tasks/shield.hpp"

namespace corodemo::asyncio::detail {

namespace {

/// Reports the exception of an inner future whose outer one was cancelled, since nobody will await
/// it. Follows _log_on_exception.
class LogOnException final : public CallbackObject {
public:
    LogOnException()
        : CallbackObject(Owner::shield) {}
    void call(FutureBase* inner) override {
        if (inner->cancelled()) {
            return;
        }
        if (const std::exception_ptr exception = inner->exception()) {
            inner->loop().call_exception_handler(
                {describe(exception).type + " exception in shielded future", exception, inner});
        }
    }
};

Ref<CallbackObject> log_on_exception() {
    Ref<RefCounted>& one = interpreter().log_on_exception;
    if (!one) {
        one = Ref<RefCounted>(new LogOnException);
    }
    return static_cast<CallbackObject*>(one.get());
}

/// The outer future is done: if it was cancelled, the inner one need not tell it anything. Follows
/// shield's _outer_done_callback.
class OuterDone final : public CallbackObject {
public:
    OuterDone(FutureBase& inner, Ref<InnerDone> inner_done)
        : CallbackObject(Owner::shield),
          inner_(&inner),
          inner_done_(std::move(inner_done)) {}
    void call(FutureBase* /*outer*/) override {
        if (inner_->done()) {
            return;
        }
        inner_->remove_done_callback(inner_done_);
        if (interpreter().python().has(Behaviour::shield_reports_exceptions)) {
            inner_->remove_done_callback(log_on_exception());  // one is enough
            inner_->add_done_callback(log_on_exception());
        }
    }

private:
    Ref<FutureBase> inner_;
    Ref<InnerDone> inner_done_;
};

/// asyncio notes which task awaits which future, and forgets it here. Follows shield's
/// _clear_awaited_by_callback, of which a trace shows no more than that there is one.
class ClearAwaitedBy final : public CallbackObject {
public:
    ClearAwaitedBy()
        : CallbackObject(Owner::shield) {}
    void call(FutureBase* /*inner*/) override {}
};

}  // namespace

void InnerDone::call(FutureBase* inner) {
    if (outer_->cancelled()) {
        if (!inner->cancelled() &&
            !interpreter().python().has(Behaviour::shield_reports_exceptions)) {
            inner->exception();  // marks it as retrieved
        }
        return;
    }
    if (inner->cancelled()) {
        outer_->cancel({});
    } else if (const std::exception_ptr exception = inner->exception()) {
        outer_->set_exception(exception);
    } else {
        pass_on_value(*inner);
    }
}

void shield(FutureBase& inner, FutureBase& outer, const Ref<InnerDone>& inner_done) {
    const PythonVersion python = interpreter().python();
    if (python.has(Behaviour::shield_notes_who_awaits) && inner.loop().current_task() != nullptr) {
        inner.add_done_callback(new ClearAwaitedBy);
    }
    inner.add_done_callback(inner_done);
    if (python.has(Behaviour::cancelled_shield_lets_go)) {
        outer.add_done_callback(new OuterDone(inner, inner_done));
    }
}

}  // namespace corodemo::asyncio::detail
