#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(CallSite = "hello") {  // py:4
    print("Hello world!");          // py:5
    co_await sleep(1s);             // py:6
    print("Hello again!");          // py:7
}

}  // namespace

void two_arguments_program(const Arguments& /*arguments*/) {
    auto& loop = get_event_loop();              // py:10
    loop.run_until_complete(hello(), hello());  // py:11
    loop.close();                               // py:12
}

}  // namespace corodemo::scenarios
