#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(Duration delay, CallSite = "hello") {  // py:6
    print("Hello world!");                          // py:7
    co_await sleep(delay);                          // py:8
    print("Hello again!");                          // py:9
}

void done_callback() {  // py:12
    print("Done");      // py:13
}

}  // namespace

void callback_without_future_program(const Arguments& arguments) {
    auto& loop = get_event_loop();                                     // py:16
    auto futu = ensure_future(hello(arguments.delay));                 // py:17
    futu.add_done_callback(callback("done_callback", done_callback));  // py:18
    loop.run_until_complete(futu);                                     // py:19
    print("The program goes on");                                      // py:20
    loop.close();                                                      // py:21
}

}  // namespace corodemo::scenarios
