#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> blocking(std::string name, Duration delay, CallSite = "blocking") {  // py:7
    print(name, "blocks");                                                  // py:8
    time_sleep(delay);                                                      // py:9
    print(name, "has slept");                                               // py:10
    co_return;
}

Coro<> waiting(std::string name, Duration delay, CallSite = "waiting") {  // py:13
    print(name, "waits");                                                 // py:14
    co_await sleep(delay);                                                // py:15
    print(name, "has slept");                                             // py:16
}

}  // namespace

void blocking_program(const Arguments& arguments) {
    const Duration delay = arguments.delay;
    auto& loop = get_event_loop();                                                        // py:19
    loop.run_until_complete(gather(list({blocking("A", delay), blocking("B", delay)})));  // py:20
    loop.run_until_complete(gather(list({waiting("C", delay), waiting("D", delay)})));    // py:21
    loop.close();                                                                         // py:22
}

}  // namespace corodemo::scenarios
