#include "core/asyncio/gc.hpp"
#include "tests/core/asyncio/program.hpp"

// Which tasks gc::collect() destroys: those that nothing can resume.

namespace corodemo::tests {

namespace {

Coro<> waits_for(Future<> future, CallSite = "waits_for") {
    co_await std::move(future);
}
Coro<> waits_for_nothing(CallSite = "waits_for_nothing") {
    co_await get_running_loop().create_future();
}
Coro<> waits_for_task(CallSite = "waits_for_task") {
    co_await create_task(waits_for_nothing());
}

/// Creates what `create` does, collects, and returns the reports.
RecordedRun collect_after(const std::function<void()>& create) {
    return run([&](EventLoop& loop) {
        constexpr auto kMain = [](const std::function<void()>& first, CallSite = "main") -> Coro<> {
            first();
            co_await sleep(1s);
            gc::collect();
            print("collected");
        };
        loop.run_until_complete(kMain(create));
    });
}

}  // namespace

TEST_CASE("a task that awaits a future of which nobody knows is destroyed") {
    const RecordedRun recorded = collect_after([] { create_task(waits_for_nothing()); });
    CHECK(recorded.lines_with({"reports", "collected"}) ==
          EventLog{"it4 T1 reports Task was destroyed but it is pending!",
                   "it4 T1 prints collected"});
}

TEST_CASE("so are tasks that await each other") {
    const RecordedRun recorded = collect_after([] { create_task(waits_for_task()); });
    CHECK(recorded.lines_with({"reports"}).size() == 2);
}

TEST_CASE("one that somebody can resume stays: by the task, its future, or a timer") {
    std::optional<Task<>> task;
    std::optional<Future<>> future;
    const RecordedRun recorded = collect_after([&] {
        task = create_task(waits_for_nothing());
        future = get_running_loop().create_future();
        create_task(waits_for(*future));
        create_task(sleep(1h));
    });
    CHECK(recorded.lines_with({"reports", "collected"}).front() == "it4 T1 prints collected");
}

}  // namespace corodemo::tests
