#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> part(const char* name, Duration time, CallSite = "part") {  // py:6
    try {                                                          // py:7
        co_await sleep(time);                                      // py:8
        print(name, "finished");                                   // py:9
    } catch (const CancelledError&) {                              // py:10
        print(name, "cancelled");                                  // py:11
        throw;                                                     // py:12
    }
}

Coro<> main_program(Duration delay, CallSite = "main") {          // py:15
    try {                                                         // py:16
        co_await async_with(timeout(2 * delay), [&]() -> Block {  // py:17
            co_await part("first part", delay);                   // py:18
            co_await part("second part", 3 * delay);              // py:19
        });                                                       // py:17
    } catch (const TimeoutError&) {                               // py:20
        print("timed out");                                       // py:21
    }
    co_await part("third part", 4 * delay);  // py:22
}

}  // namespace

void timeout_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:25
}

}  // namespace corodemo::scenarios
