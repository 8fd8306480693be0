#include "core/asyncio/tasks/shield.hpp"
#include "core/asyncio/tasks/wait_for.hpp"
#include "tests/core/asyncio/program.hpp"

// What CPython does in each of these was measured on 3.6 to 3.14.

namespace corodemo::tests {

namespace {

/// What the inner task does when it is cancelled, and has cleaned up.
enum class Then : std::uint8_t { raise_again, return_late, fail };

Coro<std::string> inner(Then then, CallSite /*call*/ = "inner") {
    print("starts");
    bool cancelled = false;
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        cancelled = true;
    }
    co_await sleep(1s);
    print("cleaned");
    if (then == Then::fail) {
        throw ValueError("late");
    }
    if (cancelled && then == Then::raise_again) {
        throw CancelledError();
    }
    co_return "late";
}

/// Awaits it, and prints what comes.
Coro<> outer(Coro<std::string> waiting, CallSite /*call*/ = "outer") {
    std::string came;
    std::exception_ptr thrown;
    try {
        came = co_await std::move(waiting);
    } catch (...) {
        thrown = std::current_exception();
        came = describe(thrown).type;
    }
    print(came);
    if (is_cancelled_error(thrown)) {
        std::rethrow_exception(thrown);
    }
}

std::string after_timeout(int python, Duration timeout, Then then) {
    return run_coroutine<void>(
               [&]() -> Coro<> {
                   co_await outer(wait_for(inner(then), timeout));
                   print("|");
                   co_await sleep(3s);
               },
               {.python = python})
        .printed();
}

std::string after_cancel(int python, bool answer_is_there) {
    return run_coroutine<void>(
               [&]() -> Coro<> {
                   const auto answer = get_running_loop().create_future<std::string>();
                   auto task = answer_is_there
                                   ? create_task(outer(wait_for(answer, 10s)))
                                   : create_task(outer(wait_for(inner(Then::raise_again), 10s)));
                   co_await sleep(1s);
                   if (answer_is_there) {
                       answer.set_result("answer");
                   }
                   task.cancel();
                   try {
                       co_await task;
                   } catch (const CancelledError&) {
                       print("cancelled");
                   }
                   print("|");
                   co_await sleep(3s);
               },
               {.python = python})
        .printed();
}

}  // namespace

TEST_CASE("wait_for() returns what comes in time") {
    for (const int python : {6, 7, 8, 9, 11, 12, 14}) {
        CAPTURE(python);
        const RecordedRun recorded = run_coroutine<void>(
            []() -> Coro<> {
                const auto done = get_running_loop().create_future<int>();
                done.set_result(3);
                print(co_await wait_for(done, 1s));
                print(co_await wait_for(done, 0s));
                print(co_await wait_for(done, std::nullopt));
                co_await wait_for(sleep(1s), 2s);
                co_await wait_for(sleep(1s), std::nullopt);
            },
            {.python = python});
        CHECK(recorded.printed() == "3\n3\n3\n");
        CHECK(recorded.trace.outcome.time == 0);
    }
}

TEST_CASE("after the timeout wait_for() waits until what it has cancelled is done; not in 3.6") {
    CHECK(after_timeout(6, 1s, Then::raise_again) == "starts\nTimeoutError\n|\ncleaned\n");
    for (const int python : {7, 8, 9, 11, 12, 14}) {
        CAPTURE(python);
        CHECK(after_timeout(python, 1s, Then::raise_again) == "starts\ncleaned\nTimeoutError\n|\n");
    }
}

TEST_CASE("wait_for() without time to wait starts nothing; in 3.6 it does") {
    CHECK(after_timeout(6, 0s, Then::raise_again) == "starts\nTimeoutError\n|\ncleaned\n");
    for (const int python : {7, 8, 9, 11, 12, 14}) {
        CAPTURE(python);
        CHECK(after_timeout(python, 0s, Then::raise_again) == "TimeoutError\n|\n");
        CHECK(after_timeout(python, -1s, Then::raise_again) == "TimeoutError\n|\n");
    }
}

TEST_CASE("a result that comes in spite of the timeout is returned since 3.9") {
    for (const int python : {7, 8}) {
        CAPTURE(python);
        CHECK(after_timeout(python, 1s, Then::return_late) == "starts\ncleaned\nTimeoutError\n|\n");
        CHECK(after_timeout(python, 1s, Then::fail) == "starts\ncleaned\nTimeoutError\n|\n");
    }
    for (const int python : {9, 11, 12, 14}) {
        CAPTURE(python);
        CHECK(after_timeout(python, 1s, Then::return_late) == "starts\ncleaned\nlate\n|\n");
        CHECK(after_timeout(python, 1s, Then::fail) == "starts\ncleaned\nValueError\n|\n");
    }
}

TEST_CASE("a wait_for() that is cancelled cancels what it waits for, and since 3.8 waits for it") {
    for (const int python : {6, 7}) {
        CAPTURE(python);
        CHECK(after_cancel(python, false) == "starts\nCancelledError\ncancelled\n|\ncleaned\n");
    }
    for (const int python : {8, 9, 11, 12, 14}) {
        CAPTURE(python);
        CHECK(after_cancel(python, false) == "starts\ncleaned\nCancelledError\ncancelled\n|\n");
    }
}

TEST_CASE("the result and the cancellation come together: from 3.8 to 3.11 the result wins") {
    for (const int python : {6, 7, 12, 13, 14}) {
        CAPTURE(python);
        CHECK(after_cancel(python, true) == "CancelledError\ncancelled\n|\n");
    }
    for (const int python : {8, 9, 10, 11}) {
        CAPTURE(python);
        CHECK(after_cancel(python, true) == "answer\n|\n");
    }
}

TEST_CASE("shield() passes on what comes, but no cancellation") {
    const auto program = [](bool fails) {
        return [fails]() -> Coro<> {
            auto saving = create_task(inner(fails ? Then::fail : Then::return_late));
            auto shielded = create_task(outer(wait_for(shield(saving), 100s)));
            co_await sleep(1s);
            shielded.cancel();
            try {
                co_await shielded;
            } catch (const CancelledError&) {
                print(shielded.cancelled(), saving.done());
            }
            co_await sleep(20s);
            print(saving.done());
        };
    };
    for (const int python : {6, 7, 11, 13, 14}) {
        CAPTURE(python);
        CHECK(run_coroutine<void>(program(false), {.python = python}).printed() ==
              "starts\nCancelledError\nTrue False\ncleaned\nTrue\n");
        const EventLog reports =
            run_coroutine<void>(program(true), {.python = python}).lines_with({"reports"});
        if (python == 6) {
            CHECK(reports.empty());
        } else if (python < 14) {
            REQUIRE(reports.size() == 1);
            CHECK(reports[0].ends_with("reports Task exception was never retrieved"));
        } else {
            REQUIRE(reports.size() == 1);
            CHECK(reports[0].ends_with("reports ValueError exception in shielded future"));
        }
    }
}

TEST_CASE("shield() of a future that is done is that future; a cancelled inner one cancels it") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const auto done = get_running_loop().create_future<int>();
        done.set_result(1);
        print(shield(done) == done);
        const auto future = get_running_loop().create_future<int>();
        const auto outside = shield(future);
        future.cancel();
        co_await sleep(1s);
        print(outside.cancelled());
    });
    CHECK(recorded.printed() == "True\nTrue\n");
}

}  // namespace corodemo::tests
