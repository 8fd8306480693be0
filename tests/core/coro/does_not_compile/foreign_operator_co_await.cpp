// error: .*only a Coro, a Future, a Task or sleep.. can be awaited here

#include "core/coro/coro.hpp"

namespace corodemo::tests {

/// As in other libraries: at any time it would resume a coroutine that only its task may resume.
struct Foreign {
    struct Awaiter {
        static bool await_ready() { return false; }
        template <class Promise>
        void await_suspend(std::coroutine_handle<Promise> coroutine);
        static void await_resume() {}
    };
    Awaiter operator co_await() const { return {}; }
};

coro::Coro<> awaits_foreign() {
    co_await Foreign();
}

}  // namespace corodemo::tests
