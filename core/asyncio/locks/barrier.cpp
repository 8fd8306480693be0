#include "core/asyncio/locks/barrier.hpp"

namespace corodemo::asyncio {

BarrierObject::BarrierObject(std::int64_t parties, SourceLocation where)
    : SharedObject(where),
      parties_(parties) {
    const PythonVersion python = interpreter().python();
    if (!python.has(Behaviour::has_barrier)) {
        throw AttributeError(std::string(PythonVersion::text(Behaviour::has_barrier)));
    }
    if (parties < 1) {
        throw ValueError(python.has(Behaviour::barrier_wants_at_least_one) ? "parties must be >= 1"
                                                                           : "parties must be > 0");
    }
    cond_ = new ConditionObject(*this, where);
    created();
}

Coro<std::int64_t> BarrierObject::wait(Ref<BarrierObject> self, CallSite /*call*/) {
    get_running_loop().note_await_line();
    co_await LockObject::acquire(self->cond_->lock(), "Barrier.wait");
    const LockHeld held(self->cond_->lock());  // async with self._cond
    co_await block(self);
    const std::int64_t index = self->count_;
    self->set_count(index + 1);
    std::exception_ptr thrown;
    try {
        if (index + 1 == self->parties_) {
            self->release();
        } else {
            co_await wait_inside(self);
        }
    } catch (...) {
        thrown = std::current_exception();
    }
    self->set_count(self->count_ - 1);
    self->exit();
    if (thrown) {
        std::rethrow_exception(thrown);
    }
    co_return index;
}

/// While the tasks of the last round leave, those of the next wait here.
Coro<> BarrierObject::block(Ref<BarrierObject> self, CallSite /*call*/) {
    const auto may_enter = [state = &self->state_] {
        return *state != State::draining && *state != State::resetting;
    };
    co_await ConditionObject::wait_for(self->cond_, may_enter, "Barrier.wait");
    if (self->broken()) {
        throw BrokenBarrierError("Barrier aborted");
    }
}

/// The last to arrive lets all of them go.
void BarrierObject::release() {
    set_state(State::draining);
    cond_->notify_all();
}

Coro<> BarrierObject::wait_inside(Ref<BarrierObject> self, CallSite /*call*/) {
    const auto is_filled = [state = &self->state_] { return *state != State::filling; };
    co_await ConditionObject::wait_for(self->cond_, is_filled, "Barrier.wait");
    if (self->state_ == State::broken || self->state_ == State::resetting) {
        throw BrokenBarrierError("Abort or reset of barrier");
    }
}

/// The last to leave lets those of the next round in.
void BarrierObject::exit() {
    if (count_ == 0) {
        if (state_ == State::resetting || state_ == State::draining) {
            set_state(State::filling);
        }
        cond_->notify_all();
    }
}

Coro<> BarrierObject::reset(Ref<BarrierObject> self, CallSite /*call*/) {
    get_running_loop().note_await_line();
    co_await LockObject::acquire(self->cond_->lock(), "Barrier.reset");
    const LockHeld held(self->cond_->lock());  // async with self._cond
    self->set_state(self->count_ > 0 ? State::resetting : State::filling);
    self->cond_->notify_all();
}

Coro<> BarrierObject::abort(Ref<BarrierObject> self, CallSite /*call*/) {
    get_running_loop().note_await_line();
    co_await LockObject::acquire(self->cond_->lock(), "Barrier.abort");
    const LockHeld held(self->cond_->lock());  // async with self._cond
    self->set_state(State::broken);
    self->cond_->notify_all();
}

void BarrierObject::set_state(State state) {
    state_ = state;
    changed();
}

void BarrierObject::set_count(std::int64_t count) {
    count_ = count;
    changed();
}

std::string BarrierObject::repr() const {
    const std::string waiters =
        broken() ? "" : ", waiters:" + std::to_string(n_waiting()) + '/' + std::to_string(parties_);
    return "<asyncio.locks.Barrier object [" + std::string(to_string(state_)) + waiters + "]>";
}

ObjectDescription BarrierObject::describe() const {
    ObjectDescription description{.letter = Id::kBarrier, .type = "Barrier"};
    description.parties = parties_;
    description.state = state_;
    description.value = count_;
    cond_->waiters().describe(description.waiters);
    return description;
}

}  // namespace corodemo::asyncio
