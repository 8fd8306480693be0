#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(Duration delay, CallSite = "hello") {  // py:6
    print("Hello world!");                          // py:7
    co_await sleep(delay);                          // py:8
    print("Hello again!");                          // py:9
}

}  // namespace

void result_none_program(const Arguments& arguments) {
    auto& loop = get_event_loop();                      // py:12
    auto futu = ensure_future(hello(arguments.delay));  // py:13
    auto ret = loop.run_until_complete(futu);           // py:14
    print("return is", futu.result());                  // py:15
    print("ret is", ret);                               // py:16
    // loop.close: names a method, calls nothing  // py:17
}

}  // namespace corodemo::scenarios
