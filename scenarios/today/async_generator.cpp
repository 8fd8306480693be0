#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

AsyncGenerator<int> ticks(Duration delay, CallSite = "ticks") {  // py:6
    try {                                                        // py:7
        for (int i = 0; i < 10; ++i) {                           // py:8
            co_await sleep(delay);                               // py:9
            co_yield i;                                          // py:10
        }
    } catch (...) {           // py:11
        print("ticks ends");  // py:12
        throw;
    }
    print("ticks ends");  // py:12
}

Coro<> main_program(Duration delay, CallSite = "main") {              // py:15
    for (auto each = ticks(delay); auto i = co_await each.next();) {  // py:16
        print("tick", *i);                                            // py:17
        if (*i == 1) {                                                // py:18
            break;                                                    // py:19
        }
    }
    print("after the loop");  // py:20
    co_await sleep(0s);       // py:21
    print("main ends");       // py:22
}

}  // namespace

void async_generator_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:25
}

}  // namespace corodemo::scenarios
