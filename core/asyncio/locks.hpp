#pragma once

#include <deque>
#include <string>
#include <utility>

#include "core/asyncio/shared_object.hpp"
#include "core/asyncio/tasks/ensure_future.hpp"

namespace corodemo::asyncio {

/// The state that the copies of a Lock and its waiters share.
class LockObject final : public SharedObject {
public:
    explicit LockObject(SourceLocation where);

    [[nodiscard]] bool locked() const { return locked_; }
    /// Acquires the lock unless it is held, or a waiter comes first; returns whether it did.
    bool try_acquire();
    /// Appends a future to the queue, for a task that has to wait.
    Ref<FutureObject<bool>> enter_queue();
    /// Requires: `waiter` is in the queue.
    void leave_queue(const Ref<FutureObject<bool>>& waiter);
    void take();
    void release();
    /// Wakes up the first waiter, if any, to take the lock.
    void wake_up_first();

    [[nodiscard]] std::string repr() const override;
    [[nodiscard]] ObjectDescription describe() const override;

private:
    std::deque<Ref<FutureObject<bool>>> waiters_;
    bool locked_ = false;
};

/// A mutex for tasks, which acquire it in first-come, first-served order. Follows asyncio.Lock,
/// which is not reentrant and may be released by any task. Copies refer to the same lock.
///
///     auto held = co_await async_with(lock);   // Python's `async with lock:`
class Lock {
public:
    /// Until 3.9 it is bound to get_event_loop(); since 3.10 to the loop in which a task first
    /// waits for it.
    // NOLINTNEXTLINE(google-explicit-constructor): `where` is never given
    Lock(SourceLocation where = SourceLocation::current())
        : object_(new LockObject(where)) {}

    /// Returns True when the lock is acquired.   Throws: CancelledError; RuntimeError if it is
    /// bound to another loop.
    [[nodiscard]] Coro<bool> acquire() const { return acquire(object_); }
    /// Releases the lock and schedules the first waiter.
    /// Throws: RuntimeError if it is not held.
    void release(SourceLocation where = SourceLocation::current()) const;
    [[nodiscard]] bool locked() const { return object_->locked(); }

    [[nodiscard]] const Ref<LockObject>& object() const { return object_; }

private:
    static Coro<bool> acquire(Ref<LockObject> lock, CallSite call = CallSite::library("acquire"));

    Ref<LockObject> object_;
};

/// Releases a lock at the end of a block, unless the block has done so.
class LockHeld {
public:
    LockHeld(Ref<LockObject> lock, SourceLocation where)
        : lock_(std::move(lock)),
          where_(where) {}
    LockHeld(LockHeld&& other) noexcept = default;
    LockHeld& operator=(LockHeld&&) = delete;
    ~LockHeld();

private:
    Ref<LockObject> lock_;
    SourceLocation where_;
};

/// Acquires `lock`; the returned object releases it. Follows `async with`.   Throws: as acquire().
Coro<LockHeld> async_with(Lock lock, SourceLocation where = SourceLocation::current(),
                          CallSite call = CallSite::library("__aenter__"));

}  // namespace corodemo::asyncio
