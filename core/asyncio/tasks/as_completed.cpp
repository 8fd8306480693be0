#include "core/asyncio/tasks/as_completed.hpp"

#include <algorithm>
#include <string>

namespace corodemo::asyncio::detail {

Completions::~Completions() {
    if (on_timeout_) {
        on_timeout_->forget();
    }
}

void Completions::start(EventLoop& loop, const std::vector<Ref<FutureBase>>& futures,
                        std::optional<Duration> timeout) {
    loop_ = &loop;
    todo_left_ = futures.size();
    for (const Ref<FutureBase>& future : futures) {
        todo_.insert(future);
    }
    for (const Ref<FutureBase>& future : futures) {
        future->add_done_callback(this);
    }
    if (!todo_.empty() && timeout) {
        on_timeout_ = new WeakCallback(Owner::as_completed, "", [this] { handle_timeout(); });
        const Ref<CallbackObject> callback(on_timeout_);
        timeout_handle_ = new TimerObject(loop, deadline_after(loop.time(), *timeout),
                                          TimerObject::Purpose::timeout, callback);
        loop.schedule_timer(timeout_handle_);
    }
}

bool Completions::take_next() {
    if (todo_left_ == 0) {
        return false;
    }
    --todo_left_;
    return true;
}

void Completions::call(FutureBase* future) {
    if (!todo_.erase(future)) {
        return;  // the timeout came first
    }
    put(future);
    if (todo_.empty() && timeout_handle_) {
        timeout_handle_->cancel();
    }
}

void Completions::handle_timeout() {
    const Ref<Completions> self(this);  // the last of the futures may be all that keeps it
    for (const Ref<FutureBase>& future : todo_) {
        future->remove_done_callback(this);
        put(nullptr);
    }
    todo_.clear();
}

void Completions::put(Ref<FutureBase> future) {
    done_.push_back(std::move(future));
    wake_up_next();
}

void Completions::wake_up_next() {
    while (!getters_.empty()) {
        const Ref<FutureObject<void>> getter = std::move(getters_.front());
        getters_.pop_front();
        if (!getter->done()) {
            getter->set_result({});
            return;
        }
    }
}

/// Follows Queue.get.
Coro<Ref<FutureBase>> Completions::next_done(Ref<Completions> completions, CallSite /*call*/) {
    Completions& self = *completions;
    get_running_loop().note_await_line();
    while (self.done_.empty()) {
        const Ref<FutureObject<void>> getter(new FutureObject<void>(*self.loop_, "as_completed"));
        self.getters_.push_back(getter);
        std::exception_ptr thrown;
        try {
            co_await Future<>(getter);
        } catch (...) {
            thrown = std::current_exception();
        }
        if (thrown) {
            getter->cancel({});  // in case it is not done yet
            std::erase(self.getters_, getter);
            if (!self.done_.empty() && !getter->cancelled()) {
                self.wake_up_next();
            }
            std::rethrow_exception(thrown);
        }
    }
    Ref<FutureBase> done = std::move(self.done_.front());
    self.done_.pop_front();
    co_return done;
}

void check_iterates_asynchronously() {
    if (!interpreter().python().has(Behaviour::as_completed_is_object)) {
        throw TypeError(std::string(PythonVersion::text(Behaviour::as_completed_is_object)));
    }
}

}  // namespace corodemo::asyncio::detail
