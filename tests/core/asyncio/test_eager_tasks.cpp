#include "tests/core/asyncio/program.hpp"

// Tasks whose first step runs within that of their creator (3.12).

namespace corodemo::tests {

namespace {

Coro<int> at_once(CallSite = "at_once") {
    co_return 1;
}
Coro<int> later(CallSite = "later") {
    co_await sleep(1s);
    co_return 2;
}
Coro<> yields(CallSite = "yields") {
    co_await sleep(0s);
}

Coro<> creates(CallSite = "creates") {
    auto first = create_task(at_once());
    auto second = create_task(later());
    print(first.done(), second.done(), current_task()->get_name());
    const int one = co_await first;
    const int two = co_await second;
    print(one + two);
}

}  // namespace

TEST_CASE("an eager task that does not suspend is done when create_task() returns") {
    const RecordedRun recorded = run(
        [](EventLoop& loop) {
            loop.set_task_factory(eager_task_factory);
            loop.run_until_complete(creates());
        },
        {.python = 12});
    CHECK(recorded.lines_with({"T2", "T3", "prints"}) ==
          EventLog{"it1 T1 makes T2", "it1 T2 starts", "it1 T2 returns 1", "it1 T1 makes T3",
                   "it1 T3 starts", "it1 T3 waits F1", "it1 T1 prints True False Task-1",
                   "it1 T1 waits T3", "it3 T3 wakes", "it3 T3 returns 2", "it4 T1 prints 3"});
}

TEST_CASE("a single task is started eagerly on request, and its next step has a handle") {
    const RecordedRun recorded = run(
        [](EventLoop& loop) {
            constexpr auto kCreates = [](CallSite = "main") -> Coro<> {
                TaskOptions options{.name = "it", .eager_start = true};
                auto task = create_task(yields(), std::move(options));
                print(task.get_name());
                co_await task;
            };
            loop.run_until_complete(kCreates());
        },
        {.python = 12});
    CHECK(recorded.lines_with({"T2"}) == EventLog{"it1 T1 makes T2", "it1 T2 starts",
                                                  "it1 T2 yields", "it1 T1 waits T2",
                                                  "it2 T2 wakes", "it2 T2 returns None"});
}

TEST_CASE("outside of a running loop nothing is eager; before 3.12 nothing can be") {
    const RecordedRun recorded = run(
        [](EventLoop& loop) {
            loop.set_task_factory(eager_task_factory);
            auto task = loop.create_task(at_once());
            print(task.done());
            loop.set_task_factory(nullptr);
            loop.run_until_complete(task);
        },
        {.python = 12});
    CHECK(recorded.printed() == "False\n");
    run([](EventLoop& loop) { loop.set_task_factory(eager_task_factory); },
        {.python = 11,
         .error = "AttributeError: module 'asyncio' has no attribute 'eager_task_factory'"});
}

}  // namespace corodemo::tests
