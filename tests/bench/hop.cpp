// A. sleep(0): a task yields, and everything else that is ready runs before it resumes.

#include <vector>

#ifdef CORODEMO_ASIO
#include <asio.hpp>
#endif
#ifdef CORODEMO_BOOST_FIBER
#include <boost/fiber/all.hpp>
#endif

#include "tests/bench/bench.hpp"
#include "tests/bench/floor.hpp"

namespace corodemo::bench {

namespace {

constexpr int kTasks = 1'000;
constexpr int kHops = 1'000;

Coro<> hops(CallSite /*call*/ = "hops") {
    for (int i = 0; i < kHops; ++i) {
        co_await sleep(Duration(0));
    }
}

void run(EventLoop& loop) {
    std::vector<Coro<>> all;
    for (int i = 0; i < kTasks; ++i) {
        all.push_back(hops());
    }
    loop.run_until_complete(gather(std::move(all)));
}

void ours(benchmark::State& state) {
    measure(state, kTasks * kHops, run);
}
BENCHMARK(ours)->Name("A/ours");

void ours_recorded(benchmark::State& state) {
    NullSink sink;
    measure(state, kTasks * kHops, run, &sink);
}
BENCHMARK(ours_recorded)->Name("A.recorded/ours");

floor::Task floor_hops(floor::Loop& loop) {
    for (int i = 0; i < kHops; ++i) {
        co_await floor::Yield{loop};
    }
}

void floor_alone(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        floor::Loop loop;
        for (int i = 0; i < kTasks; ++i) {
            start(loop, floor_hops(loop));
        }
        loop.run();
    }
    state.SetItemsProcessed(state.iterations() * kTasks * kHops);
}
BENCHMARK(floor_alone)->Name("A/floor");

/// The minimum that a record of an event contains.
struct Record {
    std::int64_t time;
    std::uint64_t cause;
    std::uint32_t kind;
    std::uint32_t subject;
    std::uint32_t object;
    std::uint32_t iteration;
};

void floor_recorded(benchmark::State& state) {
    constexpr std::size_t kRecords = 4096;
    std::vector<Record> records(kRecords);
    for ([[maybe_unused]] auto _ : state) {
        floor::Loop loop;
        for (int i = 0; i < kTasks; ++i) {
            start(loop, floor_hops(loop));
        }
        std::uint64_t events = 0;
        std::uint32_t iteration = 0;
        while (loop.ready.size() > 0) {
            ++iteration;
            for (std::size_t todo = loop.ready.size(); todo > 0; --todo) {
                const floor::Handle handle = loop.ready.pop();
                records[events++ % kRecords] = {0, events, 1, 2, 3, iteration};
                handle.function(handle.argument);
            }
        }
        benchmark::DoNotOptimize(records.data());
    }
    state.SetItemsProcessed(state.iterations() * kTasks * kHops);
}
BENCHMARK(floor_recorded)->Name("A.recorded/floor");

#ifdef CORODEMO_ASIO
void asio_post(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        asio::io_context context(1);
        for (int i = 0; i < kTasks; ++i) {
            asio::co_spawn(
                interpreter,
                []() -> asio::awaitable<void> {
                    for (int hop = 0; hop < kHops; ++hop) {
                        co_await asio::post(asio::use_awaitable);
                    }
                },
                asio::detached);
        }
        interpreter.run();
    }
    state.SetItemsProcessed(state.iterations() * kTasks * kHops);
}
BENCHMARK(asio_post)->Name("A/asio");
#endif

#ifdef CORODEMO_BOOST_FIBER
void boost_fibers(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        std::vector<boost::fibers::fiber> fibers;
        for (int i = 0; i < kTasks; ++i) {
            fibers.emplace_back([] {
                for (int hop = 0; hop < kHops; ++hop) {
                    boost::this_fiber::yield();
                }
            });
        }
        for (boost::fibers::fiber& fiber : fibers) {
            fiber.join();
        }
    }
    state.SetItemsProcessed(state.iterations() * kTasks * kHops);
}
BENCHMARK(boost_fibers)->Name("A/Boost.Fiber");
#endif

}  // namespace

}  // namespace corodemo::bench
