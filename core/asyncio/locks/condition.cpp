#include "core/asyncio/locks/condition.hpp"

namespace corodemo::asyncio {

ConditionObject::ConditionObject(Ref<LockObject> lock, SourceLocation where)
    : SharedObject(where),
      lock_(std::move(lock)) {
    if (interpreter().python().has(Behaviour::primitives_made_for_a_loop) &&
        !is_of_same_loop_as(*lock_)) {
        throw ValueError("loop argument must agree with lock");
    }
    created();
}

ConditionObject::ConditionObject(SharedObject& whole, SourceLocation where)
    : SharedObject(where),
      lock_(new LockObject(*this, where)) {
    become_part_of(whole);
}

Coro<bool> ConditionObject::wait(Ref<ConditionObject> self, const char* purpose,
                                 CallSite /*call*/) {
    get_running_loop().note_await_line();
    if (!self->lock_->locked()) {
        throw RuntimeError("cannot wait on un-acquired lock");
    }
    const bool passes_on = interpreter().python().has(Behaviour::condition_passes_wakeup_on);
    Ref<Waiter> waiter;
    if (passes_on) {
        waiter = new Waiter(self->get_loop(), purpose);
    }
    self->lock_->release();
    std::exception_ptr thrown;
    try {
        if (!waiter) {
            waiter = new Waiter(self->get_loop(), purpose);
        }
        const Queued queued(self->waiters_, waiter);
        co_await Future<Wakeup>(waiter);
    } catch (...) {
        thrown = std::current_exception();
    }
    // The lock is acquired again, however the wait has ended and as often as that is cancelled.
    for (bool acquired = false; !acquired;) {
        try {
            acquired = co_await LockObject::acquire(self->lock_, purpose);
        } catch (const CancelledError&) {
            thrown =
                passes_on ? std::current_exception() : std::make_exception_ptr(CancelledError());
        }
    }
    if (thrown) {
        if (passes_on) {
            self->waiters_.wake_up(1, false);  // this task may have been woken up, in vain
        }
        std::rethrow_exception(thrown);
    }
    co_return true;
}

void ConditionObject::notify(std::size_t n) {
    if (!lock_->locked()) {
        throw RuntimeError("cannot notify on un-acquired lock");
    }
    waiters_.wake_up(n, false);
}

std::string ConditionObject::repr() const {
    return waiters_.repr("Condition", lock_->locked() ? "locked" : "unlocked");
}

ObjectDescription ConditionObject::describe() const {
    ObjectDescription description{.letter = Id::kCondition, .type = "Condition"};
    description.lock = lock_->id();
    waiters_.describe(description.waiters);
    return description;
}

void Condition::release(SourceLocation where) const {
    here(where);
    object_->lock()->release();
}

void Condition::notify(std::size_t n, SourceLocation where) const {
    here(where);
    object_->notify(n);
}

void Condition::notify_all(SourceLocation where) const {
    here(where);
    object_->notify_all();
}

Coro<LockHeld> async_with(Condition condition, SourceLocation where, CallSite /*call*/) {
    co_await condition.acquire();
    co_return LockHeld(condition.object()->lock(), where);
}

}  // namespace corodemo::asyncio
