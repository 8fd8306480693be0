#include "core/trace/recorder.hpp"
#include "tests/core/asyncio/program.hpp"

// Complete sequences of what the loop does, in virtual time. Each likely mistake in a re-creation
// of asyncio has a test here or in one of the files beside this one.

namespace corodemo::tests {

namespace {

Callback<> printing(const char* text) {
    return callback(text, [text] { print(text); });
}

}  // namespace

TEST_CASE("ready handles run before the timers that become due in the same iteration") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        loop.call_soon(printing("soon 1"));
        loop.call_later(-1s, printing("later -1"));
        loop.call_later(0s, printing("later 0"));
        loop.call_at(loop.time(), printing("at now"));
        loop.call_soon(printing("soon 2"));
        loop.stop();
        loop.run_forever();
    });
    CHECK(recorded.lines_with({"prints"}) ==
          EventLog{"it1 H1 prints soon 1", "it1 H5 prints soon 2", "it1 H2 prints later -1",
                   "it1 H3 prints later 0", "it1 H4 prints at now"});
}

TEST_CASE("a function is scheduled with its arguments, and is the same callable each time") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        const Callback<std::string, int> show(
            "show", [](const std::string& text, int number) { print(text, number); });
        loop.call_soon(show, "soon", 1);
        loop.call_later(1s, show, "later", 2);
        loop.call_at(2s, show, "at", 3);
        loop.call_at(3s, [&] { loop.stop(); });
        loop.run_forever();
    });
    CHECK(recorded.printed() == "soon 1\nlater 2\nat 3\n");
    std::vector<std::string> callables;
    for (const trace::Event& event : recorded.trace.events()) {
        if (const auto* scheduled = event.as<trace::HandleScheduled>()) {
            callables.push_back(to_string(scheduled->callback));
        } else if (const auto* timer = event.as<trace::TimerScheduled>()) {
            callables.push_back(to_string(timer->callback));
        }
    }
    CHECK(callables == std::vector<std::string>{"K1", "K1", "K1", "K2"});
}

TEST_CASE("a handle that becomes ready in an iteration runs in the next") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        loop.call_soon([&] {
            loop.call_soon(printing("second"));
            print("first");
        });
        loop.call_soon([&] { loop.call_soon([&] { loop.stop(); }); });
        loop.run_forever();
    });
    CHECK(recorded.lines_with({"prints", "stop"}) ==
          EventLog{"it1 H1 prints first", "it2 H3 prints second", "it2 stop"});
}

TEST_CASE("stop() ends the run after the iteration, not at once") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        loop.call_soon([&] { loop.stop(); });
        loop.call_soon([&] {
            print("same iteration");
            loop.call_soon(printing("next run"));
        });
        loop.run_forever();
        print("stopped");
        loop.stop();
        loop.run_forever();
    });
    CHECK(recorded.lines_with({"prints"}) ==
          EventLog{"it1 H2 prints same iteration", "prints stopped", "it1 H3 prints next run"});
}

TEST_CASE(
    "stop() before run_forever() runs exactly one iteration, and does not advance the clock") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        loop.call_later(1s, printing("too late"));
        loop.stop();
        loop.run_forever();
        print("time", loop.time().count());
    });
    CHECK(recorded.log == EventLog{"stop", "prints time 0"});
}

TEST_CASE("equal deadlines expire in order of creation, however many there are") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        for (const char* name : {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}) {
            loop.call_at(1s, printing(name));
        }
        loop.call_later(2s, [&] { loop.stop(); });
        loop.run_forever();
    });
    CHECK(recorded.printed() == "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
}

TEST_CASE("deadlines are whole nanoseconds: 0.1 + 0.2 is 0.3") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        loop.call_later(seconds(0.3), printing("0.3"));
        loop.call_later(seconds(0.1) + seconds(0.2), [&] {
            print("0.1 + 0.2");
            loop.stop();
        });
        loop.run_forever();
    });
    CHECK(recorded.lines_with({"prints", "clock"}) ==
          EventLog{"it1 clock 0.3s", "it1 H1 prints 0.3", "it1 H2 prints 0.1 + 0.2"});
}

TEST_CASE("the clock never jumps to a cancelled timer") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        TimerHandle first = loop.call_later(1s, printing("never"));
        loop.call_later(3s, [&] { loop.stop(); });
        TimerHandle second = loop.call_later(2s, printing("never"));
        first.cancel();
        second.cancel();
        second.cancel();
        loop.run_forever();
    });
    CHECK(recorded.log == EventLog{"H1 cancelled", "H3 cancelled", "it1 H1 dropped",
                                   "it1 H3 dropped", "it1 clock 3s", "it1 H2 call_later",
                                   "it1 stop"});
}

TEST_CASE(
    "a cancelled timer is dropped when it reaches the head; cancelling one that has run has no "
    "effect") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        TimerHandle second = loop.call_later(1s, printing("never"));
        loop.call_at(1s, [&] { loop.stop(); });
        TimerHandle first = loop.call_at(0s, [&] { second.cancel(); });
        loop.run_forever();
        first.cancel();  // it has run: no event
    });
    CHECK(recorded.log == EventLog{"it1 H3 call_at", "it1 H1 cancelled", "it2 H1 dropped",
                                   "it2 clock 1s", "it2 H2 call_at", "it2 stop"});
}

TEST_CASE("a handle that is cancelled while it is ready is skipped") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        Handle handle = loop.call_soon(printing("never"));
        loop.call_soon([&] { loop.stop(); });
        handle.cancel();
        CHECK(handle.cancelled());
        loop.run_forever();
    });
    CHECK(recorded.log ==
          EventLog{"H1 cancelled", "it1 H1 skipped", "it1 H2 call_soon", "it1 stop"});
}

