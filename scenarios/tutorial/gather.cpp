#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(Duration delay, CallSite = "hello") {  // py:7
    print("Hello world!");                          // py:8
    co_await sleep(delay);                          // py:9
    print("Hello again!");                          // py:10
}

}  // namespace

void gather_program(const Arguments& arguments) {
    auto& loop = get_event_loop();  // py:13
    std::vector<Coro<>> hellos(arguments.tasks);
    for (auto& each : hellos) {
        each = hello(arguments.delay);  // py:14
    }
    auto gathers = gather(std::move(hellos));  // py:14
    loop.run_until_complete(gathers);          // py:15
    // loop.close: names a method, calls nothing  // py:16
}

}  // namespace corodemo::scenarios
