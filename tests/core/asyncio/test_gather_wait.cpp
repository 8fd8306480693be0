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

Coro<> after_nothing(CallSite /*call*/ = "after_nothing") {
    co_return;
}

}  // namespace

TEST_CASE("gather returns in argument order, two iterations after the last one ends") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const auto results = co_await gather(list({after(2s, 1), after(1s, 2)}));
        print(repr(results));
    });
    CHECK(recorded.lines_with({"returns", "G1", "prints"}) ==
          EventLog{"it1 T1 waits G1", "it4 T3 returns 2", "it7 T2 returns 1", "it8 G1 result",
                   "it9 T1 prints [1, 2]", "it9 T1 returns None"});
}

TEST_CASE("nested gather: the inner children come first, and each level costs an iteration") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        auto inner = gather(list({at_once(1), at_once(2)}));
        auto outer = gather(list({inner}));
        print(repr(loop.run_until_complete(outer)));
    });
    CHECK(recorded.lines_with({"makes", "G", "stop", "prints"}) ==
          EventLog{"makes T1", "makes T2", "it2 G1 result", "it3 G2 result", "it4 stop",
                   "prints [[1, 2]]"});
}

TEST_CASE("a child that raises does not cancel its siblings") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto gathers = gather(list({fails(1s), after(2s, 2)}));
        std::string caught;
        try {
            co_await gathers;
        } catch (const ValueError& error) {
            caught = error.what();
        }
        print("caught", caught);
        co_await sleep(2s);
    });
    CHECK(recorded.lines_with({"G1", "caught", "T3 returns"}) ==
          EventLog{"it1 T1 waits G1", "it5 G1 exception", "it6 T1 prints caught no",
                   "it8 T3 returns 2"});
}

TEST_CASE("return_exceptions: exceptions are results like any other") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto cancelled = create_task(after(1s, 1));
        auto raises = create_task(fails(0s));
        auto returns = create_task(at_once(3));
        co_await sleep(0s);
        cancelled.cancel();
        const auto results = co_await gather_return_exceptions(list({cancelled, raises, returns}));
        print(repr(results));
    });
    CHECK(recorded.printed() == "[CancelledError(''), ValueError('no'), 3]\n");
}

TEST_CASE("the same future twice has two places in the list, and one callback") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto task = create_task(at_once(5));
        const auto results = co_await gather(list({task, task}));
        print(repr(results));
    });
    CHECK(recorded.lines_with({"callback", "prints"}) ==
          EventLog{"it3 H3 callback", "it4 T1 prints [5, 5]", "it5 H5 callback"});
}

TEST_CASE("gather of nothing is done at once") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        auto nothing = gather(std::vector<Coro<>>());
        CHECK(nothing.done());
        CHECK(loop.run_until_complete(nothing).empty());
    });
    CHECK(recorded.lines_with({"G1", "stop"}) == EventLog{"G1 result", "it1 stop"});
}

TEST_CASE("gather of only done futures suspends until 3.11, but not since 3.12") {
    const auto program = []() -> Coro<> {
        auto task = create_task(at_once(1));
        co_await task;
        auto gathers = gather(list({task}));
        print(gathers.done());
        co_await gathers;
    };
    CHECK(run_coroutine<void>(program, {11, "argument"}).lines_with({"prints", "T1 ret"}) ==
          EventLog{"it3 T1 prints False", "it5 T1 returns None"});
    CHECK(run_coroutine<void>(program, {12, "argument"}).lines_with({"prints", "T1 ret"}) ==
          EventLog{"it3 T1 prints True", "it3 T1 returns None"});
}

TEST_CASE("cancelling gather cancels the children, and completes it through them") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto gathers = gather(list({after(1s, 1), after(2s, 2)}));
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
    CHECK(recorded.printed() == "True False\nTrue False\n");
    CHECK(recorded.lines_with({"cancelled", "clock"}) ==
          EventLog{"it2 F1 cancelled", "it2 F2 cancelled", "it3 H5 cancelled", "it3 T2 cancelled",
                   "it3 H6 cancelled", "it3 T3 cancelled"});
}

