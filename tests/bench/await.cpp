// C. A coroutine awaits a coroutine that returns immediately: one level.

#include "tests/bench/bench.hpp"
#include "tests/bench/floor.hpp"

namespace corodemo::bench {

namespace {

constexpr int kDepth = 1'000;
constexpr int kTimes = 100;

// NOLINTNEXTLINE(misc-no-recursion): this is what is measured
Coro<int> deep(int levels, CallSite /*call*/ = "deep") {
    if (levels == 0) {
        co_return 0;
    }
    co_return co_await deep(levels - 1) + 1;
}

Coro<> all(CallSite /*call*/ = "all") {
    for (int i = 0; i < kTimes; ++i) {
        benchmark::DoNotOptimize(co_await deep(kDepth));
    }
}

void ours(benchmark::State& state) {
    measure(state, kDepth * kTimes, [](EventLoop& loop) { loop.run_until_complete(all()); });
}
BENCHMARK(ours)->Name("C/ours");

/// A lazy coroutine that is awaited by symmetric transfer.
struct Floor {
    struct promise_type {
        static void* operator new(std::size_t size) { return floor::FreeList::take(size); }
        static void operator delete(void* memory, std::size_t size) {
            floor::FreeList::put_back(memory, size);
        }
        Floor get_return_object() {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        static std::suspend_always initial_suspend() noexcept { return {}; }
        struct Final {
            static bool await_ready() noexcept { return false; }
            static std::coroutine_handle<> await_suspend(
                std::coroutine_handle<promise_type> frame) noexcept {
                return frame.promise().awaited_by;
            }
            static void await_resume() noexcept {}
        };
        static Final final_suspend() noexcept { return {}; }
        void return_value(int returned) { value = returned; }
        [[noreturn]] static void unhandled_exception() noexcept { std::terminate(); }

        std::coroutine_handle<> awaited_by = std::noop_coroutine();
        int value = 0;
    };
    std::coroutine_handle<promise_type> frame;

    static bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> by) const {
        frame.promise().awaited_by = by;
        return frame;
    }
    [[nodiscard]] int await_resume() const {
        const int value = frame.promise().value;
        frame.destroy();
        return value;
    }
};

// NOLINTNEXTLINE(misc-no-recursion)
Floor floor_deep(int levels) {
    if (levels == 0) {
        co_return 0;
    }
    co_return co_await floor_deep(levels - 1) + 1;
}

void floor_alone(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        for (int i = 0; i < kTimes; ++i) {
            const Floor outermost = floor_deep(kDepth);
            outermost.frame.resume();
            benchmark::DoNotOptimize(outermost.await_resume());
        }
    }
    state.SetItemsProcessed(state.iterations() * kDepth * kTimes);
}
BENCHMARK(floor_alone)->Name("C/floor");

}  // namespace

}  // namespace corodemo::bench
