#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

#include "core/asyncio/tasks/ensure_future.hpp"
#include "core/asyncio/weak_callback.hpp"

namespace corodemo::asyncio {

/// The state that the copies of a Timeout share.
class TimeoutObject final : public RefCounted {
public:
    explicit TimeoutObject(std::optional<Time> when)
        : when_(when) {}
    ~TimeoutObject() override;

    [[nodiscard]] std::optional<Time> when() const { return when_; }
    void reschedule(std::optional<Time> when);
    [[nodiscard]] bool expired() const {
        return state_ == State::expiring || state_ == State::expired;
    }

    /// __aenter__ and __aexit__, neither of which suspends. exit() throws TimeoutError in the place
    /// of `error`, if that is the CancelledError that this timeout brought about.
    void enter();
    void exit(const std::exception_ptr& error);

private:
    enum class State : std::uint8_t { created, entered, expiring, expired, exited };

    void on_timeout();

    State state_ = State::created;
    std::optional<Time> when_;
    Ref<HandleObject> timeout_handler_;
    Ref<WeakCallback> on_timeout_;
    Ref<TaskBase> task_;
    std::uint32_t cancelling_ = 0;  // the task's count when it entered
};

/// Cancels the task that runs a block if that takes too long, and turns the CancelledError that
/// comes out of the block into TimeoutError. Follows asyncio.Timeout. Copies refer to the same one.
///
///     co_await async_with(timeout(1s), [&]() -> Block { ... });
class Timeout {
public:
    explicit Timeout(std::optional<Time> when)
        : object_(new TimeoutObject(when)) {}

    /// The deadline, if it has one.
    [[nodiscard]] std::optional<Time> when() const { return object_->when(); }
    /// Sets another deadline, or none.   Throws: RuntimeError outside of the block, or when it has
    /// expired.
    void reschedule(std::optional<Time> when,
                    SourceLocation where = SourceLocation::current()) const {
        here(where);
        object_->reschedule(when);
    }
    /// Whether the deadline has passed while the block ran.
    [[nodiscard]] bool expired() const { return object_->expired(); }

    /// For async_with().   Throws: RuntimeError if it was entered before, or outside of a task.
    [[nodiscard]] Coro<Timeout> aenter() const { return enter(*this); }
    /// Throws: TimeoutError.
    [[nodiscard]] Coro<bool> aexit(std::exception_ptr raised) const {
        return exit(object_, std::move(raised));
    }

    [[nodiscard]] const Ref<TimeoutObject>& object() const { return object_; }

private:
    static Coro<Timeout> enter(Timeout timeout, CallSite call = CallSite::library("__aenter__"));
    static Coro<bool> exit(Ref<TimeoutObject> timeout, std::exception_ptr raised,
                           CallSite call = CallSite::library("__aexit__"));

    Ref<TimeoutObject> object_;
};

/// A block that ends within `delay` of now, if there is one.   Throws: RuntimeError if no loop is
/// running; AttributeError before 3.11. Follows asyncio.timeout.
Timeout timeout(std::optional<Duration> delay);
/// The same with a deadline. Follows asyncio.timeout_at.
Timeout timeout_at(std::optional<Time> when);

}  // namespace corodemo::asyncio
