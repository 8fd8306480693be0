#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<std::string> hello(Duration delay, CallSite = "hello") {  // py:6
    print("Hello world!");                                     // py:7
    co_await sleep(delay);                                     // py:8
    print("Hello again!");                                     // py:9
    co_return "end";                                           // py:10
}

}  // namespace

void result_before_done_program(const Arguments& arguments) {
    auto& loop = get_event_loop();                      // py:13
    auto futu = ensure_future(hello(arguments.delay));  // py:14
    try {
        futu.result();                              // py:16
    } catch (const InvalidStateError& error) {      // py:17
        print("InvalidStateError:", error.what());  // py:18
    }
    loop.run_until_complete(futu);      // py:19
    print("return is", futu.result());  // py:20
    // loop.close: names a method, calls nothing  // py:21
}

}  // namespace corodemo::scenarios
