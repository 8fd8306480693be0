#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace corodemo::trace {

// The enumerations of the trace format. `enum_names()` has their spellings, in the order of the
// enumerators.

enum class How : std::uint8_t { run_until_complete, run_forever };
enum class Via : std::uint8_t { asyncio_run, asyncio_runner };
enum class ClockKind : std::uint8_t { virtual_time, mixed, real };
enum class AdvanceWhy : std::uint8_t { idle, blocked, waited };
enum class FinishWhy : std::uint8_t { stopped, hung, limit, raised };
enum class Role : std::uint8_t {
    step,
    wakeup,
    callback,
    call_soon,
    thread,
    reader,
    writer,
    signal,
    job,  // these are roles of a handle
    sleep,
    timeout,
    call_later,
    call_at,  // and these of a timer
};
enum class CallbackRole : std::uint8_t {
    user,
    gather,
    wait,
    run,
    wakeup,
    task_group,
    as_completed,
    shield,
    wait_for,
    other,  // another one of asyncio's own
};
enum class End : std::uint8_t { suspended, yielded, returned, raised, cancelled };
enum class FutureState : std::uint8_t { result, exception, cancelled };
enum class Delivered : std::uint8_t { waiter, flag, refused, done };
enum class CancelOutcome : std::uint8_t { thrown, never_started, swallowed, too_late, withdrawn };
enum class ObjectState : std::uint8_t {
    unlocked,
    locked,  // these are states of a lock
    unset,
    set,  // of an event
    filling,
    draining,
    resetting,
    broken,    // of a barrier
    shutdown,  // of a queue
};
enum class Stream : std::uint8_t { out, err };

std::span<const std::string_view> enum_names(How);
std::span<const std::string_view> enum_names(Via);
std::span<const std::string_view> enum_names(ClockKind);
std::span<const std::string_view> enum_names(AdvanceWhy);
std::span<const std::string_view> enum_names(FinishWhy);
std::span<const std::string_view> enum_names(Role);
std::span<const std::string_view> enum_names(CallbackRole);
std::span<const std::string_view> enum_names(End);
std::span<const std::string_view> enum_names(FutureState);
std::span<const std::string_view> enum_names(Delivered);
std::span<const std::string_view> enum_names(CancelOutcome);
std::span<const std::string_view> enum_names(ObjectState);
std::span<const std::string_view> enum_names(Stream);

template <class Word>
std::string_view to_string(Word word)
    requires std::is_enum_v<Word>
{
    return enum_names(word)[static_cast<std::size_t>(word)];
}

}  // namespace corodemo::trace