TEST_CASE("3.6's gather iterates over its arguments in set order, which a policy decides") {
    const auto program = []() -> Coro<> {
        co_await gather(list({at_once(1), at_once(2), at_once(3)}));
    };
    CHECK(run_coroutine<void>(program, {6, "tutorial"}).lines_with({"returns"}) ==
          EventLog{"it2 T2 returns 1", "it2 T3 returns 3", "it2 T4 returns 2",
                   "it4 T1 returns None"});
    CHECK(run_coroutine<void>(program, {7, "tutorial"}).lines_with({"returns"}) ==
          EventLog{"it2 T2 returns 1", "it2 T3 returns 2", "it2 T4 returns 3",
                   "it4 T1 returns None"});
}

TEST_CASE("wait iterates over coroutines in set order, which a policy decides") {
    const auto started = [](const std::string& set_order) {
        const RecordedRun recorded = run(
            [](EventLoop& loop) {
                auto coroutines = list({at_once(1), at_once(2), at_once(3)});
                const auto sets = loop.run_until_complete(wait(coroutines));
                CHECK(sets.done.size() == 3);
                CHECK(sets.pending.empty());
            },
            {10, set_order});
        return recorded.lines_with({"T2 returns", "T3 returns", "T4 returns"});
    };
    CHECK(started("argument") ==
          EventLog{"it2 T2 returns 1", "it2 T3 returns 2", "it2 T4 returns 3"});
    CHECK(started("tutorial") ==
          EventLog{"it2 T2 returns 3", "it2 T3 returns 2", "it2 T4 returns 1"});
    CHECK(started("2,3,1") == EventLog{"it2 T2 returns 2", "it2 T3 returns 3", "it2 T4 returns 1"});
}

TEST_CASE("wait of a set that wait returned keeps its order, without a new choice") {
    const auto program = []() -> Coro<> {
        const auto first =
            co_await wait(list({create_task(after(1s, 1)), create_task(after(2s, 2)),
                                create_task(after(3s, 3)), create_task(after(4s, 4))}),
                          {{}, ReturnWhen::first_completed});
        const auto second = co_await wait(first.pending, {{}, ReturnWhen::first_completed});
        print(repr(second.pending));
        const auto third = co_await wait(second.pending);
        print(repr(third.done));
        const std::vector<Task<int>> as_a_list = third.done;
        co_await wait(as_a_list);
    };
    const RecordedRun recorded = run_coroutine<void>(program, {10, "seed:2"});
    std::vector<trace::Order> orders;
    for (const trace::Event& event : recorded.trace.events()) {
        if (const auto* choice = event.as<trace::ChoiceMade>()) {
            orders.emplace_back(choice->order->begin(), choice->order->end());
        }
    }
    CHECK(orders == std::vector<trace::Order>{{1, 2, 4, 3}, {2, 1}});
    CHECK(recorded.printed() == "[T5, T4]\n[T5, T4]\n");
}

TEST_CASE("3.9 and 3.10 warn about wait on coroutines, if the program awaits it: once per line") {
    const auto program = []() -> Coro<> {
        for (int i = 0; i < 2; ++i) {
            co_await wait(list({at_once(1), at_once(2)}));
        }
        co_await wait(list({at_once(3)}));
    };
    const std::string text =
        "T1 warns The explicit passing of coroutine objects to asyncio.wait() is deprecated since "
        "Python 3.8, and scheduled for removal in Python 3.11.";
    for (const int python : {9, 10}) {
        CHECK(run_coroutine<void>(program, {python, "argument"}).lines_with({"warns"}) ==
              EventLog{"it1 " + text, "it7 " + text});
    }
    CHECK(run_coroutine<void>(program, {8, "argument"}).lines_with({"warns"}).empty());
    const auto as_a_task = [](EventLoop& loop) {
        loop.run_until_complete(wait(list({at_once(1), at_once(2)})));
    };
    CHECK(run(as_a_task, {10, "argument"}).lines_with({"warns"}).empty());
}

TEST_CASE("since 3.11 wait rejects coroutines, which are then never awaited") {
    const RecordedRun recorded = run(
        [](EventLoop& loop) {
            auto& coroutines = global(list({at_once(1), at_once(2)}));
            loop.run_until_complete(wait(coroutines));
        },
        {.python = 11,
         .error = "TypeError: Passing coroutines is forbidden, use tasks explicitly."});
    CHECK(recorded.lines_with({"warns"}) ==
          EventLog{"warns coroutine 'at_once' was never awaited",
                   "warns coroutine 'at_once' was never awaited"});
    CHECK(recorded.trace.events().back().exit);
}

