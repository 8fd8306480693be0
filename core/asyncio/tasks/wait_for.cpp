#include "core/asyncio/tasks/wait_for.hpp"

namespace corodemo::asyncio::detail {

namespace {

/// Follows asyncio.tasks._release_waiter.
class ReleaseWaiter final : public CallbackObject {
public:
    explicit ReleaseWaiter(Ref<FutureObject<void>> waiter)
        : CallbackObject(Owner::wait_for),
          waiter_(std::move(waiter)) {}
    void call(FutureBase* /*future*/) override {
        if (!waiter_->done()) {
            waiter_->set_result({});
        }
    }

private:
    Ref<FutureObject<void>> waiter_;
};

/// Cancels `future`, and waits until it is done. Follows asyncio.tasks._cancel_and_wait.
Coro<> cancel_and_wait(Ref<FutureBase> future,
                       CallSite /*call*/ = CallSite::library("_cancel_and_wait")) {
    const Ref<FutureObject<void>> waiter(new FutureObject<void>(get_running_loop(), "wait_for"));
    const Ref<CallbackObject> callback(new ReleaseWaiter(waiter));
    future->add_done_callback(callback);
    std::exception_ptr thrown;
    try {
        future->cancel({});
        co_await Future<>(waiter);
    } catch (...) {
        thrown = std::current_exception();
    }
    future->remove_done_callback(callback);
    if (thrown) {
        std::rethrow_exception(thrown);
    }
}

/// Throws what `future` raises: TimeoutError if it is cancelled.
void check_result_after_timeout(FutureBase& future) {
    try {
        future.check_result();
    } catch (const CancelledError&) {
        throw TimeoutError();
    }
}

/// What wait_for() does while its timer runs, and when it has ended.
Coro<> wait_for_waiter(Ref<FutureBase> future, Ref<FutureObject<void>> waiter,
                       CallSite /*call*/ = CallSite::library("wait_for")) {
    const PythonVersion python = interpreter().python();
    const Ref<CallbackObject> callback(new ReleaseWaiter(waiter));
    future->add_done_callback(callback);
    std::exception_ptr cancelled;
    try {
        co_await Future<>(waiter);
    } catch (const CancelledError&) {
        cancelled = std::current_exception();
    }
    const bool always_waits = python.has(Behaviour::wait_for_always_awaits_cancelled);
    if (future->done() && (!cancelled || always_waits)) {
        future->check_result();
        co_return;  // a request to cancel wait_for() is lost here
    }
    future->remove_done_callback(callback);
    if (cancelled ? always_waits : python.has(Behaviour::wait_for_awaits_cancelled)) {
        co_await cancel_and_wait(future);
    } else {
        future->cancel({});
    }
    if (cancelled) {
        std::rethrow_exception(cancelled);
    }
    if (!python.has(Behaviour::wait_for_returns_late_result)) {
        throw TimeoutError();
    }
    check_result_after_timeout(*future);
}

}  // namespace

Coro<> wait_no_time(Ref<FutureBase> future, CallSite /*call*/) {
    const PythonVersion python = interpreter().python();
    if (future->done()) {
        future->check_result();
        co_return;
    }
    if (!python.has(Behaviour::wait_for_always_awaits_cancelled)) {
        future->cancel({});
        throw TimeoutError();
    }
    co_await cancel_and_wait(future);
    check_result_after_timeout(*future);
    if (!python.has(Behaviour::wait_for_returns_late_result)) {
        throw TimeoutError();
    }
}

Coro<> wait_until_done(Ref<FutureBase> future, Ref<FutureObject<void>> waiter,
                       Ref<TimerObject> timeout_handle, CallSite /*call*/) {
    std::exception_ptr thrown;
    try {
        co_await wait_for_waiter(std::move(future), std::move(waiter));
    } catch (...) {
        thrown = std::current_exception();
    }
    timeout_handle->cancel();
    if (thrown) {
        std::rethrow_exception(thrown);
    }
}

}  // namespace corodemo::asyncio::detail
