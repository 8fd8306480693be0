#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(Duration delay, CallSite = "hello") {  // py:7
    print("Hello world!");                          // py:8
    co_await sleep(delay);                          // py:9
    print("Hello again!");                          // py:10
}

}  // namespace

void coroutine_decorator_program(const Arguments& arguments) {
    coroutine(hello);                                 // py:7
    print(iscoroutinefunction(hello));                // py:13
    auto& loop = get_event_loop();                    // py:14
    loop.run_until_complete(hello(arguments.delay));  // py:15
    loop.close();                                     // py:16
}

}  // namespace corodemo::scenarios
