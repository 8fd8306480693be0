// F. Items through a queue that holds one, from a task to another. G. A lock that nobody else
// wants, and one that another task waits for each time.

#include <coroutine>
#include <deque>
#include <vector>

#include "core/asyncio/locks.hpp"
#include "core/asyncio/queues.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/floor.hpp"

namespace corodemo::bench {

namespace {

constexpr int kItems = 1'000'000;

Coro<> produce(Queue<int> queue, CallSite /*call*/ = "produce") {
    for (int i = 0; i < kItems; ++i) {
        co_await queue.put(i);
    }
}

Coro<> consume(Queue<int> queue, CallSite /*call*/ = "consume") {
    for (int i = 0; i < kItems; ++i) {
        benchmark::DoNotOptimize(co_await queue.get());
    }
}

void queue(benchmark::State& state) {
    measure(state, kItems, [](EventLoop& loop) {
        const Queue<int> queue(1);
        std::vector<Coro<>> both;
        both.push_back(produce(queue));
        both.push_back(consume(queue));
        loop.run_until_complete(gather(std::move(both)));
    });
}
BENCHMARK(queue)->Name("F/ours");

Coro<> acquire_alone(Lock lock, CallSite /*call*/ = "acquire_alone") {
    for (int i = 0; i < kItems; ++i) {
        co_await lock.acquire();
        lock.release();
    }
}

void lock(benchmark::State& state) {
    measure(state, kItems, [](EventLoop& loop) { loop.run_until_complete(acquire_alone(Lock())); });
}
BENCHMARK(lock)->Name("G/ours");

/// Holds the lock while the others run, so that they have to wait.
Coro<> take_turns(Lock lock, CallSite /*call*/ = "take_turns") {
    for (int i = 0; i < kItems / 2; ++i) {
        co_await lock.acquire();
        co_await sleep(Duration(0));
        lock.release();
    }
}

void contended_lock(benchmark::State& state) {
    measure(state, kItems, [](EventLoop& loop) {
        const Lock lock;
        std::vector<Coro<>> both;
        both.push_back(take_turns(lock));
        both.push_back(take_turns(lock));
        loop.run_until_complete(gather(std::move(both)));
    });
}
BENCHMARK(contended_lock)->Name("G.contended/ours");

/// Suspends, and tells a waiting list who waits.
struct Park {
    std::deque<std::coroutine_handle<>>& waiters;
    static bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> frame) const { waiters.push_back(frame); }
    static void await_resume() noexcept {}
};

void wake_up_first(floor::Loop& loop, std::deque<std::coroutine_handle<>>& waiters) {
    if (!waiters.empty()) {
        loop.ready.push({floor::resume, waiters.front().address()});
        waiters.pop_front();
    }
}

struct FloorQueue {
    floor::Loop& loop;
    std::deque<int> items;
    std::deque<std::coroutine_handle<>> getters;
    std::deque<std::coroutine_handle<>> putters;
};

floor::Task floor_produce(FloorQueue& queue) {
    for (int i = 0; i < kItems; ++i) {
        while (!queue.items.empty()) {
            co_await Park{queue.putters};
        }
        queue.items.push_back(i);
        wake_up_first(queue.loop, queue.getters);
    }
}

floor::Task floor_consume(FloorQueue& queue) {
    for (int i = 0; i < kItems; ++i) {
        while (queue.items.empty()) {
            co_await Park{queue.getters};
        }
        benchmark::DoNotOptimize(queue.items.front());
        queue.items.pop_front();
        wake_up_first(queue.loop, queue.putters);
    }
}

void floor_queue(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        floor::Loop loop;
        FloorQueue queue{loop, {}, {}, {}};
        start(loop, floor_produce(queue));
        start(loop, floor_consume(queue));
        loop.run();
    }
    state.SetItemsProcessed(state.iterations() * kItems);
}
BENCHMARK(floor_queue)->Name("F/floor");

struct FloorLock {
    floor::Loop& loop;
    bool locked = false;
    std::deque<std::coroutine_handle<>> waiters;
};

/// `yields`: while it holds the lock.
floor::Task floor_acquire(FloorLock& lock, int times, bool yields) {
    for (int i = 0; i < times; ++i) {
        while (lock.locked) {
            co_await Park{lock.waiters};
        }
        lock.locked = true;
        benchmark::DoNotOptimize(lock);
        if (yields) {
            co_await floor::Yield{lock.loop};
        }
        lock.locked = false;
        wake_up_first(lock.loop, lock.waiters);
    }
}

void floor_lock(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        floor::Loop loop;
        FloorLock lock{loop, false, {}};
        start(loop, floor_acquire(lock, kItems, false));
        loop.run();
    }
    state.SetItemsProcessed(state.iterations() * kItems);
}
BENCHMARK(floor_lock)->Name("G/floor");

void floor_contended_lock(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        floor::Loop loop;
        FloorLock lock{loop, false, {}};
        start(loop, floor_acquire(lock, kItems / 2, true));
        start(loop, floor_acquire(lock, kItems / 2, true));
        loop.run();
    }
    state.SetItemsProcessed(state.iterations() * kItems);
}
BENCHMARK(floor_contended_lock)->Name("G.contended/floor");

}  // namespace

}  // namespace corodemo::bench
