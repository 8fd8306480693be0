#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(CallSite = "hello") {  // py:4
    print("Hello world!");          // py:5
    co_await sleep(1s);             // py:6
    print("Hello again!");          // py:7
}

}  // namespace

void never_awaited_program(const Arguments& /*arguments*/) {
    std::ignore = hello();                                           // py:10
    print("That made a coroutine object, and dropped it");           // py:11
    [[maybe_unused]] auto& kept = global(hello());                   // py:12
    print("That made another, which lives until the program ends");  // py:13
}

}  // namespace corodemo::scenarios
