#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(Duration delay, CallSite = "hello") {  // py:6
    print("Hello world!");                          // py:7
    co_await sleep(delay);                          // py:8
    print("Hello again!");                          // py:9
}

void done_callback(Future<std::vector<None>> /*futu*/) {  // py:12
    print("Done");                                        // py:13
    get_event_loop().stop();                              // py:14
}

}  // namespace

void stop_in_callback_program(const Arguments& arguments) {
    const Duration delay = arguments.delay;
    auto& loop = get_event_loop();                                     // py:17
    auto gathers = gather(list({hello(delay), hello(delay)}));         // py:18
    auto futu = ensure_future(gathers);                                // py:19
    futu.add_done_callback(callback("done_callback", done_callback));  // py:20
    loop.run_forever();                                                // py:21
    // loop.close: names a method, calls nothing  // py:22
}

}  // namespace corodemo::scenarios
