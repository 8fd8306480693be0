#include "core/asyncio/locks.hpp"

#include <algorithm>
#include <iterator>

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
    : SharedObject(where) {
    created();
}

std::string LockObject::repr() const {
    const std::string waiters =
        waiters_.empty() ? "" : ", waiters:" + std::to_string(waiters_.size());
    return "<asyncio.locks.Lock object [" + std::string(locked_ ? "locked" : "unlocked") + waiters +
           "]>";
}

ObjectDescription LockObject::describe() const {
    ObjectDescription description{.letter = Id::kLock, .type = "Lock"};
    description.state = locked_ ? trace::ObjectState::locked : trace::ObjectState::unlocked;
    std::ranges::transform(waiters_, std::back_inserter(description.waiters),
                           &Ref<FutureObject<bool>>::get);
    return description;
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
    changed();
}

Ref<FutureObject<bool>> LockObject::enter_queue() {
    waiters_.emplace_back(new FutureObject<bool>(get_loop(), "Lock.acquire"));
    changed();
    return waiters_.back();
}

void LockObject::leave_queue(const Ref<FutureObject<bool>>& waiter) {
    waiters_.erase(std::ranges::find(waiters_, waiter));  // nearly always the first
    changed();
}

void LockObject::release() {
    locked_ = false;
    changed();
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
