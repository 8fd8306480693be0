// D. Tasks that sleep, each for a time of its own; and the timer queue alone.

#include <queue>
#include <vector>

#ifdef CORODEMO_ASIO
#include <asio.hpp>
#endif

#include "tests/bench/bench.hpp"
#include "tests/bench/floor.hpp"

namespace corodemo::bench {

namespace {

constexpr std::uint64_t kTimers = 1'000'000;

/// Nanoseconds below a second, in no order; the same ones each time.
std::uint64_t some_time(std::uint64_t index) {
    std::uint64_t mixed = (index + 1) * 0x9E3779B97F4A7C15;
    mixed ^= mixed >> 29U;
    return mixed % 1'000'000'000 + 1;
}

Coro<> sleeps(Duration delay, Call /*call*/ = "sleeps") {
    co_await sleep(delay);
}

void ours(benchmark::State& state) {
    measure(state, kTimers, [](EventLoop& loop) {
        std::vector<Coro<>> all;
        all.reserve(kTimers);
        for (std::uint64_t i = 0; i < kTimers; ++i) {
            all.push_back(sleeps(Duration(some_time(i))));
        }
        loop.run_until_complete(gather(std::move(all)));
    });
}
BENCHMARK(ours)->Name("D/ours");

struct Entry {
    std::uint64_t when;
    void* what;
    bool operator<(const Entry& other) const { return when > other.when; }
};

void floor_queue(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        std::priority_queue<Entry> queue;
        for (std::uint64_t i = 0; i < kTimers; ++i) {
            queue.push({some_time(i), nullptr});
        }
        while (!queue.empty()) {
            benchmark::DoNotOptimize(queue.top());
            queue.pop();
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kTimers));
}
BENCHMARK(floor_queue)->Name("D'/floor");

floor::Task floor_sleeps(std::priority_queue<Entry>& queue, std::uint64_t when) {
    struct Sleep {
        std::priority_queue<Entry>& queue;
        std::uint64_t when;
        static bool await_ready() noexcept { return false; }
        void await_suspend(std::coroutine_handle<> frame) const {
            queue.push({when, frame.address()});
        }
        static void await_resume() noexcept {}
    };
    co_await Sleep{queue, when};
}

void floor_alone(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        floor::Loop loop;
        std::priority_queue<Entry> queue;
        for (std::uint64_t i = 0; i < kTimers; ++i) {
            start(loop, floor_sleeps(queue, some_time(i)));
        }
        loop.run();
        while (!queue.empty()) {
            loop.ready.push({floor::resume, queue.top().what});
            queue.pop();
            loop.run();
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kTimers));
}
BENCHMARK(floor_alone)->Name("D/floor");

void our_queue(benchmark::State& state) {
    Context::Setup setup;
    Context context(std::move(setup));
    EventLoop& loop = context.make_loop();
    std::vector<Ref<TimerObject>> timers;
    timers.reserve(kTimers);
    for (std::uint64_t i = 0; i < kTimers; ++i) {
        timers.emplace_back(
            new TimerObject(loop, Time(some_time(i)), Role::call_at, Ref<CallbackObject>()));
    }
    for ([[maybe_unused]] auto _ : state) {
        TimerQueue queue;
        for (const Ref<TimerObject>& timer : timers) {
            queue.push(timer);
        }
        while (!queue.empty()) {
            benchmark::DoNotOptimize(queue.pop_first());
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kTimers));
}
BENCHMARK(our_queue)->Name("D'/ours");

#ifdef CORODEMO_ASIO
void asio_timers(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        asio::io_context context(1);
        std::vector<asio::steady_timer> timers;
        timers.reserve(kTimers);
        const auto begin = std::chrono::steady_clock::now() - std::chrono::seconds(2);  // all due
        for (std::uint64_t i = 0; i < kTimers; ++i) {
            timers.emplace_back(context, begin + std::chrono::nanoseconds(some_time(i)))
                .async_wait([](const asio::error_code& /*error*/) {});
        }
        context.run();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kTimers));
}
BENCHMARK(asio_timers)->Name("D/asio");
#endif

}  // namespace

}  // namespace corodemo::bench
