#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "app/narration/account.hpp"
#include "app/narration/wording.hpp"
#include "tests/app/texts.hpp"

// What is told of programs whose tasks wait for locks, queues and the like.

namespace corodemo::tests {

namespace {

constexpr app::Style kEnglish{};
constexpr app::Style kChinese{.lang = Language::zh};

/// Of the Python that it is for, or of another one.
trace::Trace run(std::string_view name, std::optional<int> minor = {}) {
    const scenarios::Scenario& scenario = *scenarios::find_scenario(name);
    scenarios::RunOptions options = scenarios::default_options(scenario);
    options.python = minor ? asyncio::PythonVersion(*minor) : scenario.usual_python();
    return scenarios::record(scenario, options);
}

/// The sentence of a step.
std::string told(const trace::Trace& trace, std::uint64_t number,
                 const app::Style& style = kEnglish) {
    app::Steps steps(trace);
    const app::Wording wording(style, steps.names());
    while (const app::Step* step = steps.next()) {
        if (step->number == number) {
            return wording.sentence(account_of(*step, steps)).text();
        }
    }
    return "no such step";
}

}  // namespace

TEST_CASE("who looks again was woken up, and what is over was done") {
    const auto begins = [](std::string_view name, std::uint64_t number,
                           const app::Style& style = kEnglish) {
        const std::string all = told(run(name), number, style);
        return all.substr(0, std::min(all.find(')', all.find("()") + 2), all.find("）")));
    };
    CHECK(begins("semaphore-fairness", 7) ==
          "T3 worker resumes (semaphore.acquire() was woken up in step 6");
    CHECK(begins("semaphore-fairness", 7, kChinese) ==
          "T3 worker 恢复运行（semaphore.acquire() 在第 6 步被唤醒");
    CHECK(begins("lock", 7) == "T3 worker resumes (lock.acquire() was woken up in step 6");
    CHECK(begins("condition", 7) == "T2 consumer resumes (condition.wait() was woken up in step 6");
    CHECK(begins("producer-consumer", 3) == "T1 main resumes (queue.put() was woken up in step 2");
    CHECK(begins("priority-queue", 6) == "T2 barista resumes (queue.get() was woken up in step 5");
    CHECK(begins("priority-queue", 16) == "T1 main resumes (queue.join() was done in step 15");
    CHECK(begins("event", 7) == "T2 runner resumes (event.wait() was done in step 6");
    CHECK(begins("barrier", 14) == "T4 worker resumes (barrier.wait() was done in step 13");
}

TEST_CASE("a semaphore that is released to a waiter passes to it") {
    CHECK(told(run("semaphore-fairness", 10), 6) ==
          "T2 worker resumes (its sleep expired in step 5), releases S1 and gives its permit to T3 "
          "worker, awaits semaphore.acquire() on S1 at line 8");
    CHECK(told(run("semaphore-fairness", 10), 7) ==
          "T3 worker resumes (semaphore.acquire() was woken up in step 6), prints \"B turn 0\", "
          "awaits sleep(1) at line 10");
    CHECK(told(run("semaphore-fairness", 8), 6) ==
          "T2 worker resumes (its sleep expired in step 5), releases S1 (1 left), schedules T3 "
          "worker, acquires S1 (0 left), prints \"A turn 1\", awaits sleep(1) at line 10");
    CHECK(told(run("semaphore-fairness", 10), 6, kChinese) ==
          "T2 worker 恢复运行（它的 sleep 在第 5 步到期），释放 S1，把许可交给 T3 worker，在第 8 "
          "行等待 S1 的 semaphore.acquire()");
}

TEST_CASE("who is notified, which items are done, who arrives last") {
    CHECK(told(run("condition"), 6) ==
          "T1 main resumes (its sleep expired in step 5), acquires M1, notifies T2 T3 consumer on "
          "N1, prints \"item 0\", releases M1, awaits sleep(1) at line 19");
    CHECK(told(run("producer-consumer"), 6) ==
          "T2 consumer resumes (its sleep expired in step 5), prints \"done with 0\", calls "
          "task_done() on Q1 (2 unfinished), gets 1 from Q1 (1/2), schedules T1 main, awaits "
          "sleep(1) at line 16");
    CHECK(told(run("barrier"), 13) ==
          "T2 worker resumes (its sleep expired in step 12), prints \"worker 0 arrives\", is the "
          "last to arrive at B1, schedules T4 T3 worker, prints \"worker 0 leaves, index 2\", "
          "returns None");
}

TEST_CASE("what asyncio cancels for itself isn't told, and a task that is ready already is") {
    CHECK(
        told(run("producer-consumer"), 18) ==
        "T2 consumer resumes with CancelledError (T1 main cancelled it in step 17), is cancelled");
    CHECK(told(run("lost-wakeup"), 6) ==
          "T1 main resumes (its sleep expired in step 5), acquires M1, notifies T2 waiter on N1, "
          "releases M1, cancels T2 waiter (what it waits for is already done: it receives "
          "CancelledError when it resumes), awaits T3 waiter at line 20");
}

}  // namespace corodemo::tests
