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
    });
}

TEST_CASE("there are none before 3.7") {
    run([](EventLoop& /*loop*/) { const Variable variable("variable"); },
        {.python = 6, .error = "ModuleNotFoundError: No module named 'contextvars'"});
}

}  // namespace corodemo::tests
