#include "core/asyncio/async_with.hpp"
#include "core/asyncio/locks.hpp"
#include "tests/core/asyncio/program.hpp"

// Conditions, and barriers, which are made of one.

namespace corodemo::tests {

namespace {

Coro<> waits(Condition condition, std::string name, CallSite /*call*/ = "waits") {
    const auto held = co_await async_with(condition);
    co_await condition.wait();
    print(name);
}

Coro<> notifies(Condition condition, std::size_t n, CallSite /*call*/ = "notifies") {
    const auto held = co_await async_with(condition);
    condition.notify(n);
}

Coro<> holds(Lock lock, Duration delay, CallSite /*call*/ = "holds") {
    const auto held = co_await async_with(lock);
    co_await sleep(delay);
    print("released");
}

Coro<> arrives(Barrier barrier, std::string name, CallSite /*call*/ = "arrives") {
    std::string text;
    try {
        const auto index = co_await barrier.wait();
        text = std::to_string(index);
    } catch (const BrokenBarrierError& error) {
        text = error.what();
    }
    print(name, text);
}

}  // namespace

TEST_CASE("notify() wakes up as many as it says, in their order, and each gets the lock in turn") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Condition condition;
        auto all = list({waits(condition, "a"), waits(condition, "b"), waits(condition, "c")});
        auto waiters = gather(std::move(all));
        co_await sleep(0s);
        co_await notifies(condition, 2);
        co_await sleep(1s);
        print("then");
        co_await notifies(condition, 1);
        co_await waiters;
    });
    CHECK(recorded.printed() == "a\nb\nthen\nc\n");
}

TEST_CASE("a condition is waited for and notified only by who holds its lock") {
    const auto waits_without = []() -> Coro<> {
        const Condition condition;
        co_await condition.wait();
    };
    run_coroutine<void>(waits_without, {.error = "RuntimeError: cannot wait on un-acquired lock"});
    const auto notifies_without = []() -> Coro<> {
        const Condition condition;
        condition.notify_all();
        co_return;
    };
    run_coroutine<void>(notifies_without,
                        {.error = "RuntimeError: cannot notify on un-acquired lock"});
    const auto releases_without = []() -> Coro<> {
        const Condition condition;
        condition.release();
        co_return;
    };
    run_coroutine<void>(releases_without, {.error = "RuntimeError: Lock is not acquired."});
}

TEST_CASE("wait_for() asks again whenever it is notified, and returns what the predicate does") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Condition condition;
        int level = 0;
        const auto waits_for_three = [](Condition to_await, const int& now) -> Coro<int> {
            const auto held = co_await async_with(to_await);
            const auto is_high = [&] { return now >= 3 ? now * 10 : 0; };
            co_return co_await to_await.wait_for(is_high);
        };
        auto waits = create_task(waits_for_three(condition, level));
        while (!waits.done()) {
            co_await sleep(0s);
            ++level;
            co_await notifies(condition, 1);
        }
        print(level, waits.result());
    });
    CHECK(recorded.printed() == "4 30\n");
}

TEST_CASE(
    "a cancelled wait() raises only when it has the lock again, however often it is cancelled") {
    for (const int python : {6, 12, 13, 14}) {
        CAPTURE(python);
        const RecordedRun recorded = run_coroutine<void>(
            []() -> Coro<> {
                const Lock lock;
                const Condition condition(lock);
                auto task = create_task(waits(condition, "never"));
                co_await sleep(0s);
                auto holder = create_task(holds(lock, 5s));
                co_await sleep(1s);
                task.cancel();
                co_await sleep(1s);
                task.cancel();
                print(task.done());
                co_await sleep(4s);
                print(task.cancelled(), lock.locked());
            },
            {.python = python});
        CHECK(recorded.printed() == "False\nreleased\nTrue False\n");
    }
}

TEST_CASE("the wake-up of a waiter that is cancelled is lost, and since 3.13 another one's") {
    const auto outcome = [](int python, const std::string& error) {
        return run_coroutine<void>(
                   []() -> Coro<> {
                       const Condition condition;
                       auto first = create_task(waits(condition, "first"));
                       auto second = create_task(waits(condition, "second"));
                       co_await sleep(0s);
                       co_await notifies(condition, 1);
                       first.cancel();
                       co_await second;
                   },
                   {.python = python, .error = error})
            .printed();
    };
    CHECK(outcome(12, "hung").empty());
    CHECK(outcome(13, "") == "second\n");
}

