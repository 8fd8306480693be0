#include "core/asyncio/async_with.hpp"
#include "core/asyncio/locks.hpp"
#include "tests/core/asyncio/program.hpp"

namespace corodemo::tests {

namespace {

Coro<> uses(Lock lock, std::string name, Duration delay, CallSite /*call*/ = "uses") {
    const auto held = co_await async_with(lock);
    print(name, "in");
    co_await sleep(delay);
    print(name, "out");
}

}  // namespace

TEST_CASE(
    "waiters acquire a lock in first-come, first-served order, each in an iteration of its own") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Lock lock;
        auto all = list({uses(lock, "a", 1s), uses(lock, "b", 1s), uses(lock, "c", 1s)});
        co_await gather(std::move(all));
        print(lock.locked());
    });
    CHECK(recorded.printed() == "a in\na out\nb in\nb out\nc in\nc out\nFalse\n");
    CHECK(recorded.lines_with({"T2", "F2"}) ==
          EventLog{"it1 T1 makes T2", "it2 T2 starts", "it2 T2 prints a in", "it2 T2 waits F1",
                   "it2 T3 waits F2", "it4 T2 wakes", "it4 T2 prints a out", "it4 F2 result",
                   "it4 T2 returns None"});
}

TEST_CASE("a cancelled waiter leaves the queue, and wakes up the next if it was woken up itself") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Lock lock;
        co_await lock.acquire();
        auto first = create_task(uses(lock, "first", 0s));
        auto second = create_task(uses(lock, "second", 0s));
        co_await sleep(0s);
        lock.release();  // the first waiter gets it, but has not run yet
        CHECK(!lock.locked());
        first.cancel();
        co_await second;
        print(first.cancelled(), lock.locked());
    });
    CHECK(recorded.printed() == "second in\nsecond out\nTrue False\n");
}

TEST_CASE("a trace tells who holds a lock, and who waits for it") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Lock lock;
        const Lock other;
        auto cancelled = create_task(uses(lock, "cancelled", 0s));
        auto all = list({uses(other, "a", 0s), uses(lock, "b", 0s), uses(lock, "c", 0s)});
        co_await lock.acquire();
        auto both = gather(std::move(all));
        co_await sleep(0s);
        cancelled.cancel();
        lock.release();
        co_await both;
    });
    CHECK(recorded.states_of_objects() ==
          EventLog{"M1 unlocked", "M2 unlocked", "M1 locked by T1", "M1 locked by T1 T2",
                   "M2 locked by T3", "M1 locked by T1 T2 T4", "M1 locked by T1 T2 T4 T5",
                   "M1 unlocked T2 T4 T5", "M2 unlocked", "M1 unlocked T4 T5", "M1 unlocked T5",
                   "M1 locked by T4 T5", "M1 unlocked T5", "M1 unlocked", "M1 locked by T5",
                   "M1 unlocked"});
}

TEST_CASE("a task does not acquire a lock before a waiter that has been woken up") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Lock lock;
        co_await lock.acquire();
        auto waits = create_task(uses(lock, "early", 0s));
        co_await sleep(0s);
        lock.release();
        co_await uses(lock, "late", 0s);
        co_await waits;
    });
    CHECK(recorded.printed() == "early in\nearly out\nlate in\nlate out\n");
}

TEST_CASE("cancelled waiters do not keep a task from acquiring the lock") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Lock lock;
        co_await lock.acquire();
        auto cancelled = create_task(uses(lock, "cancelled", 0s));
        co_await sleep(0s);
        cancelled.cancel();
        lock.release();
        co_await lock.acquire();
        print(lock.locked(), cancelled.done());
    });
    CHECK(recorded.printed() == "True False\n");
}

TEST_CASE("a lock can be acquired in a task, and by gather") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Lock lock;
        auto waits = create_task(async_with(lock));
        auto acquires = ensure_future(lock.acquire());
        {
            const auto held = co_await waits;
            co_await sleep(0s);
            print(acquires.done());
        }
        const auto acquired = co_await gather(list({acquires}));
        print(repr(acquired), lock.locked());
    });
    CHECK(recorded.printed() == "False\n[True] True\n");
}

