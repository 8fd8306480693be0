#include "tests/core/asyncio/program.hpp"

// Async generators: iterating, and how they end.

namespace corodemo::tests {

namespace {

AsyncGenerator<int> count(int to, CallSite = "count") {
    try {
        for (int i = 1; i <= to; ++i) {
            co_await sleep(1s);
            co_yield i;
        }
    } catch (...) {
        print("left");
        throw;
    }
    print("over");
}

AsyncGenerator<int> stubborn(CallSite = "stubborn") {
    try {
        co_yield 1;
    } catch (const coro::GeneratorExit&) {
        print("no");
    }
    co_yield 2;
}

AsyncGenerator<int> handles(CallSite = "handles") {
    bool failed = false;
    try {
        co_yield 1;
    } catch (const ValueError&) {
        failed = true;
    }
    co_yield failed ? 10 : 2;
}

RecordedRun run_main(Coro<> (*main)(CallSite), const RunSettings& settings = {}) {
    return run([&](EventLoop& loop) { loop.run_until_complete(main("main")); }, settings);
}

}  // namespace

TEST_CASE("a generator runs in the task that iterates over it, to its end") {
    const RecordedRun recorded = run_main([](CallSite) -> Coro<> {
        for (auto each = count(2); auto i = co_await each.next();) {
            print(*i);
        }
    });
    CHECK(recorded.printed() == "1\n2\nover\n");
    CHECK(recorded.lines_with({"makes"}) == EventLog{"makes T1"});
}

TEST_CASE("anext() raises StopAsyncIteration at the end, and ever after") {
    run_main([](CallSite) -> Coro<> {
        auto counting = count(1);
        const int first = co_await anext(counting);
        CHECK(first == 1);
        for (int i = 0; i < 2; ++i) {
            bool stopped = false;
            try {
                co_await anext(counting);
            } catch (const StopAsyncIteration&) {
                stopped = true;
            }
            CHECK(stopped);
        }
    });
}

TEST_CASE("one that is dropped while it runs is closed when it has yielded") {
    const RecordedRun recorded = run_main([](CallSite) -> Coro<> {
        std::optional<AsyncGenerator<int>> dropped = count(2);
        constexpr auto kNext = [](const AsyncGenerator<int>& generator,
                                  CallSite = "next") -> Coro<> {
            const auto i = co_await generator.next();
            print(*i);
        };
        const Task<> task = create_task(kNext(*dropped));
        co_await sleep(0s);
        dropped.reset();
        co_await task;
        co_await sleep(0s);
        co_await sleep(0s);
    });
    CHECK(recorded.printed() == "1\nleft\n");
}

TEST_CASE("one that is dropped before its end is closed by a task of its own") {
    const RecordedRun recorded = run_main([](CallSite) -> Coro<> {
        for (auto each = count(2); auto i = co_await each.next();) {
            break;
        }
        print("dropped");
        co_await sleep(0s);
        print("next iteration");
        co_await sleep(0s);
    });
    CHECK(recorded.printed() == "dropped\nnext iteration\nleft\n");
    CHECK(recorded.lines_with({"T2"}) == EventLog{"it4 H4 makes T2", "it5 T2 starts",
                                                  "it5 T2 prints left", "it5 T2 returns None"});
}

TEST_CASE("aclose() closes it at once; one that never began just ends") {
    const RecordedRun recorded = run_main([](CallSite) -> Coro<> {
        auto counting = count(2);
        co_await counting.next();
        co_await counting.aclose();
        print("closed");
        const auto after = co_await counting.next();
        CHECK_FALSE(after);
        auto unused = count(2);
        co_await unused.aclose();
        const auto none = co_await unused.next();
        CHECK_FALSE(none);
    });
    CHECK(recorded.printed() == "left\nclosed\n");
}

TEST_CASE("a generator that goes on yielding when it is closed is an error") {
    run_main(
        [](CallSite) -> Coro<> {
            auto it = stubborn();
            co_await it.next();
            co_await it.aclose();
        },
        {.error = "RuntimeError: async generator ignored GeneratorExit"});
}

TEST_CASE("athrow() raises at the yield, and has the value that is yielded then") {
    run_main([](CallSite) -> Coro<> {
        auto it = handles();
        co_await it.next();
        const auto value = co_await it.athrow(std::make_exception_ptr(ValueError("no")));
        CHECK(value == 10);
    });
}

TEST_CASE("two tasks cannot iterate over one generator at a time") {
    run_main(
        [](CallSite) -> Coro<> {
            auto counting = count(3);
            constexpr auto kIterates = [](const AsyncGenerator<int>& it,
                                          CallSite = "iterates") -> Coro<> { co_await it.next(); };
            auto both = gather(list({kIterates(counting), kIterates(counting)}));
            co_await both;
        },
        {.error = "RuntimeError: anext(): asynchronous generator is already running"});
}

TEST_CASE("shutdown_asyncgens() closes those that are still there") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        auto counting = count(2);
        constexpr auto kBegins = [](const AsyncGenerator<int>& it, CallSite = "begins") -> Coro<> {
            co_await it.next();
        };
        loop.run_until_complete(kBegins(counting));
        loop.run_until_complete(loop.shutdown_asyncgens());
        print("shut down");
    });
    CHECK(recorded.printed() == "left\nshut down\n");
}

}  // namespace corodemo::tests
