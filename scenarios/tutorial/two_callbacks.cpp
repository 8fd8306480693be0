#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(Duration delay, CallSite = "hello") {  // py:6
    print("Hello world!");                          // py:7
    co_await sleep(delay);                          // py:8
    print("Hello again!");                          // py:9
}

void first(Future<> /*futu*/) {  // py:12
    print("first callback");     // py:13
}

void second(Future<> /*futu*/) {  // py:16
    print("second callback");     // py:17
}

}  // namespace

void two_callbacks_program(const Arguments& arguments) {
    auto& loop = get_event_loop();                       // py:20
    auto futu = ensure_future(hello(arguments.delay));   // py:21
    futu.add_done_callback(callback("first", first));    // py:22
    futu.add_done_callback(callback("second", second));  // py:23
    loop.run_until_complete(futu);                       // py:24
    loop.close();                                        // py:25
}

}  // namespace corodemo::scenarios
