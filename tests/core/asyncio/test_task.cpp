#include "tests/core/asyncio/program.hpp"

namespace corodemo::tests {

namespace {

Coro<> hello(CallSite /*call*/ = "hello") {
    print("Hello");
    co_await sleep(1s);
    print("again");
}

Coro<int> answer(CallSite /*call*/ = "answer") {
    co_return 42;
}

Coro<> nothing(CallSite /*call*/ = "nothing") {
    co_return;
}

/// What became of the requests to cancel a task, each with the task that made it: "T2 thrown by
/// T1".
std::vector<std::string> outcomes(const RecordedRun& recorded) {
    std::vector<std::string> found;
    for (const trace::Event& event : recorded.trace.events()) {
        if (const auto* delivered = event.as<trace::CancelDelivered>()) {
            const auto* request = recorded.trace.event(event.cause).as<trace::CancelRequested>();
            REQUIRE(request != nullptr);
            found.push_back(to_string(delivered->task) + " " +
                            std::string(to_string(delivered->outcome)) + " by " +
                            to_string(request->by));
        }
    }
    return found;
}

}  // namespace

TEST_CASE("sleep() has a result; a closed coroutine is not missed") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        constexpr auto kMain = [](CallSite = "main") -> Coro<> {
            const std::string slept = co_await sleep(1s, "slept");
            const int yielded = co_await sleep(0s, 5);
            print(slept, yielded);
        };
        loop.run_until_complete(kMain());
        CHECK(loop.run_until_complete(sleep(1s, 7)) == 7);
        auto unused = kMain();
        unused.close();
        CHECK_THROWS_AS(loop.run_until_complete(std::move(unused)), RuntimeError);
    });
    CHECK(recorded.printed() == "slept 5\n");
    CHECK(recorded.lines_with({"warns"}) == EventLog{});
}

TEST_CASE("hello takes four iterations: step, timer, wakeup, stop") {
    const RecordedRun recorded = run([](EventLoop& loop) { loop.run_until_complete(hello()); });
    CHECK(recorded.log == EventLog{"makes T1", "it1 T1 starts", "it1 T1 prints Hello",
                                   "it1 T1 waits F1", "it2 clock 1s", "it2 H2 sleep",
                                   "it2 F1 result", "it3 T1 wakes", "it3 T1 prints again",
                                   "it3 T1 returns None", "it4 H4 callback", "it4 stop"});
}

TEST_CASE("awaiting a coroutine costs no task and no iteration") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const int value = co_await answer();
        print("got", value);
    });
    CHECK(recorded.log == EventLog{"makes T1", "it1 T1 starts", "it1 T1 prints got 42",
                                   "it1 T1 returns None", "it2 H2 callback", "it2 stop"});
}

TEST_CASE("a coroutine can be awaited only once: the second await raises") {
    const auto program = []() -> Coro<> {
        Coro<int> coroutine = answer();
        co_await std::move(coroutine);
        co_await std::move(coroutine);  // NOLINT(bugprone-use-after-move): the point of the test
    };
    run_coroutine<void>(program, {.error = "RuntimeError: cannot reuse already awaited coroutine"});
}

TEST_CASE("sleep(0) yields to the event loop for one iteration, without a future or a timer") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        loop.call_soon([&] { loop.call_soon([] { print("between"); }); });
        loop.run_until_complete(static_cast<Coro<>>(sleep(0s)));
    });
    CHECK(recorded.log == EventLog{"makes T1", "it1 H1 call_soon", "it1 T1 starts", "it1 T1 yields",
                                   "it2 H3 call_soon", "it2 H3 prints between", "it2 T1 wakes",
                                   "it2 T1 returns None", "it3 H5 callback", "it3 stop"});
}

TEST_CASE("sleep() of a negative delay is sleep(0) since 3.7, and a timer before") {
    const auto timers = [](int python) {
        return run(
                   [](EventLoop& loop) {
                       loop.run_until_complete(static_cast<Coro<>>(sleep(-1s)));
                   },
                   {python, "argument"})
            .lines_with({"H2 sleep"})
            .size();
    };
    CHECK(timers(6) == 1);
    CHECK(timers(7) == 0);
}

