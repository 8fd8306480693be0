#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(Duration delay, CallSite = "hello") {  // py:6
    print("Hello world!");                          // py:7
    co_await sleep(delay);                          // py:8
    print("Hello again!");                          // py:9
}

}  // namespace

void run_forever_program(const Arguments& arguments) {
    const Duration delay = arguments.delay;
    auto& loop = get_event_loop();                              // py:12
    auto gathers = gather(list({hello(delay), hello(delay)}));  // py:13
    ensure_future(gathers);                                     // py:14
    loop.run_forever();                                         // py:15
    // loop.close: names a method, calls nothing  // py:16
}

}  // namespace corodemo::scenarios
