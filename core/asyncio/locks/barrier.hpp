#pragma once

#include <cstdint>

#include "core/asyncio/locks/condition.hpp"

namespace corodemo::asyncio {

/// The state that the copies of a Barrier and its tasks share.
///
/// It is in exactly one state:
///  (1) filling:   tasks arrive, and wait until there are `parties` of them;
///  (2) draining:  they leave; those that arrive now wait until all have left;
///  (3) resetting: as (2), but those that leave get BrokenBarrierError;
///  (4) broken:    wait() raises BrokenBarrierError, until reset().
class BarrierObject final : public SharedObject {
public:
    /// Throws: ValueError if `parties` is less than 1; AttributeError before 3.11.
    BarrierObject(std::int64_t parties, SourceLocation where);

    static Coro<std::int64_t> wait(Ref<BarrierObject> self,
                                   CallSite call = CallSite::library("wait"));
    static Coro<> reset(Ref<BarrierObject> self, CallSite call = CallSite::library("reset"));
    static Coro<> abort(Ref<BarrierObject> self, CallSite call = CallSite::library("abort"));

    [[nodiscard]] std::int64_t parties() const { return parties_; }
    [[nodiscard]] std::int64_t n_waiting() const { return state_ == State::filling ? count_ : 0; }
    [[nodiscard]] bool broken() const { return state_ == State::broken; }

    [[nodiscard]] std::string repr() const override;
    [[nodiscard]] ObjectDescription describe() const override;

private:
    using State = trace::ObjectState;

    static Coro<> block(Ref<BarrierObject> self, CallSite call = CallSite::library("_block"));
    static Coro<> wait_inside(Ref<BarrierObject> self, CallSite call = CallSite::library("_wait"));
    void release();
    void exit();
    void set_state(State state);
    void set_count(std::int64_t count);

    Ref<ConditionObject> cond_;
    std::int64_t parties_;
    State state_ = State::filling;
    std::int64_t count_ = 0;  // of the tasks inside
};

/// A meeting point: tasks wait at it until there are `parties` of them, and then all go on.
/// Follows asyncio.Barrier (3.11). Copies refer to the same barrier.
///
///     const auto index = co_await async_with(barrier);   // async with barrier as index:
class Barrier {
public:
    /// Throws: ValueError if `parties` is less than 1; AttributeError before 3.11.
    explicit Barrier(std::int64_t parties, SourceLocation where = SourceLocation::current())
        : object_(new BarrierObject(parties, where)) {}

    /// Returns how many came before. The last to come does not suspend.
    /// Throws: CancelledError; BrokenBarrierError if the barrier is or becomes broken, or is reset;
    /// RuntimeError if it is bound to another loop.
    [[nodiscard]] Coro<std::int64_t> wait() const { return BarrierObject::wait(object_); }
    /// Empties it: the tasks that wait get BrokenBarrierError.
    [[nodiscard]] Coro<> reset() const { return BarrierObject::reset(object_); }
    /// Breaks it: the tasks that wait, and those to come, get BrokenBarrierError.
    [[nodiscard]] Coro<> abort() const { return BarrierObject::abort(object_); }

    [[nodiscard]] std::int64_t parties() const { return object_->parties(); }
    [[nodiscard]] std::int64_t n_waiting() const { return object_->n_waiting(); }
    [[nodiscard]] bool broken() const { return object_->broken(); }

    [[nodiscard]] const Ref<BarrierObject>& object() const { return object_; }

private:
    Ref<BarrierObject> object_;
};

/// As wait(): leaving the block does nothing. Follows `async with`.
inline Coro<std::int64_t> async_with(const Barrier& barrier) {
    return barrier.wait();
}

}  // namespace corodemo::asyncio
