#include <cmath>
#include <limits>

#include "core/asyncio/time_sleep.hpp"
#include "tests/core/asyncio/program.hpp"

namespace corodemo::tests {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("seconds are whole nanoseconds, but no number except 0 becomes 0") {
    CHECK(seconds(0.1) == 100ms);
    CHECK(seconds(-2.5) == -2500ms);
    CHECK(seconds(0) == 0ns);
    CHECK(seconds(-0.0) == 0ns);
    CHECK(seconds(1.4e-9) == 1ns);
    CHECK(seconds(1e-12) == 1ns);
    CHECK(seconds(std::numeric_limits<double>::denorm_min()) == 1ns);
    CHECK(seconds(-1e-12) == -1ns);
}

TEST_CASE("seconds beyond the largest Duration become the largest, and nan is rejected") {
    CHECK(seconds(9e9) == Duration(9'000'000'000'000'000'000));
    for (const double large : {1e10, 1e300, std::numeric_limits<double>::max(), kInfinity}) {
        CHECK(seconds(large) == Duration::max());
        CHECK(seconds(-large) == Duration::min());
    }
    CHECK_THROWS_WITH_AS(seconds(std::nan("")), "Invalid delay: NaN (not a number)", ValueError);
}

TEST_CASE("a deadline beyond the last point in time becomes the last") {
    CHECK(deadline_after(1s, 2s) == 3s);
    CHECK(deadline_after(1s, -2s) == -1s);
    CHECK(deadline_after(0s, Duration::max()) == Time::max());
    CHECK(deadline_after(1ns, Duration::max()) == Time::max());
    CHECK(deadline_after(Time::max() - 1ns, 1ns) == Time::max());
    CHECK(deadline_after(Time::max(), 24h) == Time::max());
    CHECK(deadline_after(-1ns, Duration::min()) == Time::min());
    CHECK(deadline_after(1ns, Duration::min()) == Time::min() + 1ns);
}

TEST_CASE("a sleep, a call_later and a timeout may last forever") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        co_await sleep(1s);
        auto sleeps = create_task(sleep(Duration::max()));
        auto later = get_running_loop().call_later(Duration::max(),
                                                   callback("never", [] { print("never"); }));
        WaitOptions options;
        options.timeout = Duration::max();
        auto waits = create_task(wait(list({sleeps}), options));
        co_await sleep(1s);
        print(sleeps.done(), waits.done());
        later.cancel();
        sleeps.cancel();
        co_await waits;
    });
    CHECK(recorded.lines_with({"clock", "prints"}) ==
          EventLog{"it2 clock 1s", "it5 clock 2s", "it6 T1 prints False False"});
    for (const trace::Event& event : recorded.trace.events()) {
        if (const auto* timer = event.as<trace::TimerScheduled>()) {
            CHECK(timer->when > event.t);
        }
    }
}

TEST_CASE("the clock advances to the last point in time, one day per iteration, and no further") {
    const RecordedRun recorded = run_coroutine<void>([]() -> Coro<> {
        time_sleep(Duration::max() - 36h);
        co_await sleep(Duration::max());
        co_await sleep(1s);
        time_sleep(1s);
        print(get_running_loop().time() == Time::max());
    });
    CHECK(recorded.printed() == "True\n");
}

TEST_CASE("the shortest sleep is a timer, not sleep(0)") {
    CHECK(run_coroutine<void>([]() -> Coro<> {
              co_await sleep(seconds(1e-12));
          }).lines_with({"clock", "waits", "yields"}) ==
          EventLog{"it1 T1 waits F1", "it2 clock 1e-09s"});
    CHECK(run_coroutine<void>([]() -> Coro<> {
              co_await sleep(seconds(0));
          }).lines_with({"clock", "waits", "yields"}) == EventLog{"it1 T1 yields"});
}

}  // namespace corodemo::tests