TEST_CASE("awaiting a future that is done does not suspend") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto future = get_running_loop().create_future<int>();
        future.set_result(7);
        const int value = co_await future;
        print(value);
    });
    CHECK(recorded.lines_with({"T1"}) ==
          EventLog{"makes T1", "it1 T1 starts", "it1 T1 prints 7", "it1 T1 returns None"});
}

TEST_CASE("a task that awaits another one resumes in the iteration after it ends") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto task = create_task(answer());
        const int value = co_await task;
        print(value);
    });
    CHECK(recorded.lines_with({"T"}) == EventLog{"makes T1", "it1 T1 starts", "it1 T1 makes T2",
                                                 "it1 T1 waits T2", "it2 T2 starts",
                                                 "it2 T2 returns 42", "it3 T1 wakes",
                                                 "it3 T1 prints 42", "it3 T1 returns None"});
}

TEST_CASE(
    "a task that is cancelled while it sleeps resumes with CancelledError one iteration later") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto task = create_task(hello());
        co_await sleep(0s);
        print(task.cancel(), task.done());
        co_await sleep(0s);
        print(task.cancelled());
    });
    CHECK(recorded.lines_with({"T"}) ==
          EventLog{"makes T1", "it1 T1 starts", "it1 T1 makes T2", "it1 T1 yields", "it2 T2 starts",
                   "it2 T2 prints Hello", "it2 T2 waits F1", "it2 T1 wakes",
                   "it2 T1 prints True False", "it2 T1 yields", "it3 T2 wakes with CancelledError",
                   "it3 T2 cancelled", "it3 T1 wakes", "it3 T1 prints True",
                   "it3 T1 returns None"});
    CHECK(recorded.lines_with({"H"}) ==
          EventLog{"it2 T2 prints Hello", "it3 H4 cancelled", "it4 H4 dropped", "it4 H7 callback"});
}

TEST_CASE("cancel() after the wakeup was scheduled wins, and the value is lost") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto future = get_running_loop().create_future<int>();
        auto task = create_task(
            [](Future<int> awaited) -> Coro<int> { co_return co_await awaited; }(future));
        co_await sleep(0s);
        future.set_result(1);
        task.cancel();
        co_await sleep(0s);
        print(task.cancelled());
    });
    CHECK(recorded.lines_with({"T2 w", "T2 c", "prints"}) ==
          EventLog{"it2 T2 waits F1", "it3 T2 wakes with CancelledError", "it3 T2 cancelled",
                   "it3 T1 prints True"});
}

TEST_CASE("cancel() before the first step: the body never runs") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto task = create_task(hello());
        task.cancel();
        co_await sleep(0s);
        print(task.cancelled());
    });
    CHECK(recorded.lines_with({"T2", "prints", "warns"}) ==
          EventLog{"it1 T1 makes T2", "it2 T2 starts with CancelledError", "it2 T2 cancelled",
                   "it2 T1 prints True"});
}

TEST_CASE("a task may swallow CancelledError") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto task = create_task([](CallSite) -> Coro<std::string> {
            bool cancelled = false;
            try {
                co_await sleep(1s);
            } catch (const CancelledError& /*error*/) {
                cancelled = true;
            }
            co_return cancelled ? "survived" : "slept";
        }("stubborn"));
        co_await sleep(0s);
        task.cancel("please");
        const std::string result = co_await task;
        print(result);
    });
    CHECK(recorded.printed() == "survived\n");
}

