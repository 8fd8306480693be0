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

void result_program(const Arguments& arguments) {
    auto& loop = get_event_loop();                      // py:13
    auto futu = ensure_future(hello(arguments.delay));  // py:14
    auto ret = loop.run_until_complete(futu);           // py:15
    print("return is", futu.result());                  // py:16
    print("ret is", ret);                               // py:17
    // loop.close: names a method, calls nothing  // py:18
}

}  // namespace corodemo::scenarios
