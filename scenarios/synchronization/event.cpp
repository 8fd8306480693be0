#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> runner(std::string name, Event start, CallSite = "runner") {  // py:6
    co_await start.wait();                                           // py:7
    print(name, "runs");                                             // py:8
}

Coro<> main_program(Duration delay, CallSite = "main") {                    // py:11
    const Event start;                                                      // py:12
    auto waiting = gather(list({runner("A", start), runner("B", start)}));  // py:13
    co_await sleep(delay);                                                  // py:14
    start.set();                                                            // py:15
    print("set");                                                           // py:16
    co_await runner("C", start);                                            // py:17
    co_await waiting;                                                       // py:18
}

}  // namespace

void event_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:21
}

}  // namespace corodemo::scenarios