TEST_CASE("what becomes of a request to cancel") {
    using Outcomes = std::vector<std::string>;
    const auto cancelled = [](auto function, Duration after) {
        const auto main = [=]() -> Coro<> {
            const auto task = create_task(function());
            co_await sleep(after);
            task.cancel();
            const std::vector tasks(1, task);
            co_await wait(tasks);
        };
        return run_coroutine<void>(main);
    };
    const auto stubborn = [](CallSite /*call*/ = "stubborn") -> Coro<> {
        try {
            co_await sleep(5s);
        } catch (const CancelledError&) {
        }
        co_await sleep(1s);
    };
    const auto waits = [stubborn](CallSite /*call*/ = "waits") -> Coro<> {
        const auto task = create_task(stubborn());
        co_await task;
    };
    const auto cancels_itself = [](CallSite /*call*/ = "cancels_itself") -> Coro<> {
        current_task()->cancel();
        co_return;
    };
    CHECK(outcomes(cancelled([] { return hello(); }, 500ms)) == Outcomes{"T2 thrown by T1"});
    CHECK(outcomes(cancelled([] { return nothing(); }, 0s)).empty());
    CHECK(outcomes(cancelled(stubborn, 1s)) == Outcomes{"T2 thrown by T1", "T2 swallowed by T1"});
    CHECK(outcomes(cancelled(waits, 1s)) ==
          Outcomes{"T3 thrown by T2", "T3 swallowed by T2", "T2 swallowed by T1"});
    CHECK(outcomes(cancelled(cancels_itself, 1s)) == Outcomes{"T2 too_late by T2"});
    CHECK(outcomes(run_coroutine<void>([](CallSite /*call*/ = "main") -> Coro<> {
              const auto task = create_task(hello());
              task.cancel();
              co_await sleep(1s);
          })) == Outcomes{"T2 never_started by T1"});
}

TEST_CASE("since 3.11 a task counts the requests to cancel it, and uncancel() takes one back") {
    const auto program = [](int python) {
        return run_coroutine<void>(
            [](CallSite /*call*/ = "main") -> Coro<> {
                const auto task = *current_task();
                task.cancel();
                task.cancel();
                const std::uint32_t left = task.uncancel();
                print(left, task.cancelling());
                task.uncancel();
                try {
                    co_await sleep(1s);
                } catch (const CancelledError&) {
                    print("cancelled");
                }
            },
            {.python = python,
             .error = python < 11 ? "AttributeError: '_asyncio.Task' object has no attribute "
                                    "'uncancel'"
                                  : ""});
    };
    CHECK(program(10).printed().empty());
    CHECK(program(11).printed() == "1 1\ncancelled\n");
    CHECK(outcomes(program(11)) == std::vector<std::string>{"T1 thrown by T1"});
    CHECK(program(13).printed() == "1 1\n");
    CHECK(outcomes(program(13)) == std::vector<std::string>{"T1 withdrawn by T1"});
}

TEST_CASE("cancel() during the step in which the coroutine returns") {
    const auto program = []() -> Coro<> {
        auto task = create_task([](CallSite) -> Coro<int> {
            current_task()->cancel();
            co_return 1;
        }("hasty"));
        co_await sleep(0s);
        print(task.cancelled());
    };
    CHECK(run_coroutine<void>(program, {8, "argument"}).lines_with({"prints"}).front() ==
          "it2 T1 prints True");
    CHECK(run_coroutine<void>(program, {7, "argument"}).lines_with({"prints"}).front() ==
          "it2 T1 prints False");
}

TEST_CASE(
    "the message of cancel() reaches the coroutine, and since 3.11 the one that awaits the task") {
    const auto program = []() -> Coro<> {
        auto task = create_task(hello());
        co_await sleep(0s);
        task.cancel("enough");
        std::string text;
        try {
            co_await task;
        } catch (const CancelledError& error) {
            text = std::string("<") + error.what() + ">";
        }
        print(text);
    };
    CHECK(run_coroutine<void>(program, {11, "argument"}).lines_with({"prints <"}) ==
          EventLog{"it4 T1 prints <enough>"});
    CHECK(run_coroutine<void>(program, {10, "argument"}).lines_with({"prints <"}) ==
          EventLog{"it4 T1 prints <>"});
    run_coroutine<void>(program,
                        {.python = 8, .error = "TypeError: cancel() takes no arguments (1 given)"});
}

TEST_CASE("a task that awaits itself is recorded as such") {
    const auto program = []() -> Coro<> {
        Task<> task;
        task = create_task([](Task<>& self) -> Coro<> { co_await self; }(task));
        co_await task;
    };
    run_coroutine<void>(program, {.error = "RuntimeError: Task cannot await on itself: T2"});
}

TEST_CASE(
    "run_until_complete() stops one iteration after the task, after the program's own callbacks") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        auto task = loop.create_task(nothing());
        task.add_done_callback([](Future<>) { print("mine"); });
        loop.run_until_complete(task);
    });
    CHECK(recorded.lines_with({"prints", "stop", "returns"}) ==
          EventLog{"it1 T1 returns None", "it2 H2 prints mine", "it2 stop"});
}

