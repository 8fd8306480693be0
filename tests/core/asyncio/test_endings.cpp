#include "tests/core/asyncio/program.hpp"

// How runs, tasks and objects end when things go wrong.

namespace corodemo::tests {

namespace {

Interpreter::Setup on_python(int minor) {
    Interpreter::Setup setup;
    setup.python = PythonVersion(minor);
    return setup;
}

Coro<> returns(CallSite /*call*/ = "returns") {
    co_return;
}

Coro<> sleeps_and_prints(const char* text, CallSite /*call*/ = "sleeps_and_prints") {
    co_await sleep(1s);
    print(text);
}

template <class Error>
Coro<> sleeps_and_raises(Error error, CallSite /*call*/ = "sleeps_and_raises") {
    co_await sleep(1s);
    throw error;
}

}  // namespace

TEST_CASE("KeyboardInterrupt and SystemExit of a task leave the loop at once") {
    const auto ends_in = [](auto error, std::string text) {
        const auto program = [error](EventLoop& loop) {
            const auto main = [](decltype(error) raised, CallSite /*call*/) -> Coro<> {
                Task<> raises = create_task(sleeps_and_raises(raised));
                const Task<> prints = create_task(sleeps_and_prints("the other"));
                co_await raises;
            };
            CHECK_THROWS_AS(loop.run_until_complete(main(error, "main")), decltype(error));
            CHECK_FALSE(loop.is_running());
            print("outside");
            loop.stop();
            loop.run_forever();
        };
        return run(program, {.error = std::move(text)});
    };
    const RecordedRun interrupted = ends_in(KeyboardInterrupt(), "KeyboardInterrupt: ");
    CHECK(interrupted.lines_with({"prints", "raises"}) ==
          EventLog{"it4 T2 raises KeyboardInterrupt", "prints outside", "it1 T3 prints the other",
                   "it1 T1 raises KeyboardInterrupt"});
    ends_in(SystemExit("2"), "SystemExit: 2");
}

TEST_CASE("a run that SystemExit ended does not stop the next one") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        const auto exits = [](CallSite /*call*/) -> Coro<> {
            throw SystemExit("2");
            co_return;
        };
        CHECK_THROWS_AS(loop.run_until_complete(exits("exits")), SystemExit);
        loop.run_until_complete(sleeps_and_prints("the next run"));
    });
    CHECK(recorded.printed() == "the next run\n");
}

TEST_CASE(
    "an exception that is no Exception leaves the loop up to 3.7, and goes to the handler since "
    "3.8") {
    struct Abort : BaseException {
        [[nodiscard]] const char* type() const noexcept override { return "Abort"; }
    };
    run(
        [](EventLoop& loop) {
            loop.call_soon([] { throw Abort(); });
            CHECK_THROWS_AS(loop.run_forever(), Abort);
        },
        {.python = 7});
    const RecordedRun recorded = run(
        [](EventLoop& loop) {
            loop.call_soon([] { throw Abort(); });
            loop.stop();
            loop.run_forever();
        },
        {.python = 8});
    CHECK(recorded.lines_with({"reports"}).size() == 1);
}

TEST_CASE("KeyboardInterrupt of an exception handler leaves the loop") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        loop.set_exception_handler(
            [](EventLoop&, const ExceptionContext&) { throw KeyboardInterrupt(); });
        loop.call_soon([] { throw ValueError("no"); });
        loop.stop();
        CHECK_THROWS_AS(loop.run_forever(), KeyboardInterrupt);
    });
    CHECK(recorded.lines_with({"reports"}).size() == 1);
}

TEST_CASE("KeyboardInterrupt of a callback does not go to the exception handler") {
    const auto program = [](EventLoop& loop) {
        loop.set_exception_handler(
            [](EventLoop&, const ExceptionContext&) { FAIL("it was called"); });
        loop.call_soon([] { throw KeyboardInterrupt(); });
        loop.run_forever();
    };
    const RecordedRun recorded = run(program, {.error = "KeyboardInterrupt: "});
    const auto& finished = *std::ranges::find_if(recorded.trace.events(), [](const auto& event) {
        return event.template as<trace::RunFinished>();
    });
    CHECK(finished.as<trace::RunFinished>()->why == trace::FinishWhy::raised);
}

TEST_CASE("after a hang the loop runs again") {
    Interpreter interpreter(on_python(10));
    EventLoop& loop = interpreter.make_loop();
    CHECK_THROWS_AS(loop.run_forever(), LoopHung);
    CHECK_FALSE(loop.is_running());
    CHECK_THROWS_AS(get_running_loop(), RuntimeError);
    bool called = false;
    loop.call_soon([&] {
        called = true;
        loop.stop();
    });
    loop.run_forever();
    CHECK(called);
}

