#include "core/asyncio/tasks/sleep.hpp"

namespace corodemo::asyncio {

void SleepAwaiter::begin() {
    if (delay_.count() < 0 && interpreter().python().has(Behaviour::negative_sleep_yields)) {
        stack_->park(nullptr);
        return;
    }
    EventLoop& loop = get_running_loop();
    loop.note_await_line();
    const Ref<FutureObject<void>> future(new FutureObject<void>(loop, "sleep"));
    timer_ = new TimerObject(loop, deadline_after(loop.time(), delay_), TimerObject::Purpose::sleep,
                             future);
    loop.schedule_timer(timer_);
    stack_->park(static_cast<FutureBase*>(future.get()));
}

Coro<> Sleep::as_coroutine(Duration delay, CallSite /*call*/) {
    co_await Sleep(delay);
}

}  // namespace corodemo::asyncio
