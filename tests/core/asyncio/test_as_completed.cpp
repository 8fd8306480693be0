#include "core/asyncio/tasks/as_completed.hpp"
#include "tests/core/asyncio/program.hpp"

namespace corodemo::tests {

namespace {

Coro<std::string> answers(std::string name, Duration time, CallSite /*call*/ = "answers") {
    co_await sleep(time);
    if (name == "error") {
        throw ValueError(name);
    }
    co_return name;
}

}  // namespace

TEST_CASE("as_completed() gives results in the order in which they come; ties in set order") {
    const auto program = []() -> Coro<> {
        auto a = answers("a", 2s);
        auto b = answers("b", 1s);
        auto c = answers("c", 1s);
        auto all = list({std::move(a), std::move(b), std::move(c)});
        for (auto next : as_completed(std::move(all))) {
            print(co_await std::move(next));
        }
    };
    for (const int python : {6, 10, 12, 14}) {
        CAPTURE(python);
        CHECK(run_coroutine<void>(program, {.python = python}).printed() == "b\nc\na\n");
        CHECK(run_coroutine<void>(program, {.python = python, .set_order = "3,2,1"}).printed() ==
              "c\nb\na\n");
    }
}

TEST_CASE("each of its coroutines raises what the next future raises") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto first = answers("error", 1s);
        auto second = answers("b", 2s);
        auto both = list({std::move(first), std::move(second)});
        for (auto next : as_completed(std::move(both))) {
            try {
                print(co_await std::move(next));
            } catch (const ValueError& error) {
                print("raises", error);
            }
        }
    });
    CHECK(recorded.printed() == "raises error\nb\n");
}

TEST_CASE("after its timeout as_completed() raises TimeoutError for each that is left") {
    for (const int python : {6, 10, 12, 14}) {
        CAPTURE(python);
        const RecordedRun recorded = run_coroutine<void>(
            []() -> Coro<> {
                std::vector<Task<std::string>> tasks;
                for (const int seconds : {1, 5, 9}) {
                    const std::string name = std::to_string(seconds);
                    tasks.push_back(create_task(answers(name, std::chrono::seconds(seconds))));
                }
                for (auto next : as_completed(tasks, 3s)) {
                    try {
                        print(co_await std::move(next));
                    } catch (const TimeoutError&) {
                        print("timed out", get_running_loop().time() == 3s);
                    }
                }
                print(tasks[1].cancelled(), co_await tasks[2]);
            },
            {.python = python});
        CHECK(recorded.printed() == "1\ntimed out True\ntimed out True\nFalse 9\n");
    }
}

TEST_CASE("the same future twice is one, and its timer ends with the last") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        const auto task = create_task(answers("a", 1s));
        int count = 0;
        for (auto next : as_completed(std::vector{task, task}, 9s)) {
            print(co_await std::move(next));
            ++count;
        }
        print(count);
    });
    CHECK(recorded.printed() == "a\n1\n");
    CHECK(recorded.lines_with({" cancelled"}).size() == 1);
}

TEST_CASE("a waiter that is cancelled takes nothing from the others") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        auto first = answers("a", 1s);
        auto second = answers("b", 1s);
        auto both = list({std::move(first), std::move(second)});
        std::vector<Task<std::string>> waiters;
        for (auto next : as_completed(std::move(both))) {
            waiters.push_back(create_task(std::move(next)));
        }
        co_await sleep(0s);
        waiters[0].cancel();
        print(co_await waiters[1], waiters[0].cancelled());
    });
    CHECK(recorded.printed() == "a True\n");
}

TEST_CASE("since 3.13 as_completed() can be iterated asynchronously, and gives the futures") {
    const auto program = []() -> Coro<> {
        const std::vector tasks{create_task(answers("a", 2s)), create_task(answers("b", 1s))};
        auto completed = as_completed(tasks);
        while (const auto done = co_await completed.anext()) {
            print(done == tasks[0] ? "first" : "second", done.result());
        }
    };
    CHECK(run_coroutine<void>(program, {.python = 13}).printed() == "second b\nfirst a\n");
    run_coroutine<void>(program,
                        {.python = 12,
                         .error = "TypeError: 'async for' requires an object with __aiter__ "
                                  "method, got generator"});
}

TEST_CASE("until 3.12 as_completed() creates its tasks when it is iterated") {
    const auto program = []() -> Coro<> {
        auto one = list({answers("a", 1s)});
        auto completed = as_completed(std::move(one));
        print(all_tasks().size());
        for (auto next : completed) {
            co_await std::move(next);
        }
    };
    CHECK(run_coroutine<void>(program, {.python = 12}).printed() == "1\n");
    CHECK(run_coroutine<void>(program, {.python = 13}).printed() == "2\n");
}

TEST_CASE("gather() of awaitables of different types gives a tuple, in every way of calling it") {
    const auto number = []() -> Coro<int> {
        co_await sleep(1s);
        co_return 3;
    };
    for (const int python : {6, 7, 12, 14}) {
        CAPTURE(python);
        const RecordedRun recorded = run_coroutine<void>(
            [&]() -> Coro<> {
                auto text = create_task(answers("a", 2s));
                auto [first, second] = co_await gather(number(), text);
                print(first, second);
                print(co_await gather(std::tuple{number(), answers("b", 1s), sleep(1s), text}));
                const auto both = co_await gather_return_exceptions(number(), answers("error", 1s));
                print(both);
                print(std::get<1>(both).exception() != nullptr);
                auto failing = gather(answers("error", 1s), number(), sleep(1s));
                try {
                    co_await failing;
                } catch (const ValueError& error) {
                    print("raises", error);
                }
            },
            {.python = python});
        CHECK(recorded.printed() == "3 a\n[3, 'b', None, 'a']\n[3, ValueError('error'" +
                                        std::string(python == 6 ? "," : "") +
                                        ")]\nTrue\nraises error\n");
    }
}

TEST_CASE("gather() creates the tasks of its arguments one by one, in 3.6 in the order of a set") {
    const auto program = []() -> Coro<> {
        auto a = answers("a", 1s);
        auto b = answers("b", 1s);
        auto c = answers("c", 1s);
        co_await gather(std::tuple{std::move(a), std::move(b), std::move(c)});
    };
    const auto tasks = [&](int python, const std::string& order) {
        const RecordedRun recorded =
            run_coroutine<void>(program, {.python = python, .set_order = order});
        std::string names;
        for (const trace::Event& event : recorded.trace.events()) {
            if (const auto* created = event.as<trace::TaskCreated>()) {
                names += to_string(created->coroutine) + " ";
            }
        }
        return names;
    };
    CHECK(tasks(10, "argument") == tasks(6, "argument"));
    CHECK(tasks(6, "3,1,2") != tasks(6, "argument"));
}

}  // namespace corodemo::tests
