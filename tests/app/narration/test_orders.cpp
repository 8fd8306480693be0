#include <cstdint>

#include <doctest/doctest.h>

#include "app/narration/orders.hpp"
#include "tests/app/script.hpp"

namespace corodemo::tests {

TEST_CASE("the orders of many tasks are found in near-linear time") {
    constexpr std::uint32_t kTasks = 300'000;  // in quadratic time, longer than any test's timeout
    app::OrderFinder finder;
    const auto tell = [&](trace::Payload payload) {
        trace::Event event;
        event.payload = payload;
        finder.on_event(event);
    };
    // Submitted first to last, started last to first.
    for (std::uint32_t number = 1; number <= kTasks; ++number) {
        tell(trace::TaskCreated{
            task(number), {}, trace::Id{trace::Id::kCoroutine, number}, "hello", {}, {}});
    }
    for (std::uint32_t number = kTasks; number > 0; --number) {
        tell(trace::StepStarted{task(number), true, {}});
    }
    const app::Orders orders = finder.orders();
    REQUIRE(orders.started.size() == kTasks);
    CHECK(orders.started.front().position == kTasks);
    CHECK(orders.started.back().position == 1);
}

}  // namespace corodemo::tests
