#pragma once

#include <benchmark/benchmark.h>
#include <cstdint>
#include <fstream>
#include <string>
#include <utility>

#include "core/asyncio/event_loop.hpp"
#include "core/asyncio/tasks/ensure_future.hpp"
#include "core/asyncio/tasks/gather.hpp"
#include "core/asyncio/tasks/sleep.hpp"

// Shared by the benchmarks: an Interpreter to run in, and a sink that accepts every event and keeps
// none. A benchmark is named row/who; table.py makes a table of them, and knows the targets.

namespace corodemo::bench {

using namespace asyncio;  // NOLINT(google-build-using-namespace)

class NullSink final : public trace::Sink {
public:
    void on_event(const trace::Event& event) override { benchmark::DoNotOptimize(&event); }
};

/// A value of /proc/self/status, in bytes: VmRSS, the current memory of this process, or VmHWM, its
/// peak. 0 where there is no such file.
inline std::int64_t memory(const std::string& name) {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        if (word == name + ":") {
            std::int64_t kilobytes = 0;
            status >> kilobytes;
            return kilobytes * 1024;
        }
    }
    return 0;
}

/// Runs `program(loop)`, which processes `items` items, anew for each round. Reports the peak
/// memory per item, which is meaningful only in a process that runs nothing else.
template <class Program>
void measure(benchmark::State& state, std::int64_t items, Program program,
             trace::Sink* sink = nullptr, PythonVersion python = PythonVersion()) {
    const std::int64_t before = memory("VmRSS");
    for ([[maybe_unused]] auto _ : state) {
        Interpreter::Setup setup;
        setup.sink = sink;
        setup.python = python;
        Interpreter interpreter(std::move(setup));
        EventLoop& loop = interpreter.make_loop();
        interpreter.set_event_loop(&loop);
        program(loop);
    }
    state.SetItemsProcessed(state.iterations() * items);
    state.counters["bytes"] =
        static_cast<double>(memory("VmHWM") - before) / static_cast<double>(items);
}

}  // namespace corodemo::bench
