// E. A callback by call_soon(): one at a time, and with a million in the ready queue.

#ifdef CORODEMO_ASIO
#include <asio.hpp>
#endif

#include "tests/bench/bench.hpp"
#include "tests/bench/floor.hpp"

namespace corodemo::bench {

namespace {

constexpr std::int64_t kCalls = 1'000'000;

void ours(benchmark::State& state) {
    measure(state, kCalls, [](EventLoop& loop) {
        std::int64_t left = kCalls;
        std::optional<Callback<>> again;
        again.emplace("again", [&] { --left > 0 ? void(loop.call_soon(*again)) : loop.stop(); });
        loop.call_soon(*again);
        loop.run_forever();
    });
}
BENCHMARK(ours)->Name("E/ours");

void ours_queued(benchmark::State& state) {
    measure(state, kCalls, [](EventLoop& loop) {
        std::int64_t called = 0;
        const Callback<> count("count", [&] { ++called; });
        for (std::int64_t i = 0; i < kCalls; ++i) {
            loop.call_soon(count);
        }
        loop.stop();
        loop.run_forever();
        benchmark::DoNotOptimize(called);
    });
}
BENCHMARK(ours_queued)->Name("E.queued/ours");

struct Again {
    floor::Loop& loop;
    std::int64_t left;
};

void floor_again(void* argument) {
    auto& again = *static_cast<Again*>(argument);
    if (--again.left > 0) {
        again.loop.ready.push({floor_again, argument});
    }
}

void floor_alone(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        floor::Loop loop;
        Again again{loop, kCalls};
        loop.ready.push({floor_again, &again});
        loop.run();
    }
    state.SetItemsProcessed(state.iterations() * kCalls);
}
BENCHMARK(floor_alone)->Name("E/floor");

void floor_queued(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        floor::Loop loop;
        std::int64_t called = 0;
        for (std::int64_t i = 0; i < kCalls; ++i) {
            loop.ready.push({[](void* count) { ++*static_cast<std::int64_t*>(count); }, &called});
        }
        loop.run();
        benchmark::DoNotOptimize(called);
    }
    state.SetItemsProcessed(state.iterations() * kCalls);
}
BENCHMARK(floor_queued)->Name("E.queued/floor");

#ifdef CORODEMO_ASIO
void asio_post(benchmark::State& state) {
    struct Poster {
        asio::io_context context{1};
        std::int64_t left = kCalls;
        void again() {
            if (--left > 0) {
                asio::post(interpreter, [this] { again(); });
            }
        }
    };
    for ([[maybe_unused]] auto _ : state) {
        Poster poster;
        asio::post(poster.interpreter, [&] { poster.again(); });
        poster.interpreter.run();
    }
    state.SetItemsProcessed(state.iterations() * kCalls);
}
BENCHMARK(asio_post)->Name("E/asio");
#endif

}  // namespace

}  // namespace corodemo::bench
