#include "core/asyncio/locks/lock.hpp"

namespace corodemo::asyncio {

LockObject::LockObject(SourceLocation where)
    : SharedObject(where) {
    created();
}

LockObject::LockObject(SharedObject& whole, SourceLocation where)
    : SharedObject(where) {
    become_part_of(whole);
}

Coro<bool> LockObject::acquire(Ref<LockObject> self, const char* purpose, CallSite /*call*/) {
    get_running_loop().note_await_line();
    if (!self->locked_ && self->waiters_.all_cancelled()) {
        self->set_locked(true);
        co_return true;
    }
    const Ref<Waiter> waiter(new Waiter(self->get_loop(), purpose));
    try {
        const Queued queued(self->waiters_, waiter);
        co_await Future<Wakeup>(waiter);
    } catch (const CancelledError&) {
        if (!self->locked_) {
            self->wake_up_first();  // this task may have been woken up for it
        }
        throw;
    }
    self->set_locked(true);
    co_return true;
}

void LockObject::release() {
    if (!locked_) {
        throw RuntimeError("Lock is not acquired.");
    }
    set_locked(false);
    wake_up_first();
}

void LockObject::set_locked(bool locked) {
    locked_ = locked;
    changed();
}

/// The first waiter stays in the queue until its task runs, so that no other task acquires the lock
/// in between.
void LockObject::wake_up_first() const {
    if (!waiters_.empty() && !waiters_.first().done()) {
        waiters_.first().set_result(true);
    }
}

std::string LockObject::repr() const {
    return waiters_.repr("Lock", locked_ ? "locked" : "unlocked");
}

ObjectDescription LockObject::describe() const {
    ObjectDescription description{.letter = Id::kLock, .type = "Lock"};
    description.state = locked_ ? trace::ObjectState::locked : trace::ObjectState::unlocked;
    waiters_.describe(description.waiters);
    return description;
}

void Lock::release(SourceLocation where) const {
    here(where);
    object_->release();
}

Coro<LockHeld> async_with(Lock lock, SourceLocation where, CallSite /*call*/) {
    co_await lock.acquire();
    co_return LockHeld(lock.object(), where);
}

}  // namespace corodemo::asyncio
