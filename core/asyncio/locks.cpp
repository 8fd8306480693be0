#include "core/asyncio/locks.hpp"

#include <algorithm>

namespace corodemo::asyncio {

namespace {

/// Adds a waiter to the lock's queue, and removes it however the wait ends.
class Queued {
public:
    explicit Queued(LockObject& lock)
        : lock_(lock),
          waiter_(lock.enter_queue()) {}
    Queued(const Queued&) = delete;
    Queued& operator=(const Queued&) = delete;
    ~Queued() { lock_.leave_queue(waiter_); }

    [[nodiscard]] const Ref<FutureObject<bool>>& waiter() const { return waiter_; }

private:
    LockObject& lock_;
    Ref<FutureObject<bool>> waiter_;
};

}  // namespace

LockObject::LockObject(SourceLocation where)
    : loop_(interpreter().python().has(Behaviour::lock_made_for_a_loop) ? &get_event_loop(where)
                                                                        : nullptr) {
    here(where);
    interpreter().reporter().lock_created(*this);
}

EventLoop& LockObject::loop() {
    if (interpreter().python().has(Behaviour::lock_made_for_a_loop)) {
        return *loop_;
    }
    EventLoop& running = get_running_loop();
    if (loop_ == nullptr) {
        loop_ = &running;
    }
    if (loop_ != &running) {
        const std::string waiters =
            waiters_.empty() ? "" : ", waiters:" + std::to_string(waiters_.size());
        throw RuntimeError("<asyncio.locks.Lock object [" +
                           std::string(locked_ ? "locked" : "unlocked") + waiters +
                           "]> is bound to a different event loop");
    }
    return running;
}

bool LockObject::try_acquire() {
    const auto gave_up = [](const auto& waiter) { return waiter->cancelled(); };
    if (locked_ || !std::ranges::all_of(waiters_, gave_up)) {
        return false;
    }
    take();
    return true;
}

void LockObject::take() {
    locked_ = true;
    interpreter().reporter().lock_acquired(*this);
}

Ref<FutureObject<bool>> LockObject::enter_queue() {
    waiters_.emplace_back(new FutureObject<bool>(loop(), "Lock.acquire"));
    interpreter().reporter().waiters_changed(id_, waiters_);
    return waiters_.back();
}

void LockObject::leave_queue(const Ref<FutureObject<bool>>& waiter) {
    waiters_.erase(std::ranges::find(waiters_, waiter));  // nearly always the first
    interpreter().reporter().waiters_changed(id_, waiters_);
}

void LockObject::release() {
    locked_ = false;
    interpreter().reporter().lock_released(*this);
    wake_up_first();
}

/// The first waiter stays in the queue until its task runs, so that no other task acquires the lock
/// in between.
void LockObject::wake_up_first() {
    if (!waiters_.empty() && !waiters_.front()->done()) {
        waiters_.front()->set_result(true);
    }
}

Coro<bool> Lock::acquire(Ref<LockObject> lock, CallSite /*call*/) {
    get_running_loop().note_await_line();
    if (lock->try_acquire()) {
        co_return true;
    }
    std::exception_ptr thrown;
    try {
        const Queued queued(*lock);
        co_await Future<bool>(queued.waiter());
    } catch (...) {
        thrown = std::current_exception();
    }
    if (thrown) {
        if (is_cancelled_error(thrown) && !lock->locked()) {
            lock->wake_up_first();  // this task was woken up for it, but is cancelled
        }
        std::rethrow_exception(thrown);
    }
    lock->take();
    co_return true;
}

void Lock::release(SourceLocation where) const {
    here(where);
    if (!locked()) {
        throw RuntimeError("Lock is not acquired.");
    }
    object_->release();
}

LockHeld::~LockHeld() {
    if (!lock_ || !lock_->locked()) {
        return;
    }
    if (interpreter().python().has(Behaviour::with_ends_where_it_begins)) {
        here(where_);
    }
    try {
        lock_->release();
    } catch (const RuntimeError&) {  // NOLINT(bugprone-empty-catch): the loop is closed
    }
}

Coro<LockHeld> async_with(Lock lock, SourceLocation where, CallSite /*call*/) {
    get_running_loop().note_await_line();
    co_await lock.acquire();
    co_return LockHeld(lock.object(), where);
}

}  // namespace corodemo::asyncio