TEST_CASE("a callback added to a done task runs in the next iteration, not at once") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto task = create_task(nothing());
        co_await task;
        task.add_done_callback([](Future<>) { print("called"); });
        print("added");
    });
    CHECK(recorded.lines_with({"prints"}) ==
          EventLog{"it3 T1 prints added", "it4 H4 prints called"});
}

TEST_CASE("tasks have names since 3.8, which the program can set") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto named = create_task(nothing(), "mine");
        auto other = create_task(nothing());
        print(named.get_name(), other.get_name(), current_task()->get_name(), all_tasks().size());
        co_await sleep(0s);
        print(all_tasks().size());
    });
    CHECK(recorded.printed() == "mine Task-3 Task-1 3\n1\n");
}

TEST_CASE("destroying a coroutine object that was never awaited warns, one that ran does not") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        {
            const auto forgotten = hello();
        }
        co_await answer();
    });
    CHECK(recorded.lines_with({"warns"}) ==
          EventLog{"it1 T1 warns coroutine 'hello' was never awaited"});
}

TEST_CASE("an exception that is never retrieved is reported when the task is destroyed") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        create_task([](CallSite) -> Coro<> {
            throw ValueError("lost");
            co_return;
        }("fails"));
        co_await sleep(1s);
    });
    CHECK(recorded.lines_with({"reports"}) ==
          EventLog{"it2 reports Task exception was never retrieved"});
}

TEST_CASE("reports name their object, with the line that created it") {
    std::uint32_t line_of_coroutine = 0;
    std::uint32_t line_of_task = 0;
    std::uint32_t line_of_future = 0;
    const RecordedRun recorded = run([&](EventLoop& loop) {
        line_of_coroutine = SourceLocation::current().line() + 1;
        auto dropped = hello();
        line_of_future = SourceLocation::current().line() + 1;
        auto future = loop.create_future<int>();
        future.set_exception(ValueError("no"));
        const auto waits = [](Future<int> awaited, CallSite /*call*/ = "waits") -> Coro<> {
            co_await awaited;
        };
        line_of_task = SourceLocation::current().line() + 1;
        loop.create_task(waits(loop.create_future<int>()));
        loop.stop();
        loop.run_forever();
    });
    std::vector<std::string> found;
    for (const trace::Event& event : recorded.trace.events()) {
        if (const auto* warned = event.as<trace::Warned>()) {
            found.push_back(to_string(warned->coroutine));
            CHECK(event.cpp_line == line_of_coroutine);
        } else if (const auto* reported = event.as<trace::ExceptionReported>()) {
            found.push_back(to_string(reported->task ? reported->task : reported->future));
            CHECK(event.cpp_line == (reported->task ? line_of_task : line_of_future));
        } else if (const auto* destroyed = event.as<trace::TaskDestroyed>()) {
            found.push_back(to_string(destroyed->task) + " destroyed");
        }
    }
    CHECK(found == std::vector<std::string>{"F1", "C1", "T1", "T1 destroyed"});
}

TEST_CASE("a million nested awaits run, and are destroyed, on a stack of ordinary size") {
    static constexpr int kDepth = 1'000'000;
    struct Chain {
        static Coro<int> down(int depth, bool sleeps) {
            if (depth == 0) {
                if (sleeps) {
                    co_await sleep(1s);
                }
                co_return 0;
            }
            Coro<int> next = down(depth - 1, sleeps);
            co_return 1 + co_await std::move(next);
        }
    };
    const Interpreter interpreter({PythonVersion(10), nullptr, nullptr, nullptr, false, {}});
    EventLoop& loop = get_event_loop();
    CHECK(loop.run_until_complete(Chain::down(kDepth, false)) == kDepth);
    CHECK(loop.run_until_complete(Chain::down(kDepth, true)) == kDepth);
    auto left = loop.create_task(Chain::down(kDepth, true));  // destroyed while suspended
    loop.stop();
    loop.run_forever();
    CHECK_FALSE(left.done());
}

}  // namespace corodemo::tests
