#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> log(std::string text, Lock lock, CallSite = "log") {  // py:4
    const auto held = co_await async_with(lock);             // py:5
    print(text);                                             // py:6
}

Coro<> main_program(CallSite = "main") {          // py:9
    const Lock lock;                              // py:10
    const auto held = co_await async_with(lock);  // py:11
    print("main has the lock");                   // py:12
    co_await log("hello", lock);                  // py:13
}

}  // namespace

void deadlock_program(const Arguments& /*arguments*/) {
    run(main_program());  // py:16
}

}  // namespace corodemo::scenarios
