#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> query(Duration delay, CallSite = "query") {  // py:6
    std::exception_ptr raised;
    try {                            // py:7
        co_await sleep(10 * delay);  // py:8
    } catch (...) {                  // py:9
        raised = std::current_exception();
    }
    print("disconnecting");     // py:10
    co_await sleep(2 * delay);  // py:11
    print("disconnected");      // py:12
    if (raised) {
        std::rethrow_exception(raised);
    }
}

Coro<> main_program(Duration delay, CallSite = "main") {  // py:15
    try {                                                 // py:16
        co_await wait_for(query(delay), delay);           // py:17
    } catch (const TimeoutError&) {                       // py:18
        print("timed out");                               // py:19
    }
}

}  // namespace

void wait_for_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:22
}

}  // namespace corodemo::scenarios
