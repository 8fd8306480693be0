#include "core/asyncio/handle.hpp"

#include "core/asyncio/event_loop.hpp"

namespace corodemo::asyncio {

void HandleObject::cancel() {
    if (cancelled_) {
        return;
    }
    cancelled_ = true;
    if (Reporter* reporter = loop_.reporter(); reporter != nullptr && queued_) {
        reporter->report(trace::HandleCancelled{id});
    }
    on_cancel();
}

TimerObject::TimerObject(EventLoop& loop, Time when, Role role, Ref<CallbackObject> callback)
    : HandleObject(loop, std::move(callback)),
      when_(when),
      role_(role) {}

TimerObject::TimerObject(EventLoop& loop, Time when, Role role, Ref<FutureObject<void>> future)
    : HandleObject(loop, nullptr),
      when_(when),
      role_(role),
      future_(std::move(future)) {}

TimerObject::~TimerObject() = default;

void TimerObject::on_cancel() {
    HandleObject::on_cancel();
    if (in_heap) {
        loop().note_timer_cancelled();
    }
    future_ = nullptr;
}

}  // namespace corodemo::asyncio
