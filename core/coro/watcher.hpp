#pragma once

#include <cstdint>
#include <source_location>

namespace corodemo::coro {

/// Which coroutine function is called, and where. C++ can tell neither to a coroutine, so a
/// coroutine function ends its parameters with one of these, and its caller need not think of it:
///
///     Coro<int> compute(int x, int y, Call = "compute");
struct Call {
    const char* name;
    std::uint32_t line;
    bool of_program =
        true;  ///< false for a coroutine of the library, which a trace does not number

    // NOLINTNEXTLINE(google-explicit-constructor): that it converts is its use
    Call(const char* function, std::source_location where = std::source_location::current())
        : name(function),
          line(where.line()) {}

    /// For the library's own coroutines.
    static Call library(const char* function) {
        Call call(function);
        call.line = 0;
        call.of_program = false;
        return call;
    }
};

/// Is told of each coroutine object's birth, and of its death if it never ran.
class Watcher {
public:
    Watcher() = default;
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;
    virtual ~Watcher() = default;

    /// Whether it is to be told of births.
    [[nodiscard]] bool wants_births() const { return wants_births_; }
    /// Returns the number that the object has in the trace (0: none).
    virtual std::uint32_t coroutine_created(const Call& call) = 0;
    virtual void never_awaited(const char* name) = 0;

    /// The one that watches this thread, or null. It is the running context's face towards this
    /// layer: asyncio::Context derives from it and installs itself here.
    static Watcher*& current() {
        thread_local Watcher* watcher = nullptr;
        return watcher;
    }

protected:
    void want_births(bool wants) { wants_births_ = wants; }

private:
    bool wants_births_ = false;
};

}  // namespace corodemo::coro
