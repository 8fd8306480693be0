#include "core/asyncio/tasks/wait.hpp"

namespace corodemo::asyncio::detail {

void OnCompletion::call(FutureBase* future) {
    --counter_;
    const bool over = counter_ == 0 || return_when_ == ReturnWhen::first_completed ||
                      (return_when_ == ReturnWhen::first_exception && !future->cancelled() &&
                       future->exception());
    if (!over) {
        return;
    }
    if (timeout_) {
        timeout_->cancel();
    }
    if (!waiter_->done()) {
        waiter_->set_result({});
    }
}

void check_not_empty(bool empty) {
    if (empty) {
        throw ValueError(interpreter().python().has(Behaviour::wait_takes_coroutines)
                             ? "Set of coroutines/Futures is empty."
                             : "Set of Tasks/Futures is empty.");
    }
}

void check_takes_coroutines() {
    const PythonVersion python = interpreter().python();
    if (!python.has(Behaviour::wait_takes_coroutines)) {
        throw TypeError(std::string(PythonVersion::text(Behaviour::wait_takes_coroutines)));
    }
    // Python attributes the warning to the code that awaits wait(), and shows a DeprecationWarning
    // only for the program's own code: not if wait() is a task's outermost coroutine, which asyncio
    // resumes.
    const std::uint32_t line = get_running_loop().current_task()->await_line();
    if (python.has(Behaviour::wait_warns_of_coroutines) && line != 0) {
        interpreter().warn_deprecated(Behaviour::wait_warns_of_coroutines, line);
    }
}

Coro<> wait_for_completion(std::vector<Ref<FutureBase>> futures, WaitOptions options,
                           CallSite /*call*/) {
    EventLoop& loop = get_running_loop();
    const Ref<FutureObject<void>> waiter(new FutureObject<void>(loop, "wait"));
    Ref<TimerObject> timeout;
    if (options.timeout) {
        timeout = new TimerObject(loop, deadline_after(loop.time(), *options.timeout),
                                  TimerObject::Purpose::timeout, waiter);
        loop.schedule_timer(timeout);
    }
    const Ref<OnCompletion> on_completion(
        new OnCompletion(waiter, timeout, futures.size(), options.return_when));
    for (const Ref<FutureBase>& future : futures) {
        future->add_done_callback(on_completion);
    }
    std::exception_ptr thrown;
    try {
        co_await Future<>(waiter);
    } catch (...) {
        thrown = std::current_exception();
    }
    if (timeout) {
        timeout->cancel();
    }
    if (!thrown || interpreter().python().has(Behaviour::cancelled_wait_lets_go)) {
        for (const Ref<FutureBase>& future : futures) {
            future->remove_done_callback(on_completion);
        }
    }
    if (thrown) {
        std::rethrow_exception(thrown);
    }
}

}  // namespace corodemo::asyncio::detail
