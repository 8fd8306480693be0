// J. A block with a timeout that it does not need, in which the task gives way once. K. A task of a
// TaskGroup.

#include <coroutine>
#include <cstdint>
#include <queue>
#include <vector>

#include "core/asyncio/async_with.hpp"
#include "core/asyncio/taskgroups.hpp"
#include "core/asyncio/timeouts.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/floor.hpp"

namespace corodemo::bench {

namespace {

constexpr int kTasks = 100;  // at the same time
constexpr int kRounds = 10'000;
constexpr int kItems = kTasks * kRounds;

Coro<> in_time(CallSite /*call*/ = "in_time") {
    for (int i = 0; i < kRounds; ++i) {
        co_await async_with(timeout(seconds(1)), []() -> Block { co_await sleep(Duration(0)); });
    }
}

void timeouts(benchmark::State& state) {
    measure(
        state, kItems,
        [](EventLoop& loop) {
            std::vector<Coro<>> all;
            for (int i = 0; i < kTasks; ++i) {
                all.push_back(in_time());
            }
            loop.run_until_complete(gather(std::move(all)));
        },
        nullptr, PythonVersion(PythonVersion::kNewest));
}
BENCHMARK(timeouts)->Name("J/ours");

Coro<> member(CallSite /*call*/ = "member") {
    co_return;
}

Coro<> groups(CallSite /*call*/ = "groups") {
    for (int i = 0; i < kRounds; ++i) {
        const TaskGroup group;
        co_await async_with(group, [&]() -> Block {
            for (int task = 0; task < kTasks; ++task) {
                group.create_task(member());
            }
            co_return;
        });
    }
}

void task_groups(benchmark::State& state) {
    measure(
        state, kItems, [](EventLoop& loop) { loop.run_until_complete(groups()); }, nullptr,
        PythonVersion(PythonVersion::kNewest));
}
BENCHMARK(task_groups)->Name("K/ours");

struct Deadline {
    std::uint64_t when;
    bool cancelled = false;
};

/// The heap of deadlines. One that is cancelled leaves it when it is the next.
class Deadlines {
public:
    Deadline& add() {
        auto* made = new (floor::FreeList::take(sizeof(Deadline))) Deadline{++last_, false};
        heap_.push(made);
        return *made;
    }
    void cancel(Deadline& deadline) {
        deadline.cancelled = true;
        while (!heap_.empty() && heap_.top()->cancelled) {
            floor::FreeList::put_back(heap_.top(), sizeof(Deadline));
            heap_.pop();
        }
    }

private:
    struct Later {
        bool operator()(const Deadline* one, const Deadline* other) const {
            return one->when > other->when;
        }
    };
    std::priority_queue<Deadline*, std::vector<Deadline*>, Later> heap_;
    std::uint64_t last_ = 0;
};

floor::Task floor_in_time(floor::Loop& loop, Deadlines& deadlines) {
    for (int i = 0; i < kRounds; ++i) {
        Deadline& deadline = deadlines.add();
        co_await floor::Yield{loop};
        deadlines.cancel(deadline);
    }
}

void floor_timeouts(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        floor::Loop loop;
        Deadlines deadlines;
        for (int i = 0; i < kTasks; ++i) {
            start(loop, floor_in_time(loop, deadlines));
        }
        loop.run();
    }
    state.SetItemsProcessed(state.iterations() * kItems);
}
BENCHMARK(floor_timeouts)->Name("J/floor");

struct FloorGroup {
    floor::Loop& loop;
    int running = 0;
    std::coroutine_handle<> waiter;
};

/// Suspends until the last member of the group has ended.
struct AllEnded {
    FloorGroup& group;
    [[nodiscard]] bool await_ready() const noexcept { return group.running == 0; }
    void await_suspend(std::coroutine_handle<> frame) const { group.waiter = frame; }
    static void await_resume() noexcept {}
};

floor::Task floor_member(FloorGroup& group) {
    if (--group.running == 0) {
        group.loop.ready.push({floor::resume, group.waiter.address()});
    }
    co_return;
}

floor::Task floor_groups(floor::Loop& loop) {
    for (int i = 0; i < kRounds; ++i) {
        FloorGroup group{loop, 0, {}};
        for (; group.running < kTasks; ++group.running) {
            start(loop, floor_member(group));
        }
        co_await AllEnded{group};
    }
}

void floor_task_groups(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        floor::Loop loop;
        start(loop, floor_groups(loop));
        loop.run();
    }
    state.SetItemsProcessed(state.iterations() * kItems);
}
BENCHMARK(floor_task_groups)->Name("K/floor");

}  // namespace

}  // namespace corodemo::bench
