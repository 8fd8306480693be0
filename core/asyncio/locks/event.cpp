#include "core/asyncio/locks/event.hpp"

namespace corodemo::asyncio {

EventObject::EventObject(SourceLocation where)
    : SharedObject(where) {
    created();
}

EventObject::EventObject(SharedObject& whole, SourceLocation where)
    : SharedObject(where) {
    become_part_of(whole);
}

void EventObject::set() {
    if (!value_) {
        value_ = true;
        changed();
        waiters_.wake_up(waiters_.size(), true);
    }
}

void EventObject::clear() {
    value_ = false;
    changed();
}

Coro<bool> EventObject::wait(Ref<EventObject> self, const char* purpose, CallSite /*call*/) {
    get_running_loop().note_await_line();
    if (self->value_) {
        co_return true;
    }
    const Ref<Waiter> waiter(new Waiter(self->get_loop(), purpose));
    const Queued queued(self->waiters_, waiter);
    co_await Future<Wakeup>(waiter);
    co_return true;
}

std::string EventObject::repr() const {
    return waiters_.repr("Event", value_ ? "set" : "unset");
}

ObjectDescription EventObject::describe() const {
    ObjectDescription description{.letter = Id::kEvent, .type = "Event"};
    description.state = value_ ? trace::ObjectState::set : trace::ObjectState::unset;
    waiters_.describe(description.waiters);
    return description;
}

void Event::set(SourceLocation where) const {
    here(where);
    object_->set();
}

void Event::clear(SourceLocation where) const {
    here(where);
    object_->clear();
}

}  // namespace corodemo::asyncio
