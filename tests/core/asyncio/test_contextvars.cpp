#include "core/asyncio/contextvars.hpp"
#include "tests/core/asyncio/program.hpp"

// Context variables: who sees what was set where.

namespace corodemo::tests {

namespace {

using Variable = ContextVar<int>;

Coro<int> sets(Variable variable, int value, CallSite = "sets") {
    variable.set(value);
    co_await sleep(1s);
    co_return variable.get();
}

}  // namespace

TEST_CASE("a task has a copy of its creator's values, and keeps what it sets") {
    run([](EventLoop& loop) {
        constexpr auto kMain = [](Variable variable, CallSite = "main") -> Coro<> {
            variable.set(1);
            auto tasks = gather(list({sets(variable, 2), sets(variable, 3)}));
            const std::vector<int> seen = co_await tasks;
            CHECK(seen == std::vector{2, 3});
            CHECK(variable.get() == 1);
            const int awaited = co_await sets(variable, 4);  // no task of its own
            CHECK(awaited == 4);
            CHECK(variable.get() == 4);
        };
        const Variable variable("variable", 0);
        loop.run_until_complete(kMain(variable));
        CHECK(variable.get() == 0);
    });
}

TEST_CASE("callbacks run in the context in which they were scheduled") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        const Variable variable("variable", 0);
        const auto show = callback("show", [=](Future<int> /*future*/) { print(variable.get()); });
        auto future = loop.create_future<int>();
        variable.set(1);
        loop.call_soon([=] {
            print(variable.get());
            variable.set(5);
        });
        loop.call_later(1s, [=] { print(variable.get()); });
        future.add_done_callback(show);
        variable.set(2);
        future.add_done_callback(show);
        CHECK(future.remove_done_callback(show) == 2);
        future.add_done_callback(show);
        variable.set(3);
        future.set_result(0);
        loop.call_later(2s, [&] { loop.stop(); });
        loop.run_forever();
        CHECK(variable.get() == 3);
    });
    CHECK(recorded.printed() == "1\n2\n1\n");
}

TEST_CASE("a done callback from when no variable was set neither sees nor leaves what others set") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        const Variable variable("variable", 0);
        const auto future = loop.create_future<int>();
        const auto show_and_set = [=](Future<int> /*future*/) {
            print(variable.get());
            variable.set(5);
        };
        future.add_done_callback(callback("first", show_and_set));
        future.add_done_callback(callback("second", show_and_set));
        variable.set(1);
        future.set_result(0);
        loop.call_later(1s, [&] { loop.stop(); });
        loop.run_forever();
        CHECK(variable.get() == 1);
    });
    CHECK(recorded.printed() == "0\n0\n");
}

TEST_CASE("a context that was entered can't be entered once more before it is left") {
    run([](EventLoop& /*loop*/) {
        Context context = copy_context();
        Context other = copy_context();
        const auto enter = [&] { context.run([] {}); };
        const char* const error =
            "cannot enter context: <_contextvars.Context object> is already entered";
        CHECK_THROWS_WITH_AS(context.run(enter), error, RuntimeError);
        CHECK_THROWS_WITH_AS(context.run([&] { other.run(enter); }), error, RuntimeError);
        enter();
    });
}

TEST_CASE("an eager task can't begin in the context of its creator, but in another") {
    run(
        [](EventLoop& loop) {
            constexpr auto kMain = [](Context own, Context other, CallSite = "main") -> Coro<> {
                const Variable variable("variable", 0);
                CHECK_THROWS_AS(create_task(sets(variable, 1), TaskOptions{.context = own}),
                                RuntimeError);
                create_task(sets(variable, 1), TaskOptions{.context = other});
                CHECK(other.run([&] { return variable.get(); }) == 1);
                co_return;
            };
            const Context own = copy_context();
            loop.set_task_factory(eager_task_factory);
            const Task<> task =
                loop.create_task(kMain(own, Context()), TaskOptions{.context = own});
            loop.run_until_complete(Future<>(task));
        },
        {.python = 12});
}

TEST_CASE("a token restores the value from before, once, in its own context and variable") {
    run([](EventLoop& /*loop*/) {
        const ContextVar<std::string> variable("variable");
        const ContextVar<std::string> other("other");
        CHECK_THROWS_WITH_AS(static_cast<void>(variable.get()), "<ContextVar name='variable'>",
                             LookupError);
        const auto first = variable.set("a");
        const auto second = variable.set("b");
        CHECK_THROWS_AS(other.reset(second), ValueError);
        Context elsewhere = copy_context();
        CHECK_THROWS_AS(elsewhere.run([&] { variable.reset(second); }), ValueError);
        variable.reset(second);
        CHECK(variable.get() == "a");
        CHECK_THROWS_AS(variable.reset(second), RuntimeError);
        variable.reset(first);
        CHECK_THROWS_AS(static_cast<void>(variable.get()), LookupError);
        elsewhere.run([&] { CHECK(variable.get() == "b"); });
        const Variable with_default("with_default", 0);
        const auto token = with_default.set(1);
        CHECK_THROWS_WITH_AS(
            elsewhere.run([&] { with_default.reset(token); }),
            "<Token var=<ContextVar name='with_default' default=0>> was created in a different "
            "Context",
            ValueError);
    });
}

TEST_CASE("there are none before 3.7") {
    run([](EventLoop& /*loop*/) { const Variable variable("variable"); },
        {.python = 6, .error = "ModuleNotFoundError: No module named 'contextvars'"});
}

}  // namespace corodemo::tests
