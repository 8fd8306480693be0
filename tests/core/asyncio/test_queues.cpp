#include <memory>
#include <utility>

#include "core/asyncio/queues.hpp"
#include "tests/core/asyncio/program.hpp"

namespace corodemo::tests {

namespace {

Coro<> puts(Queue<int> queue, int item, CallSite /*call*/ = "puts") {
    co_await queue.put(item);
    print("put", item);
}

template <class T>
Coro<> gets(Queue<T> queue, std::string name, CallSite /*call*/ = "gets") {
    const T item = co_await queue.get();
    print(name, item);
}

std::string error_of(const std::function<void()>& function) {
    try {
        function();
    } catch (...) {
        return repr(std::current_exception());
    }
    return "none";
}

}  // namespace

TEST_CASE("who puts into a full queue waits, first come, first served") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Queue<int> queue(1);
        auto all = list({puts(queue, 1), puts(queue, 2), puts(queue, 3)});
        auto putters = gather(std::move(all));
        co_await sleep(0s);
        print(queue.full(), queue.qsize(), queue.maxsize());
        for (int i = 0; i < 3; ++i) {
            co_await gets(queue, "got");
            co_await sleep(0s);
        }
        co_await putters;
        print(queue.empty());
    });
    CHECK(recorded.printed() == "put 1\nTrue 1 1\ngot 1\nput 2\ngot 2\nput 3\ngot 3\nTrue\n");
}

TEST_CASE("an item is taken when a task runs, not when it is woken up") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Queue<int> queue;
        auto early = create_task(gets(queue, "early"));
        co_await sleep(0s);
        queue.put_nowait(1);
        print("main", queue.get_nowait());
        co_await sleep(0s);
        queue.put_nowait(2);
        co_await early;
    });
    CHECK(recorded.printed() == "main 1\nearly 2\n");
}

TEST_CASE("who is cancelled when it has been woken up wakes up the next") {
    for (const int python : {6, 10, 14}) {
        CAPTURE(python);
        const RecordedRun recorded = run_coroutine<void>(
            []() -> Coro<> {
                const Queue<int> queue(1);
                auto first = create_task(gets(queue, "first"));
                auto second = create_task(gets(queue, "second"));
                co_await sleep(0s);
                queue.put_nowait(1);
                first.cancel();
                co_await second;
                queue.put_nowait(2);
                auto third = create_task(puts(queue, 3));
                auto fourth = create_task(puts(queue, 4));
                co_await sleep(0s);
                queue.get_nowait();
                third.cancel();
                co_await fourth;
                print(queue.get_nowait(), third.cancelled());
            },
            {.python = python});
        CHECK(recorded.printed() == "second 1\nput 4\n4 True\n");
    }
}

TEST_CASE("in 3.6 a put() that is cancelled stays among the putters") {
    const auto states = [](int python) {
        return run_coroutine<void>(
                   []() -> Coro<> {
                       const Queue<int> queue(1);
                       queue.put_nowait(1);
                       auto cancelled = create_task(puts(queue, 2));
                       co_await sleep(0s);
                       cancelled.cancel();
                       co_await sleep(0s);
                       queue.get_nowait();
                   },
                   {.python = python})
            .states_of_objects();
    };
    CHECK(states(6) == EventLog{"Q1 size 0:, 0 unfinished,", "Q1 size 1: 1, 1 unfinished,",
                                "Q1 size 1: 1, 1 unfinished, T2", "Q1 size 0:, 1 unfinished, T2",
                                "Q1 size 0:, 1 unfinished,"});
    CHECK(states(7) == EventLog{"Q1 size 0:, 0 unfinished,", "Q1 size 1: 1, 1 unfinished,",
                                "Q1 size 1: 1, 1 unfinished, T2", "Q1 size 1: 1, 1 unfinished,",
                                "Q1 size 0:, 1 unfinished,"});
}

TEST_CASE("items may be move-only") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Queue<std::unique_ptr<int>> queue(1);
        co_await queue.put(std::make_unique<int>(1));
        const std::unique_ptr<int> first = co_await queue.get();
        queue.put_nowait(std::make_unique<int>(2));
        const std::unique_ptr<int> second = queue.get_nowait();
        print(*first, *second);
    });
    CHECK(recorded.printed() == "1 2\n");
}

TEST_CASE("join() waits for the last task_done(), not for the queue to be empty") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Queue<int> queue;
        const auto joins = [](Queue<int> to_join, CallSite /*call*/ = "joins") -> Coro<> {
            co_await to_join.join();
            print("joined");
        };
        co_await queue.join();
        queue.put_nowait(1);
        queue.put_nowait(2);
        auto joiner = create_task(joins(queue));
        queue.get_nowait();
        queue.get_nowait();
        co_await sleep(1s);
        queue.task_done();
        co_await sleep(1s);
        print("last one");
        queue.task_done();
        co_await joiner;
    });
    CHECK(recorded.printed() == "last one\njoined\n");
}

TEST_CASE("what a queue refuses") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Queue<int> queue(1);
        print(error_of([&] { queue.get_nowait(); }));
        queue.put_nowait(1);
        print(error_of([&] { queue.put_nowait(2); }));
        queue.task_done();
        print(error_of([&] { queue.task_done(); }));
        co_return;
    });
    CHECK(recorded.printed() ==
          "QueueEmpty()\nQueueFull()\nValueError('task_done() called too many times')\n");
}

