#pragma once

#include "core/asyncio/waiters.hpp"

namespace corodemo::asyncio {

/// The state that the copies of an Event and its waiters share.
class EventObject final : public SharedObject {
public:
    explicit EventObject(SourceLocation where);
    /// A part of another object, which reports its changes.
    EventObject(SharedObject& whole, SourceLocation where);

    [[nodiscard]] bool is_set() const { return value_; }
    void set();
    void clear();
    /// `purpose` is what the trace says that the waiter's future is for.
    static Coro<bool> wait(Ref<EventObject> self, const char* purpose = "Event.wait",
                           CallSite call = CallSite::library("wait"));

    [[nodiscard]] const Waiters& waiters() const { return waiters_; }
    [[nodiscard]] std::string repr() const override;
    [[nodiscard]] ObjectDescription describe() const override;

private:
    bool value_ = false;
    Waiters waiters_{*this};
};

/// A flag that tasks wait for. Follows asyncio.Event. Copies refer to the same event.
class Event {
public:
    /// Until 3.9 it is bound to get_event_loop(); since 3.10 to the loop in which a task first
    /// waits for it. The same holds for what else tasks share.
    // NOLINTNEXTLINE(google-explicit-constructor): `where` is never given
    Event(SourceLocation where = SourceLocation::current())
        : object_(new EventObject(where)) {}

    [[nodiscard]] bool is_set() const { return object_->is_set(); }
    /// Wakes up every task that waits: each resumes in the next iteration, even if clear() is
    /// called before that.
    void set(SourceLocation where = SourceLocation::current()) const;
    void clear(SourceLocation where = SourceLocation::current()) const;
    /// Returns True when the event is set: without suspending, if it is already.
    /// Throws: CancelledError; RuntimeError if it is bound to another loop.
    [[nodiscard]] Coro<bool> wait() const { return EventObject::wait(object_); }

    [[nodiscard]] const Ref<EventObject>& object() const { return object_; }

private:
    Ref<EventObject> object_;
};

}  // namespace corodemo::asyncio
