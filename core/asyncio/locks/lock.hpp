#pragma once

#include "core/asyncio/locks/held.hpp"
#include "core/asyncio/waiters.hpp"

namespace corodemo::asyncio {

/// The state that the copies of a Lock and its waiters share.
class LockObject final : public SharedObject {
public:
    explicit LockObject(SourceLocation where);
    /// A part of another object, which the trace does not show by itself.
    LockObject(SharedObject& whole, SourceLocation where);

    [[nodiscard]] bool locked() const { return locked_; }
    /// `purpose` is what the trace says that the waiter's future is for.
    static Coro<bool> acquire(Ref<LockObject> self, const char* purpose = "Lock.acquire",
                              CallSite call = CallSite::library("acquire"));
    /// Throws: RuntimeError if it is not held.
    void release();

    [[nodiscard]] std::string repr() const override;
    [[nodiscard]] ObjectDescription describe() const override;

private:
    void set_locked(bool locked);
    void wake_up_first() const;

    bool locked_ = false;
    Waiters waiters_{*this};
};

/// A mutex for tasks, which acquire it in first-come, first-served order. Follows asyncio.Lock,
/// which is not reentrant and may be released by any task. Copies refer to the same lock.
///
///     auto held = co_await async_with(lock);   // Python's `async with lock:`
class Lock {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): `where` is never given
    Lock(SourceLocation where = SourceLocation::current())
        : object_(new LockObject(where)) {}

    /// Returns True when the lock is acquired.   Throws: CancelledError; RuntimeError if it is
    /// bound to another loop.
    [[nodiscard]] Coro<bool> acquire() const { return LockObject::acquire(object_); }
    /// Releases the lock and schedules the first waiter.
    /// Throws: RuntimeError if it is not held.
    void release(SourceLocation where = SourceLocation::current()) const;
    [[nodiscard]] bool locked() const { return object_->locked(); }

    // For async_with(lock, block)
    [[nodiscard]] Coro<bool> aenter() const { return acquire(); }
    [[nodiscard]] Coro<bool> aexit(const std::exception_ptr& /*raised*/) const {
        return release_at_exit(object_);
    }

    [[nodiscard]] const Ref<LockObject>& object() const { return object_; }

private:
    Ref<LockObject> object_;
};

using LockHeld = Held<LockObject>;

/// Acquires `lock`; the returned object releases it. Follows `async with`.   Throws: as acquire().
Coro<LockHeld> async_with(Lock lock, SourceLocation where = SourceLocation::current(),
                          CallSite call = CallSite::library("__aenter__"));

}  // namespace corodemo::asyncio
