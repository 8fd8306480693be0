#pragma once

#include <cstdint>
#include <source_location>

namespace corodemo::coro {

class PromiseBase;

/// Which coroutine function is called, and where. C++ offers neither to a coroutine, so a coroutine
/// function takes one of these as its last parameter, which callers leave to its default:
///
///     Coro<int> compute(int x, int y, CallSite = "compute");
struct CallSite {
    const char* name;
    std::uint32_t line;
    bool of_program = true;   ///< false for a coroutine of the library
    bool is_numbered = true;  ///< whether a trace has its creation

    // NOLINTNEXTLINE(google-explicit-constructor): meant to convert implicitly
    CallSite(const char* function, std::source_location where = std::source_location::current())
        : name(function),
          line(where.line()) {}

    CallSite(const char* function, std::uint32_t at_line)
        : name(function),
          line(at_line) {}

    /// For the library's own coroutines.
    static CallSite library(const char* function) {
        CallSite call(function);
        call.line = 0;
        call.of_program = call.is_numbered = false;
        return call;
    }
    /// For a function of the program that a statement calls, as `async with` calls `__aenter__`:
    /// a trace has its frames, but not its creation.
    static CallSite implicit(const char* function,
                             std::source_location where = std::source_location::current()) {
        CallSite call(function, where);
        call.is_numbered = false;
        return call;
    }
};

/// Is notified when a coroutine object is created, and when one is destroyed that never ran.
class CoroutineObserver {
public:
    CoroutineObserver() = default;
    CoroutineObserver(const CoroutineObserver&) = delete;
    CoroutineObserver& operator=(const CoroutineObserver&) = delete;
    virtual ~CoroutineObserver() = default;

    /// Whether coroutine_created() is to be called.
    [[nodiscard]] bool observes_creation() const { return observes_creation_; }
    /// Returns the number of the object in the trace (0: none).
    virtual std::uint32_t coroutine_created(const CallSite& call) = 0;
    virtual void never_awaited(const PromiseBase& coroutine) = 0;

    /// The observer of this thread, or null: how this layer reaches asyncio::Interpreter, which
    /// derives from it and installs itself here.
    static CoroutineObserver*& current() {
        thread_local CoroutineObserver* observer = nullptr;
        return observer;
    }

protected:
    void observe_creation(bool wants) { observes_creation_ = wants; }

private:
    bool observes_creation_ = false;
};

}  // namespace corodemo::coro
