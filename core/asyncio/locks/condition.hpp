#pragma once

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/asyncio/locks/lock.hpp"

namespace corodemo::asyncio {

/// The state that the copies of a Condition and its waiters share.
class ConditionObject final : public SharedObject {
public:
    /// Throws: ValueError if `lock` is bound to another loop (until 3.9).
    ConditionObject(Ref<LockObject> lock, SourceLocation where);
    /// A part of another object, which reports its changes; with a lock of its own.
    ConditionObject(SharedObject& whole, SourceLocation where);

    [[nodiscard]] const Ref<LockObject>& lock() const { return lock_; }
    /// `purpose` is what the trace says that the waiter's future is for.
    static Coro<bool> wait(Ref<ConditionObject> self, const char* purpose = "Condition.wait",
                           CallSite call = CallSite::library("wait"));
    template <class Predicate>
    static Coro<std::invoke_result_t<Predicate&>> wait_for(
        Ref<ConditionObject> self, Predicate predicate, const char* purpose = "Condition.wait_for",
        CallSite /*call*/ = CallSite::library("wait_for")) {
        get_running_loop().note_await_line();
        auto result = predicate();
        while (!result) {
            co_await wait(self, purpose);
            result = predicate();
        }
        co_return result;
    }
    void notify(std::size_t n);
    void notify_all() { notify(waiters_.size()); }

    [[nodiscard]] const Waiters& waiters() const { return waiters_; }
    [[nodiscard]] std::string repr() const override;
    [[nodiscard]] ObjectDescription describe() const override;

private:
    Ref<LockObject> lock_;
    Waiters waiters_{*this};
};

/// A lock, and a queue of tasks that wait until another task says that what the lock protects has
/// changed. Follows asyncio.Condition. Copies refer to the same condition.
///
///     auto held = co_await async_with(condition);                    // async with condition:
///     co_await condition.wait_for([&] { return !items.empty(); });   //     await ...wait_for(...)
class Condition {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): `where` is never given
    Condition(SourceLocation where = SourceLocation::current())
        : Condition(Lock(where), where) {}
    /// Throws: ValueError if the lock is bound to another loop (until 3.9).
    explicit Condition(const Lock& lock, SourceLocation where = SourceLocation::current())
        : object_(new ConditionObject(lock.object(), where)) {}

    [[nodiscard]] Coro<bool> acquire() const { return LockObject::acquire(object_->lock()); }
    /// Throws: RuntimeError if the lock is not held.
    void release(SourceLocation where = SourceLocation::current()) const;
    [[nodiscard]] bool locked() const { return object_->lock()->locked(); }

    /// Releases the lock, waits for notify(), and acquires the lock again, also if it is cancelled.
    /// Returns True.
    /// Throws: CancelledError; RuntimeError if the lock is not held, or it is bound to another
    /// loop.
    [[nodiscard]] Coro<bool> wait() const { return ConditionObject::wait(object_); }
    /// Waits until `predicate()` is true, whose value it returns.   Throws: as wait(); what the
    /// predicate throws.
    template <class Predicate>
    [[nodiscard]] Coro<std::invoke_result_t<Predicate&>> wait_for(Predicate predicate) const {
        return ConditionObject::wait_for(object_, std::move(predicate));
    }
    /// Wakes up at most `n` tasks: each then waits for the lock.
    /// Throws: RuntimeError if the lock is not held.
    void notify(std::size_t n = 1, SourceLocation where = SourceLocation::current()) const;
    void notify_all(SourceLocation where = SourceLocation::current()) const;

    // For async_with(condition, block)
    [[nodiscard]] Coro<bool> aenter() const { return acquire(); }
    [[nodiscard]] Coro<bool> aexit(const std::exception_ptr& /*raised*/) const {
        return release_at_exit(object_->lock());
    }

    [[nodiscard]] const Ref<ConditionObject>& object() const { return object_; }

private:
    Ref<ConditionObject> object_;
};

/// Acquires the lock of `condition`; the returned object releases it. Follows `async with`.
/// Throws: as acquire().
Coro<LockHeld> async_with(Condition condition, SourceLocation where = SourceLocation::current(),
                          CallSite call = CallSite::library("__aenter__"));

}  // namespace corodemo::asyncio