TEST_CASE("a lock that is not held cannot be released") {
    const auto program = []() -> Coro<> {
        Lock().release();
        co_return;
    };
    run_coroutine<void>(program, {.error = "RuntimeError: Lock is not acquired."});
}

TEST_CASE("since 3.10 a lock is bound to the loop in which a task first waited for it") {
    const auto contend = [](Lock lock) -> Coro<> {
        co_await lock.acquire();
        auto waits = create_task(uses(lock, "in", 0s));
        co_await sleep(0s);
        lock.release();
        co_await waits;
    };
    const auto error_in_another_loop = [&](int python) {
        const Interpreter interpreter(
            {PythonVersion(python), nullptr, nullptr, nullptr, false, {}});
        EventLoop& first = new_event_loop();
        set_event_loop(&first);
        const Lock lock;
        first.run_until_complete(contend(lock));
        try {
            new_event_loop().run_until_complete(contend(lock));
        } catch (...) {
            return describe(std::current_exception()).message;
        }
        return std::string();
    };
    CHECK(error_in_another_loop(10) ==
          "<asyncio.locks.Lock object [locked]> is bound to a different event loop");
    CHECK(error_in_another_loop(9).find("attached to a different loop") != std::string::npos);
}

TEST_CASE("a hung program that waits for locks is destroyed without a report") {
    const auto program = []() -> Coro<> {
        const Lock a;
        const auto held = co_await async_with(a);
        const auto again = co_await async_with(a);
    };
    run_coroutine<void>(program, {.error = "hung"});
}

TEST_CASE("the exit of a block that has released its lock itself raises, as in Python") {
    const auto program = []() -> Coro<> {
        const Lock lock;
        co_await async_with(lock, [&]() -> Block {
            lock.release();
            co_return;
        });
    };
    run_coroutine<void>(program, {.error = "RuntimeError: Lock is not acquired."});
}

// Event

namespace {

Coro<> waits(Event event, std::string name, CallSite /*call*/ = "waits") {
    co_await event.wait();
    print(name, event.is_set());
}

}  // namespace

TEST_CASE("an event wakes up all who wait, in their order, also if it is cleared at once") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Event event;
        auto all = gather(list({waits(event, "a"), waits(event, "b")}));
        co_await sleep(0s);
        event.set();
        event.clear();
        print("cleared");
        co_await all;
    });
    CHECK(recorded.printed() == "cleared\na False\nb False\n");
    CHECK(recorded.lines_with({"T2 wakes", "T3 wakes"}) ==
          EventLog{"it3 T2 wakes", "it3 T3 wakes"});
}

TEST_CASE("who waits for an event that is set does not suspend") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Event event;
        event.set();
        auto other = create_task(waits(event, "other"));
        const bool is_set = co_await event.wait();
        print(is_set);
        co_await other;
    });
    CHECK(recorded.printed() == "True\nother True\n");
}

TEST_CASE("a trace tells of an event, and who waits for it") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Event event;
        auto cancelled = create_task(waits(event, "cancelled"));
        auto other = create_task(waits(event, "other"));
        co_await sleep(0s);
        cancelled.cancel();
        co_await sleep(0s);
        event.set();
        event.set();
        co_await other;
    });
    CHECK(recorded.states_of_objects() == EventLog{"V1 unset", "V1 unset T2", "V1 unset T2 T3",
                                                   "V1 unset T3", "V1 set T3", "V1 set"});
}

// Semaphore

namespace {

Coro<> uses(Semaphore semaphore, std::string name, Duration delay, CallSite /*call*/ = "uses") {
    const auto held = co_await async_with(semaphore);
    print(name, "in");
    co_await sleep(delay);
    print(name, "out");
}

}  // namespace

TEST_CASE("as many tasks as a semaphore has permits are in its block") {
    for (const int python : {8, 9, 12, 14}) {
        const RecordedRun recorded = run_coroutine<void>(
            []() -> Coro<> {
                const Semaphore semaphore(2);
                auto all = list(
                    {uses(semaphore, "a", 1s), uses(semaphore, "b", 3s), uses(semaphore, "c", 1s)});
                co_await gather(std::move(all));
                print(semaphore.locked());
            },
            {.python = python});
        CHECK(recorded.printed() == "a in\nb in\na out\nc in\nc out\nb out\nFalse\n");
    }
}

