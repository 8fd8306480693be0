#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(Duration delay, CallSite = "hello") {  // py:6
    print("Hello world!");                          // py:7
    co_await sleep(delay);                          // py:8
    print("Hello again!");                          // py:9
}

}  // namespace

void coroutine_function_program(const Arguments& arguments) {
    print(iscoroutinefunction(hello));                // py:12
    auto& loop = get_event_loop();                    // py:13
    loop.run_until_complete(hello(arguments.delay));  // py:14
    loop.close();                                     // py:15
}

}  // namespace corodemo::scenarios
