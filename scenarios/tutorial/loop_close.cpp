#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(Duration delay, CallSite = "hello") {  // py:6
    print("Hello world!");                          // py:7
    co_await sleep(delay);                          // py:8
    print("Hello again!");                          // py:9
}

}  // namespace

void loop_close_program(const Arguments& arguments) {
    auto& loop = get_event_loop();                    // py:12
    loop.run_until_complete(hello(arguments.delay));  // py:13
    // loop.close: names a method, calls nothing  // py:14
    print("closed:", loop.is_closed());               // py:15
    loop.run_until_complete(hello(arguments.delay));  // py:16
    loop.close();                                     // py:17
    print("closed:", loop.is_closed());               // py:18
}

}  // namespace corodemo::scenarios
