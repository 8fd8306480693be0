// D. Tasks that sleep, each for a different time; and the timer queue alone.

#include <queue>
#include <vector>

#ifdef CORODEMO_ASIO
#include <asio.hpp>
#endif
#ifdef CORODEMO_LIBUV
#include <thread>
#include <uv.h>
#endif

#include "tests/bench/bench.hpp"
#include "tests/bench/floor.hpp"

namespace corodemo::bench {

namespace {

constexpr std::uint64_t kTimers = 1'000'000;

/// A pseudo-random number of nanoseconds below a second; reproducible.
std::uint64_t some_time(std::uint64_t index) {
    std::uint64_t mixed = (index + 1) * 0x9E3779B97F4A7C15;
    mixed ^= mixed >> 29U;
    return mixed % 1'000'000'000 + 1;
}

Coro<> sleeps(Duration delay, CallSite /*call*/ = "sleeps") {
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
    Interpreter::Setup setup;
    Interpreter interpreter(std::move(setup));
    EventLoop& loop = interpreter.make_loop();
    std::vector<Ref<TimerObject>> timers;
    timers.reserve(kTimers);
    for (std::uint64_t i = 0; i < kTimers; ++i) {
        timers.emplace_back(new TimerObject(loop, Time(some_time(i)), TimerObject::Purpose::call_at,
                                            Ref<CallbackObject>()));
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
asio::awaitable<void> asio_sleeps(std::chrono::steady_clock::time_point when) {
    asio::steady_timer timer(co_await asio::this_coro::executor, when);
    co_await timer.async_wait(asio::use_awaitable);
}

/// A real time, but always in the past.
std::chrono::steady_clock::time_point some_time_ago(std::uint64_t index) {
    static const auto begin = std::chrono::steady_clock::now() - std::chrono::seconds(2);
    return begin + std::chrono::nanoseconds(some_time(index));
}

void asio_coroutines(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        asio::io_context context(1);
        for (std::uint64_t i = 0; i < kTimers; ++i) {
            asio::co_spawn(interpreter, asio_sleeps(some_time_ago(i)), asio::detached);
        }
        interpreter.run();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kTimers));
}
BENCHMARK(asio_coroutines)->Name("D/asio");

void asio_timers(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        asio::io_context context(1);
        std::vector<asio::steady_timer> timers;
        timers.reserve(kTimers);
        for (std::uint64_t i = 0; i < kTimers; ++i) {
            timers.emplace_back(interpreter, some_time_ago(i))
                .async_wait([](const asio::error_code& /*error*/) {});
        }
        interpreter.run();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kTimers));
}
BENCHMARK(asio_timers)->Name("D'/asio");
#endif

#ifdef CORODEMO_LIBUV
/// libuv counts milliseconds, and really waits for them; the wait is not measured.
void libuv_timers(benchmark::State& state) {
    std::vector<uv_timer_t> timers(kTimers);
    for ([[maybe_unused]] auto _ : state) {
        uv_loop_t loop;
        uv_loop_init(&loop);
        for (std::uint64_t i = 0; i < kTimers; ++i) {
            uv_timer_init(&loop, &timers[i]);
            uv_timer_start(&timers[i], [](uv_timer_t* /*timer*/) {}, some_time(i) / 1'000'000, 0);
        }
        state.PauseTiming();
        std::this_thread::sleep_for(std::chrono::seconds(1));
        state.ResumeTiming();
        uv_run(&loop, UV_RUN_DEFAULT);
        state.PauseTiming();
        for (uv_timer_t& timer : timers) {
            uv_close(reinterpret_cast<uv_handle_t*>(&timer), nullptr);
        }
        uv_run(&loop, UV_RUN_DEFAULT);
        if (uv_loop_close(&loop) != 0) {
            state.SkipWithError("the loop is not empty");
        }
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kTimers));
}
BENCHMARK(libuv_timers)->Name("D'/libuv");
#endif

}  // namespace

}  // namespace corodemo::bench