TEST_CASE(
    "wait returns when the first is done, when the first raises, or when its timeout expires") {
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

TEST_CASE(
    "a list evaluates its items from left to right, and accepts any number and kind of them") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const auto made = [](int value) {
            print("made", value);
            return at_once(value);
        };
        const auto results = co_await gather(list({made(1), made(2), made(3)}));
        const auto one = co_await gather(list({made(4)}));
        print(repr(results), repr(one));
        auto task = create_task(at_once(5));
        const auto futures = co_await gather(list<Future<int>>({task, task}));
        print(repr(futures));
    });
    CHECK(recorded.printed() == "made 1\nmade 2\nmade 3\nmade 4\n[1, 2, 3] [4]\n[5, 5]\n");
}

TEST_CASE("sleep() is accepted wherever a coroutine is") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        loop.run_until_complete(sleep(1s));
        loop.run_until_complete(loop.create_task(sleep(1s)));
        loop.run_until_complete(ensure_future(sleep(1s)));
        loop.run_until_complete(gather(list({sleep(1s), sleep(1s)})));
        loop.run_until_complete([]() -> Coro<> {
            co_await create_task(sleep(1s), "named");
            co_await gather_return_exceptions(list({sleep(1s)}));
            co_await gather(list<Coro<>>({sleep(1s), after_nothing()}));
            co_await wait(list({sleep(1s), sleep(1s)}));
            auto kept = list({sleep(1s)});
            co_await wait(kept);
        }());
    });
    CHECK(recorded.lines_with({"clock"}) ==
          EventLog{"it2 clock 1s", "it2 clock 2s", "it2 clock 3s", "it2 clock 4s", "it3 clock 5s",
                   "it7 clock 6s", "it13 clock 7s", "it18 clock 8s", "it23 clock 9s"});
}

TEST_CASE("wait of nothing raises") {
    const auto program = [](EventLoop& loop) {
        loop.run_until_complete(wait(std::vector<Task<>>()));
    };
    run(program, {.error = "ValueError: Set of coroutines/Futures is empty."});
    run(program, {.python = 11, .error = "ValueError: Set of Tasks/Futures is empty."});
}

TEST_CASE("a wait that is cancelled removes its timer, and since 3.7 its callbacks") {
    const auto removed_on = [](int python) {
        const RecordedRun recorded = run_coroutine<void>(
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
        CHECK(recorded.lines_with({"timeout"}).empty());
        return std::ranges::count_if(recorded.trace.events(), [](const trace::Event& event) {
            const auto* callback = event.as<trace::CallbackRemoved>();
            return callback != nullptr && callback->role == trace::CallbackRole::wait;
        });
    };
    CHECK(removed_on(7) == 1);
    CHECK(removed_on(6) == 0);
}

TEST_CASE(
    "a task that gathers itself cannot be cancelled: the recursion has a limit, as in Python") {
    const auto program = []() -> Coro<> {
        Task<> circular;
        circular =
            create_task([](Task<>& self) -> Coro<> { co_await gather(list({self})); }(circular));
        co_await sleep(0s);
        circular.cancel();
    };
    run_coroutine<void>(program, {.error = "RecursionError: maximum recursion depth exceeded"});
}

TEST_CASE("a cancelled gather that returns exceptions has retrieved those of all children") {
    const RecordedRun recorded = run(
        [](EventLoop& loop) {
            const auto fails = [](CallSite /*call*/) -> Coro<> {
                throw ValueError("no");
                co_return;
            };
            const auto main = [fails](CallSite /*call*/) -> Coro<> {
                const auto sleeps = [](CallSite /*call*/) -> Coro<> { co_await sleep(9s); };
                Task<> failed = create_task(fails("fails"));
                Task<> sleeping = create_task(sleeps("sleeps"));
                const auto both = gather_return_exceptions(list({failed, sleeping}));
                co_await sleep(1s);
                both.cancel("enough");
                try {
                    co_await both;
                } catch (const CancelledError& error) {
                    print(error.what());
                }
            };
            loop.run_until_complete(main("main"));
        },
        {.python = 12});
    CHECK(recorded.printed() == "enough\n");
    CHECK(recorded.lines_with({"reports"}) == EventLog{});
}

}  // namespace corodemo::tests
