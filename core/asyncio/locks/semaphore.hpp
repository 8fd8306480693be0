#pragma once

#include <cstdint>

#include "core/asyncio/locks/held.hpp"
#include "core/asyncio/waiters.hpp"

namespace corodemo::asyncio {

/// The state that the copies of a Semaphore and its waiters share.
///
/// CPython has had three rules for who gets what release() gives back:
///  until 3.8: the first waiter is woken up to take it, but any other task may take it before;
///  3.9: as above, but while a waiter is on its way, all others queue up behind those that wait;
///  since 3.10: it is the first waiter's from the moment in which that is woken up.
class SemaphoreObject : public SharedObject {
public:
    /// Throws: ValueError if `value` is negative.
    SemaphoreObject(std::int64_t value, SourceLocation where);

    /// Whether acquire() would have to wait.
    [[nodiscard]] bool locked() const;
    static Coro<bool> acquire(const Ref<SemaphoreObject>& self);
    virtual void release();

    [[nodiscard]] std::string repr() const override;
    [[nodiscard]] ObjectDescription describe() const override;

protected:
    struct Names {
        const char* type;
        const char* acquire;  ///< what the trace says that a waiter's future is for
    };
    SemaphoreObject(const Names& names, std::int64_t value, SourceLocation where);

    [[nodiscard]] std::int64_t value() const { return value_; }

private:
    static Coro<bool> acquire_since_3_10(Ref<SemaphoreObject> self, CallSite call);
    static Coro<bool> acquire_until_3_9(Ref<SemaphoreObject> self, CallSite call);
    [[nodiscard]] Ref<Waiter> new_waiter();
    void set_value(std::int64_t value);
    bool wake_up_next();
    void wake_up_next_waiters();
    void wake_up_next_until_3_9();

    Names names_;
    std::int64_t value_;
    bool wakeup_scheduled_ = false;  // in 3.9
    Waiters waiters_{*this};
};

class BoundedSemaphoreObject final : public SemaphoreObject {
public:
    BoundedSemaphoreObject(std::int64_t value, SourceLocation where);

    /// Throws: ValueError if the value would exceed its first value.
    void release() override;

private:
    std::int64_t bound_value_;
};

/// A counter of permits: acquire() takes one, or waits until there is one; release() gives one
/// back. Follows asyncio.Semaphore. Copies refer to the same semaphore.
///
///     auto held = co_await async_with(semaphore);   // Python's `async with semaphore:`
class Semaphore {
public:
    /// Throws: ValueError if `value` is negative.
    explicit Semaphore(std::int64_t value = 1, SourceLocation where = SourceLocation::current())
        : object_(new SemaphoreObject(value, where)) {}

    /// Returns True when it has a permit.   Throws: CancelledError; RuntimeError if it is bound to
    /// another loop.
    [[nodiscard]] Coro<bool> acquire() const { return SemaphoreObject::acquire(object_); }
    /// Gives a permit back, to the first waiter if there is one.
    /// Throws: ValueError if it is a BoundedSemaphore that would have more than at first.
    void release(SourceLocation where = SourceLocation::current()) const;
    /// Whether acquire() would have to wait.
    [[nodiscard]] bool locked() const { return object_->locked(); }

    // For async_with(semaphore, block)
    [[nodiscard]] Coro<bool> aenter() const { return acquire(); }
    [[nodiscard]] Coro<bool> aexit(const std::exception_ptr& /*raised*/) const {
        return release_at_exit(object_);
    }

    [[nodiscard]] const Ref<SemaphoreObject>& object() const { return object_; }

protected:
    explicit Semaphore(Ref<SemaphoreObject> object)
        : object_(std::move(object)) {}

private:
    Ref<SemaphoreObject> object_;
};

/// A semaphore that is never released more often than it was acquired. Follows
/// asyncio.BoundedSemaphore.
class BoundedSemaphore : public Semaphore {
public:
    /// Throws: ValueError if `value` is negative.
    explicit BoundedSemaphore(std::int64_t value = 1,
                              SourceLocation where = SourceLocation::current())
        : Semaphore(new BoundedSemaphoreObject(value, where)) {}
};

using SemaphoreHeld = Held<SemaphoreObject>;

/// Acquires `semaphore`; the returned object releases it. Follows `async with`.   Throws: as
/// acquire().
Coro<SemaphoreHeld> async_with(Semaphore semaphore,
                               SourceLocation where = SourceLocation::current(),
                               CallSite call = CallSite::library("__aenter__"));

}  // namespace corodemo::asyncio