TEST_CASE("more than half of more than 100 timers cancelled: all cancelled ones are removed") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        std::vector<TimerHandle> timers;
        for (int i = 1; i <= 101; ++i) {
            timers.push_back(loop.call_later(Duration(i * 1s), [&] { loop.stop(); }));
        }
        for (std::size_t i = 50; i <= 100; ++i) {
            timers[i].cancel();
        }
        loop.run_forever();
    });
    CHECK(recorded.lines_with({"dropped"}).size() == 51);
    CHECK(recorded.lines_with({"dropped"}).front() == "it1 H51 dropped");
    CHECK(recorded.lines_with({"clock"}) == EventLog{"it1 clock 1s"});
}

TEST_CASE("exactly half of the timers cancelled: they stay until they reach the head") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        std::vector<TimerHandle> timers;
        for (int i = 1; i <= 102; ++i) {
            timers.push_back(loop.call_later(Duration(i * 1s), [&] { loop.stop(); }));
        }
        for (std::size_t i = 51; i < 102; ++i) {
            timers[i].cancel();
        }
        loop.run_forever();
    });
    CHECK(recorded.lines_with({"dropped"}).empty());
}

TEST_CASE("a wait of more than 24 hours has one empty iteration per day") {
    const RecordedRun recorded =
        run([](EventLoop& loop) { loop.run_until_complete(static_cast<Coro<>>(sleep(172805s))); });
    CHECK(recorded.lines_with({"clock"}) ==
          EventLog{"it2 clock 86400s", "it3 clock 172800s", "it4 clock 172805s"});
}

TEST_CASE("a loop with nothing to wait for hangs, and throws LoopHung") {
    const RecordedRun recorded =
        run([](EventLoop& loop) { loop.run_forever(); }, {.error = "hung"});
    const auto& events = recorded.trace.events();
    REQUIRE(events.size() >= 2);
    CHECK(events[events.size() - 2].as<trace::LoopHung>() != nullptr);
    CHECK(events.back().as<trace::RunFinished>()->why == trace::FinishWhy::hung);
}

TEST_CASE("an exception in a callback goes to the exception handler, and the loop continues") {
    std::string message;
    const RecordedRun recorded = run([&](EventLoop& loop) {
        loop.set_exception_handler(
            [&](EventLoop&, const ExceptionContext& context) { message = context.message; });
        loop.call_soon([] { throw ValueError("no"); });
        loop.call_soon([&] { loop.stop(); });
        loop.run_forever();
    });
    CHECK(recorded.log == EventLog{"it1 H1 call_soon",
                                   "it1 H1 reports Exception in callback <lambda>()",
                                   "it1 H2 call_soon", "it1 stop"});
    CHECK(message == "Exception in callback <lambda>()");
}

TEST_CASE("misuse of a loop raises what asyncio raises") {
    run([](EventLoop& loop) {
        loop.call_soon([&] {
            CHECK_THROWS_WITH_AS(loop.run_forever(), "This event loop is already running",
                                 RuntimeError);
            CHECK_THROWS_WITH_AS(new_event_loop().run_forever(),
                                 "Cannot run the event loop while another loop is running",
                                 RuntimeError);
            CHECK_THROWS_WITH_AS(loop.close(), "Cannot close a running event loop", RuntimeError);
            CHECK(loop.is_running());
            loop.stop();
        });
        loop.run_forever();
        CHECK_FALSE(loop.is_running());
        auto future = loop.create_future<int>();
        loop.stop();
        CHECK_THROWS_WITH_AS(loop.run_until_complete(future),
                             "Event loop stopped before Future completed.", RuntimeError);
        CHECK_THROWS_WITH_AS(get_running_loop(), "no running event loop", RuntimeError);
        loop.close();
        loop.close();
        CHECK(loop.is_closed());
        CHECK_THROWS_WITH_AS(loop.call_soon([] {}), "Event loop is closed", RuntimeError);
        CHECK_THROWS_WITH_AS(loop.run_forever(), "Event loop is closed", RuntimeError);
    });
}

TEST_CASE("get_event_loop() creates a loop, warns or raises, depending on the version") {
    const auto warnings = [](int minor) {
        trace::Trace trace;
        trace::Recorder recorder(trace);
        Interpreter interpreter({PythonVersion(minor), nullptr, &recorder, nullptr, false, {}});
        EventLoop& loop = get_event_loop();
        CHECK(&loop == &get_event_loop());
        return std::ranges::count_if(
            trace.events(), [](const trace::Event& e) { return e.as<trace::Warned>() != nullptr; });
    };
    CHECK(warnings(11) == 0);
    CHECK(warnings(12) == 1);
    const Interpreter interpreter({PythonVersion(14), nullptr, nullptr, nullptr, false, {}});
    CHECK_THROWS_WITH_AS(get_event_loop(), "There is no current event loop in thread 'MainThread'.",
                         RuntimeError);
}

TEST_CASE("two nested runs do not affect each other") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        loop.call_soon([&] {
            const RecordedRun inner = run([](EventLoop& other) {
                other.call_soon([&] { other.stop(); });
                other.run_forever();
            });
            CHECK(inner.log == EventLog{"it1 H1 call_soon", "it1 stop"});
            loop.stop();
        });
        loop.run_forever();
    });
    CHECK(recorded.log == EventLog{"it1 H1 call_soon", "it1 stop"});
}

}  // namespace corodemo::tests
