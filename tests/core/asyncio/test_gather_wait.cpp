#include "tests/core/asyncio/program.hpp"

namespace corodemo::tests {

namespace {

Coro<int> after(Duration delay, int value, CallSite /*call*/ = "after") {
    co_await sleep(delay);
    co_return value;
}

Coro<int> fails(Duration delay, CallSite /*call*/ = "fails") {
    co_await sleep(delay);
    throw ValueError("no");
}

Coro<int> at_once(int value, CallSite /*call*/ = "at_once") {
    co_return value;
}

}  // namespace

TEST_CASE("gather returns in the order of its arguments, two iterations after the last ends") {
    const Told told = run_coroutine<void>([]() -> Coro<> {
        auto coroutines = list({after(2s, 1), after(1s, 2)});
        const auto results = co_await gather(std::move(coroutines));
        print(repr(results));
    });
    CHECK(told.about({"returns", "G1", "prints"}) ==
          Story{"it1 T1 waits G1", "it4 T3 returns 2", "it7 T2 returns 1", "it8 G1 result",
                "it9 T1 prints [1, 2]", "it9 T1 returns None"});
}

TEST_CASE("nested gather: the inner children come first, and each level costs an iteration") {
    const Told told = run([](EventLoop& loop) {
        auto inner = gather(list({at_once(1), at_once(2)}));
        auto outer = gather(list({inner}));
        print(repr(loop.run_until_complete(outer)));
    });
    CHECK(told.about({"makes", "G", "stop", "prints"}) == Story{"makes T1", "makes T2",
                                                                "it2 G1 result", "it3 G2 result",
                                                                "it4 stop", "prints [[1, 2]]"});
}

TEST_CASE("a child that raises does not cancel its siblings") {
    const Told told = run_coroutine<void>([]() -> Coro<> {
        auto coroutines = list({fails(1s), after(2s, 2)});
        auto gathers = gather(std::move(coroutines));
        std::string caught;
        try {
            co_await gathers;
        } catch (const ValueError& error) {
            caught = error.what();
        }
        print("caught", caught);
        co_await sleep(2s);
    });
    CHECK(told.about({"G1", "caught", "T3 returns"}) == Story{"it1 T1 waits G1", "it5 G1 exception",
                                                              "it6 T1 prints caught no",
                                                              "it8 T3 returns 2"});
}

TEST_CASE("return_exceptions: exceptions are results like any other") {
    const Told told = run_coroutine<void>([]() -> Coro<> {
        auto cancelled = create_task(after(1s, 1));
        auto raises = create_task(fails(0s));
        auto returns = create_task(at_once(3));
        auto tasks = list({cancelled, raises, returns});
        co_await sleep(0s);
        cancelled.cancel();
        const auto results = co_await gather_return_exceptions(std::move(tasks));
        print(repr(results));
    });
    CHECK(told.printed() == "[CancelledError(''), ValueError('no'), 3]\n");
}

TEST_CASE("the same future twice has two places in the list, and one callback") {
    const Told told = run_coroutine<void>([]() -> Coro<> {
        auto task = create_task(at_once(5));
        auto twice = list({task, task});
        const auto results = co_await gather(std::move(twice));
        print(repr(results));
    });
    CHECK(told.about({"callback", "prints"}) ==
          Story{"it3 H3 callback", "it4 T1 prints [5, 5]", "it5 H5 callback"});
}

TEST_CASE("gather of nothing is done at once") {
    const Told told = run([](EventLoop& loop) {
        auto nothing = gather(std::vector<Coro<>>());
        CHECK(nothing.done());
        CHECK(loop.run_until_complete(nothing).empty());
    });
    CHECK(told.about({"G1", "stop"}) == Story{"G1 result", "it1 stop"});
}

TEST_CASE("gather of futures that are all done suspends until 3.11, and not since 3.12") {
    const auto program = []() -> Coro<> {
        auto task = create_task(at_once(1));
        co_await task;
        auto gathers = gather(list({task}));
        print(gathers.done());
        co_await gathers;
    };
    CHECK(run_coroutine<void>(program, {11, "argument"}).about({"prints", "T1 ret"}) ==
          Story{"it3 T1 prints False", "it5 T1 returns None"});
    CHECK(run_coroutine<void>(program, {12, "argument"}).about({"prints", "T1 ret"}) ==
          Story{"it3 T1 prints True", "it3 T1 returns None"});
}

TEST_CASE("cancelling gather cancels the children, and the cancel comes back through them") {
    const Told told = run_coroutine<void>([]() -> Coro<> {
        auto coroutines = list({after(1s, 1), after(2s, 2)});
        auto gathers = gather(std::move(coroutines));
        co_await sleep(0s);
        print(gathers.cancel(), gathers.done());
        bool cancelled = false;
        try {
            co_await gathers;
        } catch (const CancelledError& /*error*/) {
            cancelled = true;
        }
        print(cancelled, gathers.cancelled());
    });
    CHECK(told.printed() == "True False\nTrue False\n");
    CHECK(told.about({"cancelled", "clock"}) == Story{"it2 F1 cancelled", "it2 F2 cancelled",
                                                      "it3 H5 cancelled", "it3 T2 cancelled",
                                                      "it3 H6 cancelled", "it3 T3 cancelled"});
}

TEST_CASE("3.6's gather takes its arguments in the order of a set, as a policy says") {
    const auto program = []() -> Coro<> {
        auto coroutines = list({at_once(1), at_once(2), at_once(3)});
        co_await gather(std::move(coroutines));
    };
    CHECK(run_coroutine<void>(program, {6, "tutorial"}).about({"returns"}) ==
          Story{"it2 T2 returns 1", "it2 T3 returns 3", "it2 T4 returns 2", "it4 T1 returns None"});
    CHECK(run_coroutine<void>(program, {7, "tutorial"}).about({"returns"}) ==
          Story{"it2 T2 returns 1", "it2 T3 returns 2", "it2 T4 returns 3", "it4 T1 returns None"});
}

TEST_CASE("wait takes coroutines in the order of a set, as a policy says") {
    const auto started = [](const std::string& set_order) {
        const Told told = run(
            [](EventLoop& loop) {
                auto coroutines = list({at_once(1), at_once(2), at_once(3)});
                const auto sets = loop.run_until_complete(wait(coroutines));
                CHECK(sets.done.size() == 3);
                CHECK(sets.pending.empty());
            },
            {10, set_order});
        return told.about({"T2 returns", "T3 returns", "T4 returns"});
    };
    CHECK(started("argument") == Story{"it2 T2 returns 1", "it2 T3 returns 2", "it2 T4 returns 3"});
    CHECK(started("tutorial") == Story{"it2 T2 returns 3", "it2 T3 returns 2", "it2 T4 returns 1"});
    CHECK(started("2,3,1") == Story{"it2 T2 returns 2", "it2 T3 returns 3", "it2 T4 returns 1"});
}

TEST_CASE("wait refuses coroutines since 3.11, and then nobody awaits them") {
    const Told told = run(
        [](EventLoop& loop) {
            auto& coroutines = global(list({at_once(1), at_once(2)}));
            loop.run_until_complete(wait(coroutines));
        },
        {11, "argument"});
    CHECK(told.error == "TypeError: Passing coroutines is forbidden, use tasks explicitly.");
    CHECK(told.about({"warns"}) == Story{"warns coroutine 'at_once' was never awaited",
                                         "warns coroutine 'at_once' was never awaited"});
    CHECK(told.trace.events().back().exit);
}

TEST_CASE("wait returns when the first is done, or the first raises, or the time is over") {
    const auto done = [](WaitOptions options, Coro<int> (*first)(Duration, CallSite)) {
        return run([&](EventLoop& loop) {
                   auto tasks =
                       list({loop.create_task(first(1s, "first")), loop.create_task(after(3s, 3))});
                   const auto sets = loop.run_until_complete(wait(tasks, options));
                   print(sets.done.size(), sets.pending.size(), repr_seconds(loop.time()));
               })
            .printed();
    };
    const auto returns = [](Duration delay, CallSite /*call*/) -> Coro<int> {
        return after(delay, 1);
    };
    CHECK(done({{}, ReturnWhen::all_completed}, returns) == "2 0 3\n");
    CHECK(done({{}, ReturnWhen::first_completed}, returns) == "1 1 1\n");
    CHECK(done({{}, ReturnWhen::first_exception}, returns) == "2 0 3\n");
    CHECK(done({{}, ReturnWhen::first_exception}, fails) == "1 1 1\n");
    CHECK(done({2s, ReturnWhen::all_completed}, returns) == "1 1 2\n");
}

TEST_CASE("wait of nothing raises") {
    CHECK(run([](EventLoop& loop) {
              loop.run_until_complete(wait(std::vector<Task<>>()));
          }).error == "ValueError: Set of coroutines/Futures is empty.");
    CHECK(run([](EventLoop& loop) { loop.run_until_complete(wait(std::vector<Task<>>())); },
              {11, "argument"})
              .error == "ValueError: Set of Tasks/Futures is empty.");
}

TEST_CASE("a wait that is cancelled removes its timer, and since 3.7 its callbacks") {
    const auto removed_on = [](int python) {
        const Told told = run_coroutine<void>(
            []() -> Coro<> {
                auto task = create_task(after(5s, 1));
                WaitOptions options;
                options.timeout = 3s;
                auto waits = create_task(wait(list({task}), options));
                co_await sleep(1s);
                waits.cancel();
                const int value = co_await task;
                print(value);
            },
            {python});
        CHECK(told.error == "");
        CHECK(told.about({"timeout"}).empty());
        return std::ranges::count_if(told.trace.events(), [](const trace::Event& event) {
            const auto* callback = event.as<trace::CallbackRemoved>();
            return callback != nullptr && callback->role == trace::CallbackRole::wait;
        });
    };
    CHECK(removed_on(7) == 1);
    CHECK(removed_on(6) == 0);
}

TEST_CASE(
    "a task that gathers itself cannot be cancelled: the recursion has a limit, as in Python") {
    const Told told = run_coroutine<void>([]() -> Coro<> {
        Task<> circular;
        circular = create_task([](Task<>& self) -> Coro<> {
            auto itself = list({self});
            co_await gather(std::move(itself));
        }(circular));
        co_await sleep(0s);
        circular.cancel();
    });
    CHECK(told.error == "RecursionError: maximum recursion depth exceeded");
}

}  // namespace corodemo::tests
