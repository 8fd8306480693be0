#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/asyncio/tasks/ensure_future.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::tests {

/// A random asyncio program: coroutines that sleep, await, spawn, cancel, gather, wait, raise and
/// set futures. It can be run here or written as Python text, and both must have the same trace.
class RandomProgram {
public:
    explicit RandomProgram(std::uint64_t seed);

    [[nodiscard]] std::string python() const;

    /// Runs it; reports all events to `sink`.
    trace::Outcome run(trace::Sink& sink, asyncio::PythonVersion python,
                       trace::Choices& choices) const;

private:
    friend class ProgramRunner;

    enum class Do : std::uint8_t {
        print,
        sleep,        // amount: quarters of a second; variant 0: negative
        spawn,        // body
        await_task,   // amount: which task
        call,         // body
        cancel_task,  // amount; variant 0: with a message
        cancel_self,
        uncancel,           // amount: which task; variant 0: the running one; since 3.11
        gather_coroutines,  // bodies
        gather_tasks,       // amount: how many of the last
        gather_done,        // all tasks that are done
        wait_tasks,         // amount: how many of the last; variant: return_when; timeout
        wait_again,         // on the larger of the sets that the last wait returned; as above
        wait_coroutines,    // bodies; timeout
        raise,              // variant 0: CancelledError
        call_soon,
        call_later,       // amount: quarters of a second
        cancel_handle,    // the last
        set_future,       // amount: which
        await_future,     // amount
        cancel_future,    // amount
        add_callback,     // amount: which task; variant: which callback
        remove_callback,  // amount: which task; variant: which callback
        with_lock,        // the first; amount: quarters of a second within
        acquire,          // the second
        release,          // the second
    };
    struct Statement {
        Do what{};
        bool guarded = false;  // an exception is printed and swallowed
        bool return_exceptions = false;
        unsigned amount = 0;
        unsigned variant = 0;
        unsigned timeout = 0;  // quarters of a second; 0 for none
        std::vector<std::size_t> bodies;

        [[nodiscard]] int delay() const {
            return what == Do::sleep && variant == 0 ? -static_cast<int>(amount)
                                                     : static_cast<int>(amount);
        }
    };
    struct Body {
        std::string name;
        std::vector<Statement> statements;
    };

    static constexpr unsigned kFutures = 3;
    static constexpr unsigned kCallbacks = 3;

    std::vector<Body> bodies_;
    bool locks_first_ = false;  // created before the loop
};

}  // namespace corodemo::tests
