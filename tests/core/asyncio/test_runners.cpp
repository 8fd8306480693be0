#include <string>

#include "core/asyncio/runners.hpp"
#include "core/trace/recorder.hpp"
#include "tests/core/asyncio/program.hpp"

// What asyncio.run() and Runner do around the coroutines that they run.

namespace corodemo::tests {

namespace {

/// What `program` prints, errors included.
template <std::invocable Program>
std::string output_of(Program program, int python = 12, const std::string& set_order = "argument") {
    std::string printed;
    trace::Choices choices(set_order);
    Interpreter interpreter(
        {PythonVersion(python), &choices, nullptr, nullptr, false,
         [&](trace::Stream /*stream*/, std::string_view text) { printed += text; }});
    program();
    interpreter.end_program();
    return printed;
}

Coro<int> answer(CallSite = "answer") {
    co_await sleep(1s);
    co_return 42;
}

Coro<> until_cancelled(std::string name, CallSite = "until_cancelled") {
    try {
        co_await sleep(1h);
    } catch (const CancelledError&) {
        print(name, "cancelled");
        throw;
    }
}

Coro<> leaves_two(CallSite = "leaves_two") {
    create_task(until_cancelled("first"));
    create_task(until_cancelled("second"));
    co_await sleep(0s);
}

Coro<> fails_when_cancelled(CallSite = "fails_when_cancelled") {
    try {
        co_await sleep(1h);
    } catch (const CancelledError&) {
        throw ValueError("no");
    }
}

Coro<> leaves_failing(CallSite = "leaves_failing") {
    create_task(fails_when_cancelled());
    co_await sleep(0s);
}

Coro<> runs_another(CallSite = "runs_another") {
    auto inner = answer();
    CHECK_THROWS_WITH_AS(asyncio::run(std::move(inner)),
                         "asyncio.run() cannot be called from a running event loop", RuntimeError);
    co_return;
}

}  // namespace

TEST_CASE("run() returns the value, and unsets and closes the loop") {
    output_of([] {
        CHECK(asyncio::run(answer()) == 42);
        CHECK(interpreter().set_loop() == nullptr);
        CHECK(interpreter().loops().back()->is_closed());
        CHECK(asyncio::run(answer()) == 42);
    });
}

TEST_CASE("run() cancels what is left over, in the order in which it iterates over a set") {
    const auto program = [] { asyncio::run(leaves_two()); };
    CHECK(output_of(program) == "first cancelled\nsecond cancelled\n");
    CHECK(output_of(program, 12, "2,1") == "second cancelled\nfirst cancelled\n");
}

TEST_CASE("run() reports what a left-over task raises when it is cancelled") {
    CHECK(output_of([] { asyncio::run(leaves_failing()); }) ==
          "unhandled exception during asyncio.run() shutdown\nValueError: no\n");
}

TEST_CASE("run() raises what the coroutine raises, after it has cleaned up") {
    output_of([] {
        constexpr auto kRaises = [](CallSite = "raises") -> Coro<> {
            create_task(until_cancelled("it"));
            co_await sleep(0s);
            throw ValueError("no");
        };
        CHECK_THROWS_AS(asyncio::run(kRaises()), ValueError);
        CHECK(interpreter().loops().back()->is_closed());
    });
}

TEST_CASE("the value of the run stays known if what is left over never ends") {
    constexpr auto kNeverEnds = [](CallSite = "never_ends") -> Coro<> {
        const Future<> never = get_running_loop().create_future();
        try {
            co_await never;
        } catch (const CancelledError&) {  // NOLINT(bugprone-empty-catch): once more, then
        }
        co_await get_running_loop().create_future();
    };
    constexpr auto kLeavesIt = [](auto never_ends, CallSite = "leaves_it") -> Coro<int> {
        const Task<> left = create_task(never_ends());
        co_return co_await answer();
    };
    trace::Trace trace;
    trace::Recorder recorder(trace);
    Interpreter interpreter({PythonVersion(12), nullptr, &recorder, nullptr, false, {}});
    CHECK_THROWS_AS(asyncio::run(kLeavesIt(kNeverEnds)), LoopHung);
    CHECK(interpreter.last_value == "42");
}

TEST_CASE("run() refuses to run within a running loop, and a future before 3.14") {
    output_of([] { asyncio::run(runs_another()); });
    const auto run_future = [] {
        EventLoop& loop = new_event_loop();
        set_event_loop(&loop);
        asyncio::run(loop.create_future<int>());
    };
    CHECK_THROWS_WITH_AS(output_of(run_future, 13), "a coroutine was expected, got <Future>",
                         ValueError);
}

TEST_CASE("a Runner runs several coroutines in one loop, and in one context") {
    output_of([] {
        const ContextVar<int> variable("variable", 0);
        constexpr auto kSets = [](ContextVar<int> it, int value, CallSite = "sets") -> Coro<int> {
            const int before = it.get();
            it.set(value);
            co_return before;
        };
        Runner runner;
        EventLoop& loop = runner.get_loop();
        CHECK(runner.run(kSets(variable, 1)) == 0);
        CHECK(runner.run(kSets(variable, 2)) == 1);
        CHECK(runner.run(kSets(variable, 3), Context()) == 0);
        CHECK(variable.get() == 0);
        CHECK(&runner.get_loop() == &loop);
        runner.close();
        CHECK(loop.is_closed());
        runner.close();
        CHECK_THROWS_WITH_AS(runner.run(kSets(variable, 4)), "Runner is closed", RuntimeError);
    });
}

TEST_CASE("a Runner closes its loop at the end of its scope; before 3.11 there is none") {
    output_of([] {
        EventLoop* loop = nullptr;
        {
            Runner runner;
            loop = &runner.get_loop();
        }
        CHECK(loop->is_closed());
    });
    CHECK_THROWS_WITH_AS(output_of([] { const Runner runner; }, 10),
                         "module 'asyncio' has no attribute 'Runner'", AttributeError);
}

}  // namespace corodemo::tests
