#include "core/asyncio/contextvars.hpp"
#include "core/asyncio/threads.hpp"
#include "core/asyncio/time_sleep.hpp"
#include "tests/core/asyncio/program.hpp"

// Jobs in threads, whose duration is what they block.

namespace corodemo::tests {

namespace {

int twice(int number) {
    time_sleep(2s);
    return 2 * number;
}

void fails() {
    time_sleep(1s);
    throw ValueError("no");
}

void short_job() {
    time_sleep(1s);
}

}  // namespace

TEST_CASE("a job takes the time that it blocks, while the loop runs on") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        constexpr auto kMain = [](CallSite = "main") -> Coro<> {
            auto job = create_task(to_thread(named("twice", twice), 21));
            co_await sleep(1s);
            print("meanwhile");
            const int value = co_await job;
            print(value);
        };
        loop.run_until_complete(kMain());
    });
    CHECK(recorded.lines_with({"clock", "prints"}) ==
          EventLog{"it3 clock 1s", "it4 T1 prints meanwhile", "it5 clock 2s", "it7 T1 prints 42"});
}

TEST_CASE("jobs run side by side; what one raises is raised where it is awaited") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        constexpr auto kMain = [](CallSite = "main") -> Coro<> {
            EventLoop& here = get_running_loop();
            const Future<int> first = here.run_in_executor(named("twice", twice), 1);
            const Future<int> second = here.run_in_executor(named("twice", twice), 2);
            const Future<> third = here.run_in_executor(named("fails", fails));
            bool failed = false;
            try {
                co_await third;
            } catch (const ValueError&) {
                failed = true;
            }
            CHECK(failed);
            const int one = co_await first;
            const int two = co_await second;
            print(one, two);
        };
        loop.run_until_complete(kMain());
    });
    CHECK(recorded.lines_with({"clock", "prints"}).back() == "it5 T1 prints 2 4");
}

TEST_CASE("a loop that blocks finds the jobs that have ended meanwhile") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        constexpr auto kMain = [](CallSite = "main") -> Coro<> {
            const Future<> job = get_running_loop().run_in_executor(named("short", short_job));
            time_sleep(3s);
            co_await job;
            print("done");
        };
        loop.run_until_complete(kMain());
    });
    CHECK(recorded.lines_with({"clock", "prints"}) ==
          EventLog{"it1 clock 3s", "it3 T1 prints done"});
}

TEST_CASE("no more jobs run at a time than there are threads") {
    run([](EventLoop& loop) {
        constexpr auto kMain = [](CallSite = "main") -> Coro<> {
            std::vector<Future<>> jobs;
            for (std::size_t i = 0; i < Executor::kMaxWorkers + 1; ++i) {
                jobs.push_back(get_running_loop().run_in_executor(named("short", short_job)));
            }
            auto all = gather(std::move(jobs));
            co_await all;
        };
        loop.run_until_complete(kMain());
        CHECK(loop.time() == 2s);
    });
}

TEST_CASE("a job has no running loop, and the context variables that to_thread() copies") {
    run([](EventLoop& loop) {
        constexpr auto kMain = [](CallSite = "main") -> Coro<> {
            const ContextVar<int> variable("variable", 0);
            variable.set(7);
            const auto look = [variable] {
                CHECK_THROWS_AS(get_running_loop(), RuntimeError);
                return variable.get();
            };
            const int seen = co_await to_thread(named("look", look));
            CHECK(seen == 7);
        };
        loop.run_until_complete(kMain());
    });
}

TEST_CASE("shutdown_default_executor() waits for the jobs, and no new ones are taken") {
    run([](EventLoop& loop) {
        constexpr auto kMain = [](CallSite = "main") -> Coro<> {
            get_running_loop().run_in_executor(named("twice", twice), 1);
            co_await get_running_loop().shutdown_default_executor();
            CHECK(get_running_loop().time() == 2s);
            CHECK_THROWS_WITH_AS(get_running_loop().run_in_executor(named("twice", twice), 1),
                                 "Executor shutdown has been called", RuntimeError);
        };
        loop.run_until_complete(kMain());
    });
}

TEST_CASE("there is no to_thread() before 3.9") {
    run([](EventLoop& loop) { loop.run_until_complete(to_thread(named("short", short_job))); },
        {.python = 8, .error = "AttributeError: module 'asyncio' has no attribute 'to_thread'"});
}

}  // namespace corodemo::tests