TEST_CASE("a handle releases its callback, which may hold the handle, once it has run") {
    Interpreter interpreter(on_python(10));
    EventLoop& loop = interpreter.make_loop();
    const auto alive = std::make_shared<int>(0);
    for (const bool timer : {false, true}) {
        const auto handle = std::make_shared<std::optional<Handle>>();
        const auto keeps = [alive, handle] { static_cast<void>(*alive); };
        *handle = timer ? loop.call_later(1s, keeps) : loop.call_soon(keeps);
    }
    CHECK(alive.use_count() == 3);
    loop.call_later(2s, [&] { loop.stop(); });
    loop.run_forever();
    CHECK(alive.use_count() == 1);
}

TEST_CASE("a callback may cancel its own handle") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        std::optional<Handle> handle;
        const std::string text = "longer than what a string holds in itself";
        handle = loop.call_soon([&handle, text] {
            handle->cancel();
            print(text);
        });
        loop.stop();
        loop.run_forever();
        CHECK(handle->cancelled());
    });
    CHECK(recorded.printed() == "longer than what a string holds in itself\n");
}

TEST_CASE("an exception handler may set another one") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        const std::string text = "longer than what a string holds in itself";
        loop.set_exception_handler([text](EventLoop& own, const ExceptionContext&) {
            own.set_exception_handler({});
            print(text);
        });
        loop.call_soon([] { throw ValueError("no"); });
        loop.stop();
        loop.run_forever();
    });
    CHECK(recorded.printed() == "longer than what a string holds in itself\n");
}

TEST_CASE("a failed task whose exception was never retrieved may outlive its interpreter") {
    Task<> task;
    {
        Interpreter interpreter(on_python(10));
        EventLoop& loop = interpreter.make_loop();
        task = loop.create_task(sleeps_and_raises(ValueError("no")));
        loop.call_later(2s, [&] { loop.stop(); });
        loop.run_forever();
    }
    CHECK(task.done());
}

TEST_CASE("each task of a chain that nothing refers to is reported at exit") {
    struct Chain {
        static Coro<> link(int more, CallSite /*call*/ = "link") {
            if (more == 0) {
                co_await get_running_loop().create_future();
            } else {
                co_await create_task(link(more - 1));
            }
        }
        static Coro<> main(CallSite /*call*/ = "main") {
            create_task(link(3));
            for (int turns = 0; turns < 5; ++turns) {
                co_await sleep(0s);
            }
        }
    };
    const RecordedRun recorded =
        run([](EventLoop& loop) { loop.run_until_complete(Chain::main()); });
    CHECK(recorded.lines_with({"reports"}) ==
          EventLog(4, "reports Task was destroyed but it is pending!"));
}

TEST_CASE("the value of the last run_until_complete() is kept for a sink that wants no event") {
    trace::NullSink sink;
    Interpreter::Setup setup;
    setup.sink = &sink;
    Interpreter interpreter(setup);
    EventLoop& loop = interpreter.make_loop();
    set_event_loop(&loop);
    loop.run_until_complete(gather(list({returns(), returns()})));
    CHECK(interpreter.last_value == "[None, None]");
}

TEST_CASE("run_until_complete() on a running loop creates the task first on 3.6") {
    const auto program = [](int python) {
        return run(
                   [](EventLoop& loop) {
                       loop.call_soon([&] {
                           CHECK_THROWS_WITH_AS(
                               loop.run_until_complete(sleeps_and_prints("it runs")),
                               "This event loop is already running", RuntimeError);
                       });
                       loop.call_later(2s, [&] { loop.stop(); });
                       loop.run_forever();
                   },
                   {.python = python})
            .printed();
    };
    CHECK(program(6) == "it runs\n");
    CHECK(program(7).empty());
}

TEST_CASE("a Task accepts a result from outside only on 3.6") {
    const auto program = [](int python) {
        return run(
            [](EventLoop& loop) {
                const auto five = [](CallSite /*call*/) -> Coro<int> {
                    co_await sleep(1s);
                    co_return 5;
                };
                const auto main = [five](CallSite /*call*/) -> Coro<> {
                    Task<int> task = create_task(five("five"));
                    co_await sleep(0s);
                    try {
                        task.set_result(3);
                    } catch (const RuntimeError& error) {
                        print(error.what());
                    }
                    print(co_await task);
                    co_await sleep(2s);
                };
                loop.run_until_complete(main("main"));
            },
            {.python = python});
    };
    const RecordedRun accepted = program(6);
    CHECK(accepted.printed() == "3\n");
    CHECK(std::ranges::any_of(accepted.trace.events(), [](const trace::Event& event) {
        const auto* reported = event.as<trace::ExceptionReported>();
        return reported != nullptr && reported->error.type == "AssertionError" &&
               reported->error.message.starts_with("_step(): already done: ");
    }));
    CHECK(program(7).printed() == "Task does not support set_result operation\n5\n");
}

}  // namespace corodemo::tests
