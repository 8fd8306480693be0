#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(Duration delay, CallSite = "hello") {  // py:6
    print("Hello world!");                          // py:7
    co_await sleep(delay);                          // py:8
    print("Hello again!");                          // py:9
    get_event_loop().stop();                        // py:10
}

}  // namespace

void stop_in_coroutine_unequal_program(const Arguments& arguments) {
    const Duration delay = arguments.delay;
    auto& loop = get_event_loop();                                  // py:13
    auto gathers = gather(list({hello(delay), hello(2 * delay)}));  // py:14
    ensure_future(gathers);                                         // py:15
    loop.run_forever();                                             // py:16
    print("gather is done:", gathers.done());                       // py:17
}

}  // namespace corodemo::scenarios
