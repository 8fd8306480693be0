#pragma once

#include <cstdint>
#include <optional>

#include "core/trace/replay.hpp"

namespace corodemo::app {

/// What a change of a queue, a lock or the like means to a reader: `puts 'a' into Q1 (2/3)`.
struct ObjectDeed {
    enum class Kind : std::uint8_t {
        acquires,      ///< a lock or a semaphore
        releases,      ///< a lock or a semaphore
        gives,         ///< a semaphore's permit to the waiter `to`
        sets,          ///< an event
        clears,        ///< an event
        notifies,      ///< the task `to`, which waits for a condition
        puts,          ///< an item into a queue
        gets,          ///< an item from a queue
        marks_done,    ///< an item of a queue: task_done()
        shuts_down,    ///< a queue
        arrives_last,  ///< at a barrier, whose tasks go on
        breaks,        ///< a barrier
    };
    Kind kind{};
    trace::Id object;
    trace::Text item = {};    ///< of a queue; absent if it is unknown which
    std::uint64_t value = 0;  ///< afterwards: a semaphore's counter; a queue's size, or how many of
                              ///< its items are unfinished
    std::uint64_t of = 0;     ///< a queue's maxsize; 0 if it is unlimited
    trace::Id to = {};        ///< a task that goes on
};

/// What an event does to an object. `before` is the state before the event, `next` the event after
/// it, or null. None if there is nothing to tell: who waits is told as where a task stands.
std::optional<ObjectDeed> deed_of(const trace::Event& event, const trace::Event* next,
                                  const trace::Replay& before);

}  // namespace corodemo::app
