#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(std::string name, Duration delay, CallSite = "hello") {  // py:6
    print("Hello", name + "!");                                       // py:7
    co_await sleep(delay);                                            // py:8
    print("Hello", name, "again!");                                   // py:9
}

Coro<> main(Duration delay, CallSite = "main") {       // py:12
    auto futu = ensure_future(hello("later", delay));  // py:13
    co_await hello("now", delay);                      // py:14
    co_await futu;                                     // py:15
}

}  // namespace

void await_and_ensure_future_program(const Arguments& arguments) {
    auto& loop = get_event_loop();                   // py:18
    loop.run_until_complete(main(arguments.delay));  // py:19
    loop.close();                                    // py:20
}

}  // namespace corodemo::scenarios
