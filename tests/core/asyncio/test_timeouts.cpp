#include "core/asyncio/async_with.hpp"
#include "core/asyncio/timeouts.hpp"
#include "tests/core/asyncio/program.hpp"

namespace corodemo::tests {

namespace {

const RunSettings kLatest{.python = 14};

template <class Call>
std::string message_of(Call call) {
    try {
        call();
    } catch (const BaseException& error) {
        return std::string(error.type()) + ": " + error.what();
    }
    return "nothing";
}

}  // namespace

TEST_CASE("of nested timeouts the one that expires raises TimeoutError") {
    const RecordedRun recorded = run_coroutine<void>(
        []() -> Coro<> {
            const Timeout outer = timeout(10s);
            const Timeout inner = timeout(1s);
            co_await async_with(outer, [&]() -> Block {
                try {
                    co_await async_with(inner, [&]() -> Block { co_await sleep(5s); });
                } catch (const TimeoutError&) {
                    print("inner", inner.expired(), outer.expired());
                }
            });
            const Timeout first = timeout(1s);
            const Timeout second = timeout(10s);
            try {
                co_await async_with(first, [&]() -> Block {
                    try {
                        co_await async_with(second, [&]() -> Block { co_await sleep(5s); });
                    } catch (const TimeoutError&) {
                        print("the wrong one");
                    }
                });
            } catch (const TimeoutError&) {
                print("outer", second.expired(), first.expired());
            }
        },
        kLatest);
    CHECK(recorded.printed() == "inner True False\nouter False True\n");
}

TEST_CASE("a deadline that has passed cancels at the first await, if there is one") {
    const RecordedRun recorded = run_coroutine<void>(
        []() -> Coro<> {
            try {
                co_await async_with(timeout(0s), [&]() -> Block {
                    print("runs");
                    co_await sleep(0s);
                    co_await sleep(1s);
                    print("goes on");
                });
            } catch (const TimeoutError&) {
                print("timed out");
            }
            co_await async_with(timeout(-1s), [&]() -> Block {
                print("no await");
                co_return;
            });
            co_await async_with(timeout_at(std::nullopt), [&]() -> Block { co_await sleep(9s); });
            print(get_running_loop().time() == 9s);
        },
        kLatest);
    CHECK(recorded.printed() == "runs\ntimed out\nno await\nTrue\n");
}

TEST_CASE("a timeout can be rescheduled within its block") {
    const RecordedRun recorded = run_coroutine<void>(
        []() -> Coro<> {
            const Timeout limit = timeout(1s);
            CHECK(message_of([&] { limit.reschedule({}); }) ==
                  "RuntimeError: Timeout has not been entered");
            co_await async_with(limit, [&]() -> Block {
                limit.reschedule(std::nullopt);
                co_await sleep(3s);
                limit.reschedule(get_running_loop().time() + 5s);
                co_await sleep(4s);
            });
            print(limit.expired(), limit.when() == 8s);
            CHECK(message_of([&] { limit.reschedule({}); }) ==
                  "RuntimeError: Cannot change state of finished Timeout");
            std::string message;
            try {
                co_await async_with(limit, [&]() -> Block { co_return; });
            } catch (const RuntimeError& error) {
                message = error.what();
            }
            CHECK(message == "Timeout has already been entered");
        },
        kLatest);
    CHECK(recorded.printed() == "False True\n");
}

TEST_CASE("a block that swallows the CancelledError of its timeout goes on") {
    const RecordedRun recorded = run_coroutine<void>(
        []() -> Coro<> {
            const Timeout limit = timeout(1s);
            co_await async_with(limit, [&]() -> Block {
                try {
                    co_await sleep(5s);
                } catch (const CancelledError&) {
                    CHECK(message_of([&] { limit.reschedule({}); }) ==
                          "RuntimeError: Cannot change state of expiring Timeout");
                }
            });
            print(limit.expired(), current_task()->cancelling());
            CHECK(message_of([&] { limit.reschedule({}); }) ==
                  "RuntimeError: Cannot change state of expired Timeout");
        },
        kLatest);
    CHECK(recorded.printed() == "True 0\n");
}

TEST_CASE("a cancellation from outside stays one, even if the timeout expires with it") {
    for (const int python : {11, 12, 13, 14}) {
        CAPTURE(python);
        const RecordedRun recorded = run_coroutine<void>(
            []() -> Coro<> {
                const auto block = []() -> Coro<> {
                    co_await async_with(timeout(1s), [&]() -> Block { co_await sleep(5s); });
                };
                auto task = create_task(block());
                co_await sleep(0s);
                get_running_loop().call_later(1s, [&] { task.cancel(); });
                try {
                    co_await task;
                } catch (const CancelledError&) {
                    print("cancelled", task.cancelling());
                }
            },
            {.python = python});
        CHECK(recorded.printed() == "cancelled 1\n");
    }
}

TEST_CASE("a timeout needs a loop, a task, and Python 3.11") {
    run(
        [](EventLoop& loop) {
            CHECK(message_of([] { timeout(1s); }) == "RuntimeError: no running event loop");
            loop.call_soon([&] {
                CHECK(message_of([] { timeout(1s).object()->enter(); }) ==
                      "RuntimeError: Timeout should be used inside a task");
                loop.stop();
            });
            loop.run_forever();
        },
        kLatest);
    run(
        [](EventLoop& /*loop*/) {
            CHECK(message_of([] { timeout(1s); }) ==
                  "AttributeError: module 'asyncio' has no attribute 'timeout'");
            CHECK(message_of([] { timeout_at({}); }) ==
                  "AttributeError: module 'asyncio' has no attribute 'timeout_at'");
        },
        {.python = 10});
}

}  // namespace corodemo::tests
