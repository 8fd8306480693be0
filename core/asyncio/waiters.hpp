#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/asyncio/shared_object.hpp"

namespace corodemo::asyncio {

/// What a waiter is woken up with: True, False or None, as asyncio has it.
using Wakeup = std::optional<bool>;
/// The future that a task waits for.
using Waiter = FutureObject<Wakeup>;

/// The futures of the tasks that wait for an object, first come, first served: asyncio's deques
/// `_waiters`, `_getters` and `_putters`. Each change is a change of the object's state.
class Waiters {
public:
    explicit Waiters(SharedObject& object)
        : object_(object) {}

    void append(const Ref<Waiter>& waiter);
    Ref<Waiter> popleft();
    /// Does nothing if it isn't there.
    void remove(const Ref<Waiter>& waiter);

    [[nodiscard]] bool empty() const { return futures_.empty(); }
    [[nodiscard]] std::size_t size() const { return futures_.size(); }
    /// Requires: not empty.
    [[nodiscard]] Waiter& first() const { return *futures_.front(); }
    [[nodiscard]] bool all_cancelled() const;
    /// The first that is not done, or null.
    [[nodiscard]] Waiter* first_pending() const;
    /// Completes the first `n` that are not done.
    void wake_up(std::size_t n, bool result) const;

    /// Appends them to what a trace shows.
    void describe(std::vector<const FutureBase*>& waiters) const;
    /// Python's repr() of an object of locks.py: `<asyncio.locks.Lock object [locked, waiters:1]>`.
    [[nodiscard]] std::string repr(const std::string& type, const std::string& state) const;

private:
    SharedObject& object_;
    std::deque<Ref<Waiter>> futures_;
};

/// Keeps a waiter in the queue for as long as its task waits, however that ends:
///
///     const Queued queued(self->waiters_, waiter);   // self._waiters.append(fut)
///     co_await Future<Wakeup>(waiter);               // try: await fut
///                                                    // finally: self._waiters.remove(fut)
class Queued {
public:
    Queued(Waiters& waiters, Ref<Waiter> waiter)
        : waiters_(waiters),
          waiter_(std::move(waiter)) {
        waiters_.append(waiter_);
    }
    Queued(const Queued&) = delete;
    Queued& operator=(const Queued&) = delete;
    ~Queued() { waiters_.remove(waiter_); }

private:
    Waiters& waiters_;
    Ref<Waiter> waiter_;
};

}  // namespace corodemo::asyncio