TEST_CASE("until 3.9 the lock of a condition is one of the same loop") {
    const auto error = [](int python) {
        const Interpreter interpreter(
            {PythonVersion(python), nullptr, nullptr, nullptr, false, {}});
        set_event_loop(&new_event_loop());
        const Lock lock;
        set_event_loop(&new_event_loop());
        try {
            const Condition condition(lock);
        } catch (...) {
            return describe(std::current_exception()).message;
        }
        return std::string();
    };
    CHECK(error(9) == "loop argument must agree with lock");
    CHECK(error(10).empty());
}

TEST_CASE("a trace tells of a condition and of its lock") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Condition condition;
        auto task = create_task(waits(condition, "woken up"));
        co_await sleep(0s);
        co_await notifies(condition, 1);
        co_await task;
    });
    CHECK(recorded.states_of_objects() ==
          EventLog{"M1 unlocked", "N1", "M1 locked by T2", "M1 unlocked", "N1 T2",
                   "M1 locked by T1", "M1 unlocked", "N1", "M1 locked by T2", "M1 unlocked"});
}

// Barrier

namespace {

RunSettings since_3_11() {
    return {.python = 11};
}

}  // namespace

TEST_CASE(
    "the last task to arrive at a barrier does not wait; the next round waits for the others") {
    const RecordedRun recorded = run_coroutine<void>(
        []() -> Coro<> {
            const Barrier barrier(2);
            std::vector<Coro<>> all;
            for (const char* name : {"a", "b", "c", "d"}) {
                all.push_back(arrives(barrier, name));
            }
            co_await gather(std::move(all));
            print(barrier.n_waiting(), barrier.parties(), barrier.broken());
        },
        since_3_11());
    CHECK(recorded.printed() == "b 1\na 0\nd 1\nc 0\n0 2 False\n");
    CHECK(recorded.states_of_objects() ==
          EventLog{"B1 filling 0",        "B1 filling 1",           "B1 filling 1 T2",
                   "B1 filling 2 T2",     "B1 draining 2 T2",       "B1 draining 1 T2",
                   "B1 draining 1 T2 T4", "B1 draining 1 T2 T4 T5", "B1 draining 1 T4 T5",
                   "B1 draining 0 T4 T5", "B1 filling 0 T4 T5",     "B1 filling 0 T5",
                   "B1 filling 1 T5",     "B1 filling 1 T5 T4",     "B1 filling 1 T4",
                   "B1 filling 2 T4",     "B1 draining 2 T4",       "B1 draining 1 T4",
                   "B1 draining 1",       "B1 draining 0",          "B1 filling 0"});
}

TEST_CASE("who waits at a barrier that is reset or aborted gets an error, who comes later, too") {
    const RecordedRun recorded = run_coroutine<void>(
        []() -> Coro<> {
            const Barrier barrier(3);
            auto reset = create_task(arrives(barrier, "reset"));
            co_await sleep(0s);
            co_await barrier.reset();
            co_await reset;
            auto aborted = create_task(arrives(barrier, "aborted"));
            co_await sleep(0s);
            print(barrier.n_waiting(), barrier.broken());
            co_await barrier.abort();
            co_await aborted;
            co_await arrives(barrier, "later");
            print(barrier.n_waiting(), barrier.broken());
            co_await barrier.reset();
            print(barrier.broken());
        },
        since_3_11());
    CHECK(recorded.printed() ==
          "reset Abort or reset of barrier\n1 False\naborted Abort or reset of barrier\n"
          "later Barrier aborted\n0 True\nFalse\n");
}

TEST_CASE("a task that is cancelled at a barrier makes room for another") {
    const RecordedRun recorded = run_coroutine<void>(
        []() -> Coro<> {
            const Barrier barrier(2);
            auto cancelled = create_task(arrives(barrier, "cancelled"));
            co_await sleep(0s);
            cancelled.cancel();
            co_await sleep(0s);
            auto both = list({arrives(barrier, "a"), arrives(barrier, "b")});
            co_await gather(std::move(both));
        },
        since_3_11());
    CHECK(recorded.printed() == "b 1\na 0\n");
}

TEST_CASE("a barrier is for at least one task, and exists since 3.11") {
    const auto of_none = []() -> Coro<> {
        const Barrier barrier(0);
        co_return;
    };
    run_coroutine<void>(of_none, {.python = 13, .error = "ValueError: parties must be > 0"});
    run_coroutine<void>(of_none, {.python = 14, .error = "ValueError: parties must be >= 1"});
    run_coroutine<void>(
        of_none,
        {.python = 10, .error = "AttributeError: module 'asyncio' has no attribute 'Barrier'"});
}

}  // namespace corodemo::tests
