#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> polite(std::string name, CallSite = "polite") {  // py:4
    for (int i = 0; i < 3; ++i) {                       // py:5
        print(name, i);                                 // py:6
        co_await sleep(0s);                             // py:7
    }
}

Coro<> greedy(std::string name, CallSite = "greedy") {  // py:10
    for (int i = 0; i < 3; ++i) {                       // py:11
        print(name, i);                                 // py:12
    }
    co_return;
}

Coro<> main_program(CallSite = "main") {                                 // py:15
    auto tasks = gather(list({polite("a"), greedy("b"), polite("c")}));  // py:16
    co_await tasks;                                                      // py:16
}

}  // namespace

void sleep_zero_program(const Arguments& /*arguments*/) {
    run(main_program());  // py:19
}

}  // namespace corodemo::scenarios