TEST_CASE("a queue that is shut down gives what it has, and takes nothing") {
    const RecordedRun recorded = run_coroutine<void>(
        []() -> Coro<> {
            const Queue<int> queue(1);
            queue.put_nowait(1);
            auto putter = create_task(puts(queue, 2));
            co_await sleep(0s);
            queue.shutdown();
            co_await sleep(0s);
            print(repr(putter.exception()), queue.get_nowait());
            print(error_of([&] { queue.get_nowait(); }));
            auto getter = create_task(gets(queue, "never"));
            co_await sleep(0s);
            print(repr(getter.exception()));
        },
        {.python = 13});
    CHECK(recorded.printed() == "QueueShutDown() 1\nQueueShutDown()\nQueueShutDown()\n");
}

TEST_CASE("a queue that is shut down immediately drops what it has, and wakes up who waits") {
    const RecordedRun recorded = run_coroutine<void>(
        []() -> Coro<> {
            const Queue<int> queue;
            const Queue<int> other;
            queue.put_nowait(1);
            queue.put_nowait(2);
            auto joiner = create_task(queue.join());
            auto getter = create_task(gets(other, "never"));
            co_await sleep(0s);
            queue.shutdown(true);
            other.shutdown(true);
            co_await joiner;
            print(repr(getter.exception()), queue.qsize());
        },
        {.python = 14});
    CHECK(recorded.printed() == "QueueShutDown() 0\n");
    CHECK(recorded.states_of_objects() ==
          EventLog{"Q1 size 0:, 0 unfinished,", "Q2 size 0:, 0 unfinished,",
                   "Q1 size 1: 1, 1 unfinished,", "Q1 size 2: 1 2, 2 unfinished,",
                   "Q1 size 2: 1 2, 2 unfinished, T2", "Q2 size 0:, 0 unfinished, T3",
                   "Q1 shutdown size 2: 1 2, 2 unfinished, T2",
                   "Q1 shutdown size 1: 2, 1 unfinished, T2",
                   "Q1 shutdown size 0:, 0 unfinished, T2", "Q2 shutdown size 0:, 0 unfinished, T3",
                   "Q2 shutdown size 0:, 0 unfinished,", "Q1 shutdown size 0:, 0 unfinished,"});
}

TEST_CASE("queues are shut down since 3.13") {
    const auto program = []() -> Coro<> {
        const PriorityQueue<int> queue;
        queue.shutdown();
        co_return;
    };
    run_coroutine<void>(
        program, {.python = 12,
                  .error = "AttributeError: 'PriorityQueue' object has no attribute 'shutdown'"});
}

TEST_CASE("a priority queue gives the least item, and is the heap that heapq makes") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const PriorityQueue<int> queue;
        for (const int item : {5, 3, 8, 1, 3, 9, 2}) {
            queue.put_nowait(item);
        }
        while (!queue.empty()) {
            co_await gets<int>(queue, "got");
        }
    });
    CHECK(recorded.printed() == "got 1\ngot 2\ngot 3\ngot 3\ngot 5\ngot 8\ngot 9\n");
    // Python's heap after each push and pop
    CHECK(recorded.states_of_objects() ==
          EventLog{"Q1 size 0:, 0 unfinished,", "Q1 size 1: 5, 1 unfinished,",
                   "Q1 size 2: 3 5, 2 unfinished,", "Q1 size 3: 3 5 8, 3 unfinished,",
                   "Q1 size 4: 1 3 8 5, 4 unfinished,", "Q1 size 5: 1 3 8 5 3, 5 unfinished,",
                   "Q1 size 6: 1 3 8 5 3 9, 6 unfinished,",
                   "Q1 size 7: 1 3 2 5 3 9 8, 7 unfinished,",
                   "Q1 size 6: 2 3 8 5 3 9, 7 unfinished,", "Q1 size 5: 3 3 8 5 9, 7 unfinished,",
                   "Q1 size 4: 3 5 8 9, 7 unfinished,", "Q1 size 3: 5 9 8, 7 unfinished,",
                   "Q1 size 2: 8 9, 7 unfinished,", "Q1 size 1: 9, 7 unfinished,",
                   "Q1 size 0:, 7 unfinished,"});
}

TEST_CASE("a LIFO queue gives the item that was put last") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const LifoQueue<std::string> queue;
        queue.put_nowait("a");
        queue.put_nowait("b");
        co_await gets<std::string>(queue, "got");
        queue.put_nowait("c");
        co_await gets<std::string>(queue, "got");
        co_await gets<std::string>(queue, "got");
    });
    CHECK(recorded.printed() == "got b\ngot c\ngot a\n");
}

TEST_CASE("a trace shows the first items of a long queue") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const Queue<int> queue;
        for (int i = 0; i < 20; ++i) {
            queue.put_nowait(i);
        }
        co_return;
    });
    CHECK(recorded.states_of_objects().back() == "Q1 size 20: 0 1 2 3 4 5 6 7, 20 unfinished,");
}

TEST_CASE("since 3.10 a queue is bound to the loop in which a task first waited for it") {
    const auto waits = [](Queue<int> queue) -> Coro<> {
        co_await queue.put(1);
        auto waiter = create_task(puts(queue, 2));
        co_await sleep(0s);
        queue.get_nowait();
        co_await waiter;
    };
    const Interpreter interpreter({PythonVersion(14), nullptr, nullptr, nullptr, false, {}});
    const Queue<int> queue(1);
    new_event_loop().run_until_complete(waits(queue));
    const std::string error = error_of([&] { new_event_loop().run_until_complete(queue.put(3)); });
    CHECK(error ==
          "RuntimeError('<Queue maxsize=1 _queue=[2] tasks=2> is bound to a different event "
          "loop')");
}

}  // namespace corodemo::tests
