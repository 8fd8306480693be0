#pragma once

#include <algorithm>
#include <deque>
#include <utility>

#include "core/asyncio/tasks/ensure_future.hpp"

namespace corodemo::asyncio {

/// What a Lock, its copies and those who wait for it share.
class LockObject final : public RefCounted {
public:
    LockObject();

    [[nodiscard]] bool locked() const { return locked_; }
    /// Tries to take it.
    bool try_acquire();
    /// For a task that has to wait: its future, at the end of the queue.
    Ref<FutureObject<bool>> enter_queue();
    /// Requires: it is in the queue.
    void leave_queue(const Ref<FutureObject<bool>>& waiter) {
        waiters_.erase(std::ranges::find(waiters_, waiter));  // nearly always the first
    }
    void take() { locked_ = true; }
    /// Releases it.
    void wake_up_first();

private:
    EventLoop& loop();

    EventLoop* loop_ = nullptr;
    std::deque<Ref<FutureObject<bool>>> waiters_;
    bool locked_ = false;
};

/// Held by one task at a time; who comes later waits, and gets it in the order of coming. Follows
/// asyncio.Lock, which is not reentrant, and does not ask who releases it. Copies are the same
/// lock.
///
///     auto held = co_await async_with(lock);   // Python's `async with lock:`, to the block's end
class Lock {
public:
    /// Until 3.9 it belongs to get_event_loop(); since 3.10 to the loop in which a task first
    /// waits for it.
    Lock()
        : object_(new LockObject) {}

    /// Returns True when it is held.   Throws: CancelledError; RuntimeError if it belongs to
    /// another loop.
    [[nodiscard]] Coro<bool> acquire() const { return acquire(object_); }
    /// Lets the first who waits have it, which runs when its turn comes.
    /// Throws: RuntimeError if nobody holds it.
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

/// Acquires `lock`; what it returns releases it. Follows `async with`.   Throws: as acquire().
Coro<LockHeld> async_with(Lock lock, SourceLocation where = SourceLocation::current(),
                          CallSite call = CallSite::library("__aenter__"));

}  // namespace corodemo::asyncio