TEST_CASE("until 3.8 a task that comes later may take the permit of one that has been woken up") {
    const auto order = [](int python) {
        return run_coroutine<void>(
                   []() -> Coro<> {
                       const Semaphore semaphore(0);
                       auto early = create_task(uses(semaphore, "early", 0s));
                       co_await sleep(0s);
                       semaphore.release();
                       auto late = create_task(uses(semaphore, "late", 0s));
                       co_await semaphore.acquire();
                       print("main in");
                       semaphore.release();
                       auto both = list({early, late});
                       co_await gather(std::move(both));
                   },
                   {.python = python})
            .printed();
    };
    CHECK(order(6) == "main in\nearly in\nearly out\nlate in\nlate out\n");
    CHECK(order(8) == order(6));
    CHECK(order(9) == "early in\nearly out\nmain in\nlate in\nlate out\n");
    CHECK(order(10) == order(9));
    CHECK(order(14) == order(9));
}

TEST_CASE("a waiter that is cancelled when it has its permit gives it back") {
    for (const int python : {6, 8, 9, 10, 12, 13, 14}) {
        CAPTURE(python);
        const RecordedRun recorded = run_coroutine<void>(
            []() -> Coro<> {
                const Semaphore semaphore(0);
                auto first = create_task(uses(semaphore, "first", 0s));
                auto second = create_task(uses(semaphore, "second", 0s));
                co_await sleep(0s);
                semaphore.release();
                first.cancel();
                co_await second;
                co_await semaphore.acquire();
                print(semaphore.locked());
            },
            {.python = python});
        CHECK(recorded.printed() == "second in\nsecond out\nTrue\n");
    }
}

TEST_CASE("since 3.13 who leaves the queue wakes up as many as there are permits") {
    const auto wakeups = [](int python) {
        return run_coroutine<void>(
                   []() -> Coro<> {
                       const Semaphore semaphore(0);
                       auto first = create_task(uses(semaphore, "first", 0s));
                       co_await sleep(0s);
                       auto second = create_task(uses(semaphore, "second", 0s));
                       auto third = create_task(uses(semaphore, "third", 0s));
                       semaphore.release();
                       semaphore.release();  // nobody waits for this one yet
                       first.cancel();
                       auto both = list({second, third});
                       co_await gather(std::move(both));
                   },
                   {.python = python})
            .lines_with({"prints second in", "prints third in"});
    };
    CHECK(wakeups(12) == EventLog{"it4 T3 prints second in", "it5 T4 prints third in"});
    CHECK(wakeups(13) == EventLog{"it4 T3 prints second in", "it4 T4 prints third in"});
}

TEST_CASE("a semaphore rejects a negative value, a bounded one a release too many") {
    const auto negative = []() -> Coro<> {
        const Semaphore semaphore(-1);
        co_return;
    };
    run_coroutine<void>(negative, {.error = "ValueError: Semaphore initial value must be >= 0"});
    const auto released = []() -> Coro<> {
        const BoundedSemaphore semaphore(2);
        co_await semaphore.acquire();
        semaphore.release();
        semaphore.release();
    };
    run_coroutine<void>(released,
                        {.error = "ValueError: BoundedSemaphore released too many times"});
    const auto released_in_block = []() -> Coro<> {
        const BoundedSemaphore semaphore;
        co_await async_with(semaphore, [&]() -> Block {
            semaphore.release();
            co_return;
        });
    };
    run_coroutine<void>(released_in_block,
                        {.error = "ValueError: BoundedSemaphore released too many times"});
}

TEST_CASE("a trace tells of a semaphore's permits, and who waits for one") {
    const RecordedRun recorded = run_coroutine<void>(
        []() -> Coro<> {
            const BoundedSemaphore semaphore(1);
            auto both = list({uses(semaphore, "a", 0s), uses(semaphore, "b", 0s)});
            co_await gather(std::move(both));
        },
        {.python = 14});
    CHECK(recorded.states_of_objects() ==
          EventLog{"S1 1", "S1 0", "S1 0 T3", "S1 1 T3", "S1 0 T3", "S1 0", "S1 1"});
}

}  // namespace corodemo::tests
