#pragma once

#include <cstdint>
#include <vector>

#include "app/narration/step.hpp"

namespace corodemo::app {

/// Something that a step brought about, besides its own end.
struct Effect {
    enum class Kind : std::uint8_t {
        coroutines,        ///< made coroutine objects that no task runs yet: `amount`, `name`
        tasks,             ///< made tasks: `ids`; `future`, if it is a gather that made them
        gathers,           ///< put tasks that were there under a gather: `ids`, `future`
        future,            ///< made a future: `future`
        completes,         ///< completed a future: `future`, `event`
        cancels,           ///< cancelled: `ids`
        cancels_too_late,  ///< cancelled what was done already: `ids`
        cancels_call,      ///< cancelled the handle of a call: `name`
        stops,             ///< stop()
        blocks,            ///< slept without giving way, for `time`
        calls_soon,        ///< call_soon(`name`)
        calls_later,       ///< call_later(`time`, `name`)
        calls_at,          ///< call_at(`time`, `name`)
        adds_callback,     ///< `future`, `name`
        removes_callback,  ///< `future`, `name`
        orders,            ///< asyncio iterated a set: `event` is the choice
        readies,           ///< put tasks into the ready queue: `ids`
    };
    Kind kind{};
    std::vector<trace::Id> ids;
    trace::Id future;
    trace::Text name;
    trace::Nanoseconds time = 0;
    std::uint64_t amount = 0;
    const trace::Event* event = nullptr;
};

/// What a step brought about, in order. `state` is the loop's state after it.
std::vector<Effect> effects(const Step& step, const trace::Replay& state);

}  // namespace corodemo::app
