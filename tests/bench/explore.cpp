// How many schedules of a program with three tasks are explored per second, on one core. The floor
// is the enumeration alone: the same choices, without a program.

#include <benchmark/benchmark.h>

#include "app/narration/orders.hpp"
#include "core/trace/exploration.hpp"
#include "scenarios/schedules.hpp"

namespace {

using namespace corodemo;  // NOLINT(google-build-using-namespace)

void enumeration_alone(benchmark::State& state) {
    std::int64_t schedules = 0;
    for ([[maybe_unused]] auto _ : state) {
        trace::Exploration exploration;
        bool more = true;
        while (more) {
            trace::Choices choices = exploration.choices();
            benchmark::DoNotOptimize(choices.choose("wait", 3, trace::Elements::coroutines));
            ++schedules;
            more = exploration.next(choices);
        }
    }
    state.SetItemsProcessed(schedules);
}
BENCHMARK(enumeration_alone);

void scenario(benchmark::State& state, const char* name, std::uint64_t tasks, bool timing) {
    const scenarios::Scenario& found = *scenarios::find_scenario(name);
    scenarios::RunOptions options;
    options.arguments = found.defaults;
    options.arguments.tasks = tasks;
    std::int64_t count = 0;
    for ([[maybe_unused]] auto _ : state) {
        scenarios::Schedules schedules(found, options, timing);
        while (schedules.next()) {
            app::OrderFinder finder;
            benchmark::DoNotOptimize(schedules.run(&finder));
            ++count;
        }
    }
    state.SetItemsProcessed(count);
}
BENCHMARK_CAPTURE(scenario, wait_of_two, "wait", 2, false);
BENCHMARK_CAPTURE(scenario, wait_of_three, "wait", 3, false);
BENCHMARK_CAPTURE(scenario, lost_update_of_two_with_timing, "lost-update", 2, true);

}  // namespace
