#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace corodemo::trace {

/// The name of one object of a run: `T1` the first task, `G1` gather's first outer future, `F1` any
/// other future, `H1` a handle (timers too), `C1` a coroutine object of the program, `K1` a
/// callback, `L1` a loop; and what tasks share: `Q1` a queue, `M1` a lock, `S1` a semaphore, `V1`
/// an event, `N1` a condition, `B1` a barrier. The numbers of each letter count in order of
/// creation. A default-constructed Id names nothing.
struct Id {
    static constexpr char kTask = 'T';
    static constexpr char kGather = 'G';
    static constexpr char kFuture = 'F';
    static constexpr char kHandle = 'H';
    static constexpr char kCoroutine = 'C';
    static constexpr char kCallback = 'K';
    static constexpr char kLoop = 'L';
    static constexpr char kQueue = 'Q';
    static constexpr char kLock = 'M';
    static constexpr char kSemaphore = 'S';
    static constexpr char kEvent = 'V';
    static constexpr char kCondition = 'N';
    static constexpr char kBarrier = 'B';

    char letter = '\0';
    std::uint32_t number = 0;

    explicit operator bool() const { return number != 0; }
    auto operator<=>(const Id&) const = default;
};

/// `T12`; empty for no id.
std::string to_string(Id id);

/// The reverse of to_string. An empty Id if `text` is not an id: an unknown letter, no number, or
/// one that is 0 or too large.
Id id_from_string(std::string_view text);

}  // namespace corodemo::trace
