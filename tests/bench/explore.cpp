// How many schedules of a program of three tasks are explored in a second, on one core. The floor
// is the enumeration alone: the same choices, without a program.

#include <benchmark/benchmark.h>

#include "app/narration/orders.hpp"
#include "core/trace/exploration.hpp"
#include "scenarios/scenario.hpp"

namespace {

using namespace corodemo;  // NOLINT(google-build-using-namespace)

template <class Run>
void explore(benchmark::State& state, bool timing, Run run) {
    std::int64_t schedules = 0;
    for ([[maybe_unused]] auto _ : state) {
        trace::Exploration exploration(timing);
        bool more = true;
        while (more) {
            trace::Choices choices = exploration.choices();
            run(choices);
            ++schedules;
            more = exploration.next(choices);
        }
    }
    state.SetItemsProcessed(schedules);
}

void enumeration_alone(benchmark::State& state) {
    explore(state, false, [](trace::Choices& choices) {
        benchmark::DoNotOptimize(choices.choose("wait", 3, trace::Elements::coroutines));
    });
}
BENCHMARK(enumeration_alone);

void scenario(benchmark::State& state, const char* name, std::uint64_t tasks, bool timing) {
    const scenarios::Scenario& found = *scenarios::find_scenario(name);
    explore(state, timing, [&](trace::Choices& choices) {
        scenarios::RunOptions options;
        options.arguments = found.defaults;
        options.arguments.tasks = tasks;
        options.choices = choices;
        app::OrderFinder finder;
        benchmark::DoNotOptimize(scenarios::run(found, options, &finder));
        choices = options.choices;
    });
}
BENCHMARK_CAPTURE(scenario, wait_of_two, "wait", 2, false);
BENCHMARK_CAPTURE(scenario, wait_of_three, "wait", 3, false);
BENCHMARK_CAPTURE(scenario, lost_update_of_two_with_timing, "lost-update", 2, true);

}  // namespace
