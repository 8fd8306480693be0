#include "core/asyncio/locks/semaphore.hpp"

namespace corodemo::asyncio {

SemaphoreObject::SemaphoreObject(std::int64_t value, SourceLocation where)
    : SemaphoreObject({"Semaphore", "Semaphore.acquire"}, value, where) {}

SemaphoreObject::SemaphoreObject(const Names& names, std::int64_t value, SourceLocation where)
    : SharedObject(where),
      names_(names),
      value_(value) {
    if (value < 0) {
        throw ValueError("Semaphore initial value must be >= 0");
    }
    created();
}

bool SemaphoreObject::locked() const {
    const bool in_turn = interpreter().python().has(Behaviour::semaphore_passes_permit);
    return value_ == 0 || (in_turn && !waiters_.all_cancelled());
}

Coro<bool> SemaphoreObject::acquire(const Ref<SemaphoreObject>& self) {
    const CallSite call = CallSite::library("acquire");
    return interpreter().python().has(Behaviour::semaphore_passes_permit)
               ? acquire_since_3_10(self, call)
               : acquire_until_3_9(self, call);
}

/// Since 3.10: who has to wait is given a permit when it is woken up.
Coro<bool> SemaphoreObject::acquire_since_3_10(Ref<SemaphoreObject> self, CallSite /*call*/) {
    get_running_loop().note_await_line();
    if (!self->locked()) {
        self->set_value(self->value_ - 1);
        co_return true;
    }
    const Ref<Waiter> waiter = self->new_waiter();
    try {
        const Queued queued(self->waiters_, waiter);
        co_await Future<Wakeup>(waiter);
    } catch (const CancelledError&) {
        const bool has_permit = !waiter->cancelled();
        if (has_permit) {
            self->set_value(self->value_ + 1);
        }
        if (has_permit || interpreter().python().has(Behaviour::semaphore_wakes_all_it_can)) {
            self->wake_up_next_waiters();
        }
        throw;
    }
    self->wake_up_next_waiters();
    co_return true;
}

/// Those that came meanwhile have queued up, even if there was a permit for them.
void SemaphoreObject::wake_up_next_waiters() {
    const bool all = interpreter().python().has(Behaviour::semaphore_wakes_all_it_can);
    while (value_ > 0 && wake_up_next() && all) {
    }
}

/// Until 3.9: who is woken up looks whether there is a permit now, and waits again if not.
Coro<bool> SemaphoreObject::acquire_until_3_9(Ref<SemaphoreObject> self, CallSite /*call*/) {
    get_running_loop().note_await_line();
    const bool greedy = interpreter().python().has(Behaviour::semaphore_is_greedy);
    while (self->wakeup_scheduled_ || self->value_ <= 0) {
        const Ref<Waiter> waiter = self->new_waiter();
        self->waiters_.append(waiter);
        try {
            co_await Future<Wakeup>(waiter);
            self->wakeup_scheduled_ = false;
        } catch (...) {
            if (greedy) {
                waiter->cancel({});
            }
            const bool woken_in_vain = greedy ? self->value_ > 0 && !waiter->cancelled()
                                              : is_cancelled_error(std::current_exception());
            if (woken_in_vain) {
                self->wake_up_next_until_3_9();
            }
            throw;
        }
    }
    self->set_value(self->value_ - 1);
    co_return true;
}

void SemaphoreObject::release() {
    set_value(value_ + 1);
    if (interpreter().python().has(Behaviour::semaphore_passes_permit)) {
        wake_up_next();
    } else {
        wake_up_next_until_3_9();
    }
}

/// Since 3.10. Returns whether there was one to wake up.
bool SemaphoreObject::wake_up_next() {
    Waiter* next = waiters_.first_pending();
    if (next == nullptr) {
        return false;
    }
    set_value(value_ - 1);
    next->set_result(true);
    return true;
}

/// Until 3.9.
void SemaphoreObject::wake_up_next_until_3_9() {
    while (!waiters_.empty()) {
        const Ref<Waiter> waiter = waiters_.popleft();
        if (!waiter->done()) {
            waiter->set_result({});
            wakeup_scheduled_ = !interpreter().python().has(Behaviour::semaphore_is_greedy);
            break;
        }
    }
}

Ref<Waiter> SemaphoreObject::new_waiter() {
    return new Waiter(get_loop(), names_.acquire);
}

void SemaphoreObject::set_value(std::int64_t value) {
    value_ = value;
    changed();
}

std::string SemaphoreObject::repr() const {
    return waiters_.repr(names_.type,
                         locked() ? "locked" : "unlocked, value:" + std::to_string(value_));
}

ObjectDescription SemaphoreObject::describe() const {
    ObjectDescription description{.letter = Id::kSemaphore, .type = names_.type};
    description.value = value_;
    waiters_.describe(description.waiters);
    return description;
}

BoundedSemaphoreObject::BoundedSemaphoreObject(std::int64_t value, SourceLocation where)
    : SemaphoreObject({"BoundedSemaphore", "BoundedSemaphore.acquire"}, value, where),
      bound_value_(value) {}

void BoundedSemaphoreObject::release() {
    if (value() >= bound_value_) {
        throw ValueError("BoundedSemaphore released too many times");
    }
    SemaphoreObject::release();
}

void Semaphore::release(SourceLocation where) const {
    here(where);
    object_->release();
}

Coro<SemaphoreHeld> async_with(Semaphore semaphore, SourceLocation where, CallSite /*call*/) {
    co_await semaphore.acquire();
    co_return SemaphoreHeld(semaphore.object(), where);
}

}  // namespace corodemo::asyncio
