#include <memory>

#include "tests/core/asyncio/program.hpp"

namespace corodemo::tests {

TEST_CASE("a future has asyncio's errors") {
    run([](EventLoop& loop) {
        const auto future = loop.create_future<int>();
        CHECK_THROWS_WITH_AS(future.result(), "Result is not set.", InvalidStateError);
        CHECK_THROWS_WITH_AS(std::ignore = future.exception(), "Exception is not set.",
                             InvalidStateError);
        future.set_result(1);
        CHECK(future.result() == 1);
        CHECK_FALSE(future.exception());
        CHECK_FALSE(future.cancel());
        CHECK_THROWS_WITH_AS(future.set_result(2), "invalid state", InvalidStateError);
        CHECK_THROWS_WITH_AS(future.set_exception(ValueError("no")), "invalid state",
                             InvalidStateError);

        const auto failed = loop.create_future<int>();
        failed.set_exception(ValueError("no"));
        CHECK_THROWS_WITH_AS(failed.result(), "no", ValueError);
        CHECK_THROWS_WITH_AS(failed.set_exception(nullptr), "invalid state", InvalidStateError);
        CHECK_THROWS_WITH_AS(loop.create_future().set_exception(nullptr),
                             "invalid exception object", TypeError);

        const auto cancelled = loop.create_future<int>();
        CHECK(cancelled.cancel("why"));
        CHECK(cancelled.cancelled());
        CHECK_THROWS_WITH_AS(cancelled.result(), "why", CancelledError);
        CHECK_THROWS_AS(std::ignore = cancelled.exception(), CancelledError);
    });
}

TEST_CASE("a task rejects any result but its coroutine's") {
    run([](EventLoop& loop) {
        const auto task = loop.create_task([](CallSite) -> Coro<int> { co_return 1; }("one"));
        CHECK_THROWS_WITH_AS(task.set_result(2), "Task does not support set_result operation",
                             RuntimeError);
        CHECK_THROWS_WITH_AS(task.set_exception(nullptr),
                             "Task does not support set_exception operation", RuntimeError);
        CHECK_THROWS_WITH_AS(task.set_exception(ValueError("no")),
                             "Task does not support set_exception operation", RuntimeError);
        loop.run_until_complete(task);
    });
}

TEST_CASE(
    "callbacks run in the order in which they were added, each by a handle of its own, the next "
    "iteration") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        const auto future = loop.create_future<int>();
        const auto first = callback("first", [](Future<int> f) { print("first", f.result()); });
        const auto removed = callback("removed", [](Future<int>) { print("never"); });
        future.add_done_callback(first);
        future.add_done_callback(removed);
        future.add_done_callback(first);
        future.add_done_callback(removed);
        CHECK(future.remove_done_callback(removed) == 2);
        CHECK(future.remove_done_callback(removed) == 0);
        future.set_result(9);
        future.add_done_callback([&](Future<int>) { loop.stop(); });
        print("set");
        loop.run_forever();
    });
    CHECK(recorded.log == EventLog{"F1 result", "prints set", "it1 H1 callback",
                                   "it1 H1 prints first 9", "it1 H2 callback",
                                   "it1 H2 prints first 9", "it1 H3 callback", "it1 stop"});
}

TEST_CASE("a future that is destroyed reports its exception if it was never retrieved") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        loop.create_future<int>().set_exception(ValueError("lost"));
        const auto retrieved = loop.create_future<int>();
        retrieved.set_exception(ValueError("known"));
        CHECK(describe(retrieved.exception()).message == "known");
    });
    CHECK(recorded.lines_with({"reports"}) ==
          EventLog{"reports Future exception was never retrieved"});
}

TEST_CASE("values are written as Python writes them") {
    CHECK(repr(None{}) == "None");
    CHECK(repr(true) == "True");
    CHECK(repr(-3) == "-3");
    CHECK(repr(10.0) == "10.0");
    CHECK(repr(0.1) == "0.1");
    CHECK(repr(1e16) == "1e+16");
    CHECK(repr(1e-5) == "1e-05");
    CHECK(repr("end") == "'end'");
    CHECK(repr("it's") == "\"it's\"");
    CHECK(repr("it's \"it\"\n") == "'it\\'s \"it\"\\n'");
    CHECK(repr(std::vector<std::string>{"a", "b"}) == "['a', 'b']");
    CHECK(repr(std::make_pair(1, None{})) == "(1, None)");
    CHECK(str("it's") == "it's");
}

TEST_CASE("a value needs no repr, and may be move-only") {
    struct Point {
        int x;
    };
    const RecordedRun recorded = run([](EventLoop& loop) {
        const auto point = [](int x) -> Coro<Point> { co_return Point{x}; };
        const auto moves = [](int x) -> Coro<std::unique_ptr<Point>> {
            co_return std::make_unique<Point>(x);
        };
        CHECK(loop.run_until_complete(point(1)).x == 1);
        CHECK(loop.run_until_complete(moves(2))->x == 2);
        loop.run_until_complete([](auto made, auto moved) -> Coro<> {
            auto task = create_task(made(3));
            print(co_await task);
            print(repr(co_await gather(list({made(4), made(5)}))));
            const auto one = co_await create_task(moved(6));
            print(one->x);
            const auto two = co_await gather(list({moved(7), moved(8)}));
            print(two[0]->x, two[1]->x, repr(two));
            const auto three = co_await gather_return_exceptions(list({moved(9)}));
            print(three[0].value()->x);
        }(point, moves));
    });
    CHECK(recorded.printed() ==
          "<Point>\n[<Point>, <Point>]\n6\n7 8 [<unique_ptr>, <unique_ptr>]\n9\n");
}

TEST_CASE("exceptions are written as each Python writes them") {
    for (const auto& [python, expected] :
         {std::pair(6, "ValueError('no',)"), {7, "ValueError('no')"}}) {
        const Interpreter interpreter(
            {PythonVersion(python), nullptr, nullptr, nullptr, false, {}});
        CHECK(repr(std::make_exception_ptr(ValueError("no"))) == expected);
        CHECK(repr(std::make_exception_ptr(CancelledError())) == "CancelledError()");
    }
}

TEST_CASE("a future may outlive its loop, and then be completed by a destructor in another") {
    Future<> kept;
    {
        Interpreter interpreter({PythonVersion(10), nullptr, nullptr, nullptr, false, {}});
        EventLoop& first = interpreter.make_loop();
        EventLoop& second = interpreter.make_loop();
        kept = first.create_future();
        const auto waits = [](Future<> completed, Future<> awaited, CallSite /*call*/) -> Coro<> {
            const std::shared_ptr<void> when_it_dies(
                nullptr, [completed](void* /*nothing*/) { completed.set_result(None{}); });
            co_await awaited;
        };
        second.create_task(waits(kept, second.create_future(), "waits"));
        second.stop();
        second.run_forever();
        CHECK(!kept.done());
        // The loops are destroyed here, the first one first.
    }
    CHECK(kept.done());
}

}  // namespace corodemo::tests
