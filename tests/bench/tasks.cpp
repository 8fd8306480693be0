// B. Tasks that return immediately: created, run, gathered.

#include <vector>

#include "tests/bench/bench.hpp"
#include "tests/bench/floor.hpp"

namespace corodemo::bench {

namespace {

constexpr int kTasks = 100'000;

Coro<int> answer(CallSite /*call*/ = "answer") {
    co_return 42;
}

void run(EventLoop& loop) {
    std::vector<Coro<int>> all;
    all.reserve(kTasks);
    for (int i = 0; i < kTasks; ++i) {
        all.push_back(answer());
    }
    loop.run_until_complete(gather(std::move(all)));
}

void ours(benchmark::State& state) {
    measure(state, kTasks, run);
}
BENCHMARK(ours)->Name("B/ours");

floor::Task floor_answer(std::vector<int>& results, int index) {
    results[static_cast<std::size_t>(index)] = 42;
    co_return;
}

void floor_alone(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        floor::Loop loop;
        std::vector<int> results(kTasks);
        for (int i = 0; i < kTasks; ++i) {
            start(loop, floor_answer(results, i));
        }
        loop.run();
        benchmark::DoNotOptimize(results.data());
    }
    state.SetItemsProcessed(state.iterations() * kTasks);
}
BENCHMARK(floor_alone)->Name("B/floor");

}  // namespace

}  // namespace corodemo::bench
