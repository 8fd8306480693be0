#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/narration/narrate.hpp"
#include "app/narration/step.hpp"

namespace corodemo::app {

/// An effect of a step, other than ending it.
struct Effect {
    enum class Kind : std::uint8_t {
        coroutines,     ///< created coroutine objects not yet wrapped in a task: `amount`, `name`
        tasks,          ///< created tasks: `ids`; `future` if a gather created them
        gathers,        ///< added existing tasks to a gather: `ids`, `future`
        counts,         ///< a gather found `amount` of its children done: `future`
        future,         ///< created a future: `future`
        completes,      ///< completed a future: `future`, `event`
        cancels,        ///< cancelled: `ids`
        cancels_woken,  ///< cancelled tasks, though what they wait for is already done: `ids`
        cancels_too_late,   ///< tried to cancel what was already done: `ids`
        cancels_call,       ///< cancelled the handle of a call: `name`
        stops,              ///< stop()
        blocks,             ///< blocked the event loop for `time`
        calls_soon,         ///< call_soon(`name`)
        calls_later,        ///< call_later(`time`, `name`)
        calls_at,           ///< call_at(`time`, `name`)
        adds_callback,      ///< `future`, `name`
        removes_callback,   ///< `future`, `name`
        orders,             ///< asyncio iterated a set: `event` is the choice
        calls_threadsafe,   ///< call_soon_threadsafe(`name`)
        starts_eagerly,     ///< an eager task's first step begins: `ids`; what it does follows
        ends_eagerly,       ///< and ends: `event`, `time` is the delay if it sleeps
        creates_objects,    ///< created queues, locks or the like, of the class `name`: `ids`
        creates_condition,  ///< created a condition with its lock, which is the last of `ids`
        deed,               ///< did something to one of them, maybe several times: `deeds`
        readies,            ///< put tasks into the ready queue: `ids`
        prints,             ///< printed `lines`
        warns,              ///< Python warns: `event`
        reports,            ///< asyncio reports an exception: `event`
        cancel_outcome,     ///< what became of a cancellation is certain now: `event`
        destroys,           ///< lost the last reference to pending tasks: `ids`
        notes,              ///< the program's own remark to the reader: `event`
    };
    Kind kind{};
    std::vector<trace::Id> ids;
    trace::Id future;
    trace::Text name;
    trace::Nanoseconds time = 0;
    std::uint64_t amount = 0;
    std::vector<PrintedLine> lines;
    const trace::Event* event = nullptr;
    std::vector<ObjectDeed> deeds;  ///< of a kind, to one object
};

/// The effects of the step that `steps` returned last, in order.
std::vector<Effect> effects(const Step& step, const Steps& steps);

}  // namespace corodemo::app
