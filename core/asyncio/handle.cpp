#include "core/asyncio/handle.hpp"

#include "core/asyncio/event_loop.hpp"

namespace corodemo::asyncio {

namespace {

class CallbackInContext final : public CallbackObject {
public:
    CallbackInContext(Ref<CallbackObject> callback, Ref<ContextObject> context)
        : CallbackObject(Owner::program, callback->function_name()),
          callback_(std::move(callback)),
          context_(std::move(context)) {}
    void call(FutureBase* future) override {
        const EnteredContext entered(context_);
        callback_->call(future);
    }
    [[nodiscard]] CallbackObject& callable() override { return callback_->callable(); }

private:
    Ref<CallbackObject> callback_;
    Ref<ContextObject> context_;
};

}  // namespace

Ref<CallbackObject> in_current_context(const Ref<CallbackObject>& callback) {
    Ref<ContextObject> context = copy_of_context();
    return context ? Ref<CallbackObject>(new CallbackInContext(callback, std::move(context)))
                   : callback;
}

void HandleObject::cancel() {
    if (cancelled_) {
        return;
    }
    cancelled_ = true;
    if (queued_) {
        loop_.reporter().handle_cancelled(*this);
    }
    on_cancel();
}

void HandleObject::run() {
    Ref<CallbackObject> callback = std::move(callback_);
    const EnteredContext entered(context_);
    try {
        callback->call(nullptr);
    } catch (...) {
        if (!cancelled_) {  // the exception handler is told what raised
            callback_ = std::move(callback);
        }
        throw;
    }
}

TimerObject::TimerObject(EventLoop& loop, Time when, Purpose purpose, Ref<CallbackObject> callback)
    : HandleObject(loop, std::move(callback)),
      when_(when),
      purpose_(purpose) {}

TimerObject::TimerObject(EventLoop& loop, Time when, Purpose purpose,
                         Ref<FutureObject<void>> future)
    : HandleObject(loop, nullptr),
      when_(when),
      purpose_(purpose),
      future_(std::move(future)) {}

TimerObject::~TimerObject() = default;

void TimerObject::run() {
    const Ref<FutureObject<void>> future = std::move(future_);
    if (!future) {
        HandleObject::run();
    } else if (!future->done()) {
        future->set_result({});
    }
}

void TimerObject::forget_callback() {
    HandleObject::forget_callback();
    future_ = nullptr;
}

void TimerObject::on_cancel() {
    HandleObject::on_cancel();
    if (in_heap) {
        loop().note_timer_cancelled();
    }
}

}  // namespace corodemo::asyncio
