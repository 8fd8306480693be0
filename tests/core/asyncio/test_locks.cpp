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

std::string text_of(const trace::ObjectStateNow& lock) {
    std::string text = to_string(lock.id) + ' ' + std::string(to_string(lock.state.value()));
    if (lock.held_by) {
        text += " by " + to_string(lock.held_by);
    }
    for (const trace::Id waiter : lock.waiters) {
        text += ' ' + to_string(waiter);
    }
    return text;
}

/// The states that the locks of a trace go through.
EventLog states_of_locks(const trace::Trace& trace) {
    EventLog states;
    trace::Replay replay;
    for (const trace::Event& event : trace.events()) {
        replay.apply(event);
        if (event.kind().starts_with("object_")) {
            const auto* changed = event.as<trace::ObjectChanged>();
            states.push_back(text_of(changed != nullptr ? replay.object(changed->object)
                                                        : replay.objects().back()));
        }
    }
    return states;
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
    CHECK(states_of_locks(recorded.trace) ==
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

}  // namespace corodemo::tests
