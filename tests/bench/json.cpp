// H. An event as a line of JSON: into memory, and through the sink that streams to a file.

#include <array>
#include <charconv>
#include <fstream>
#include <string>

#include "core/trace/json/json_line.hpp"
#include "core/trace/json/jsonl_sink.hpp"
#include "scenarios/scenario.hpp"
#include "tests/bench/bench.hpp"

namespace corodemo::bench {

namespace {

/// A trace of about 4,000 events of the most frequent kinds.
const trace::Trace& some_trace() {
    static const trace::Trace kTrace = [] {
        const scenarios::Scenario& gather = *scenarios::find_scenario("gather");
        scenarios::RunOptions options;
        options.arguments = gather.defaults;
        options.arguments.tasks = 100;
        return scenarios::record(gather, options);
    }();
    return kTrace;
}

void ours(benchmark::State& state) {
    const auto& events = some_trace().events();
    trace::JsonLine line;
    for ([[maybe_unused]] auto _ : state) {
        for (const trace::Event& event : events) {
            line.clear();
            trace::write_event(event, line);
            benchmark::DoNotOptimize(line);
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events.size()));
}
BENCHMARK(ours)->Name("H/ours");

void ours_to_file(benchmark::State& state) {
    const auto& events = some_trace().events();
    std::ofstream out("/dev/null");
    trace::JsonlSink sink(out, {});
    for ([[maybe_unused]] auto _ : state) {
        for (const trace::Event& event : events) {
            sink.on_event(event);
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events.size()));
}
BENCHMARK(ours_to_file)->Name("H.file/ours");

/// The numbers and texts of one event, with to_chars and copies, and no branches.
void floor_alone(benchmark::State& state) {
    constexpr std::int64_t kEvents = 4'000;
    std::array<char, 256> line{};
    for ([[maybe_unused]] auto _ : state) {
        for (std::int64_t n = 1'000; n < 1'000 + kEvents; ++n) {
            char* at = line.data();
            const auto put = [&at](std::string_view text) {
                at = std::copy(text.begin(), text.end(), at);
            };
            const auto number = [&at, &line](std::int64_t value) {
                at = std::to_chars(at, line.data() + line.size(), value).ptr;
            };
            put("{\"n\":");
            number(n);
            put(",\"t\":");
            number(1'000'000'000);
            put(",\"run\":1,\"it\":");
            number(2);
            put(",\"kind\":\"handle_started\",\"cause\":");
            number(n - 7);
            put(",\"handle\":\"H");
            number(n / 5);
            put("\"}\n");
            benchmark::DoNotOptimize(line);
        }
    }
    state.SetItemsProcessed(state.iterations() * kEvents);
}
BENCHMARK(floor_alone)->Name("H/floor");

}  // namespace

}  // namespace corodemo::bench
