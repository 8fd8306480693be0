#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> transfer(const char* name, Duration arrival, Lock first, Lock second, Duration delay,
                CallSite = "transfer") {            // py:6
    co_await sleep(arrival);                        // py:7
    auto has_first = co_await async_with(first);    // py:8
    print(name, "has its first lock");              // py:9
    co_await sleep(delay);                          // py:10
    auto has_second = co_await async_with(second);  // py:11
    print(name, "has both");                        // py:12
}

Coro<> main_program(Duration delay, CallSite = "main") {     // py:15
    Lock a;                                                  // py:16
    Lock b;                                                  // py:17
    auto there = transfer("A to B", delay, a, b, delay);     // py:18
    auto back = transfer("B to A", 3 * delay, b, a, delay);  // py:19
    auto both = list({std::move(there), std::move(back)});
    co_await gather(std::move(both));  // py:20
}

}  // namespace

void lock_order_deadlock_program(const Arguments& arguments) {
    auto& loop = new_event_loop();                           // py:23
    loop.run_until_complete(main_program(arguments.delay));  // py:24
    loop.close();                                            // py:25
}

}  // namespace corodemo::scenarios
