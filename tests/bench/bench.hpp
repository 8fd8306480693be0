#pragma once

#include <benchmark/benchmark.h>
#include <cstdint>

#include "core/asyncio/ensure_future.hpp"
#include "core/asyncio/event_loop.hpp"
#include "core/asyncio/gather.hpp"
#include "core/asyncio/sleep.hpp"

// What the benchmarks share: a Context to run in, and a sink that takes every event and keeps none.
// A benchmark is called row/who: table.py makes a table of them, and knows the targets.

namespace corodemo::bench {

using namespace asyncio;  // NOLINT(google-build-using-namespace)

class NullSink final : public trace::Sink {
public:
    void on_event(const trace::Event& event) override { benchmark::DoNotOptimize(&event); }
};

/// Runs `program(loop)` anew for each round; it does `items` things.
template <class Program>
void measure(benchmark::State& state, std::int64_t items, Program program,
             trace::Sink* sink = nullptr) {
    for ([[maybe_unused]] auto _ : state) {
        Context::Setup setup;
        setup.sink = sink;
        Context context(std::move(setup));
        EventLoop& loop = context.make_loop();
        context.set_event_loop(&loop);
        program(loop);
    }
    state.SetItemsProcessed(state.iterations() * items);
}

}  // namespace corodemo::bench
