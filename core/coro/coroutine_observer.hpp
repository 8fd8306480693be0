#pragma once

#include <cstdint>
#include <source_location>

namespace corodemo::coro {

/// Which coroutine function is called, and where. C++ can tell neither to a coroutine, so a
/// coroutine function ends its parameters with one of these, and its caller need not think of it:
///
///     Coro<int> compute(int x, int y, CallSite = "compute");
struct CallSite {
    const char* name;
    std::uint32_t line;
    bool of_program =
        true;  ///< false for a coroutine of the library, which a trace does not number

    // NOLINTNEXTLINE(google-explicit-constructor): that it converts is its use
    CallSite(const char* function, std::source_location where = std::source_location::current())
        : name(function),
          line(where.line()) {}

    /// For the library's own coroutines.
    static CallSite library(const char* function) {
        CallSite call(function);
        call.line = 0;
        call.of_program = false;
        return call;
    }
};

/// Is told of each coroutine object's birth, and of its death if it never ran.
class CoroutineObserver {
public:
    CoroutineObserver() = default;
    CoroutineObserver(const CoroutineObserver&) = delete;
    CoroutineObserver& operator=(const CoroutineObserver&) = delete;
    virtual ~CoroutineObserver() = default;

    /// Whether it is to be told of births.
    [[nodiscard]] bool observes_creation() const { return observes_creation_; }
    /// Returns the number that the object has in the trace (0: none).
    virtual std::uint32_t coroutine_created(const CallSite& call) = 0;
    virtual void never_awaited(const char* name) = 0;

    /// The one that watches this thread, or null. It is the running context's face towards this
    /// layer: asyncio::Interpreter derives from it and installs itself here.
    static CoroutineObserver*& current() {
        thread_local CoroutineObserver* watcher = nullptr;
        return watcher;
    }

protected:
    void observe_creation(bool wants) { observes_creation_ = wants; }

private:
    bool observes_creation_ = false;
};

}  // namespace corodemo::coro
