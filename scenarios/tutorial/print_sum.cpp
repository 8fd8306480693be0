#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<int> compute(int x, int y, Duration delay, CallSite = "compute") {  // py:6
    print("Compute", x, "+", y, "...");                                  // py:7
    co_await sleep(delay);                                               // py:8
    co_return x + y;                                                     // py:9
}

Coro<> print_sum(int x, int y, Duration delay, CallSite = "print_sum") {  // py:12
    int result = co_await compute(x, y, delay);                           // py:13
    print(x, "+", y, "=", result);                                        // py:14
}

}  // namespace

void print_sum_program(const Arguments& arguments) {
    auto& loop = get_event_loop();                              // py:17
    loop.run_until_complete(print_sum(1, 2, arguments.delay));  // py:18
    loop.close();                                               // py:19
}

}  // namespace corodemo::scenarios
