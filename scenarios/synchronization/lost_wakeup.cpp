#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> waiter(std::string name, Condition condition, CallSite = "waiter") {  // py:6
    {
        const auto held = co_await async_with(condition);  // py:7
        co_await condition.wait();                         // py:8
    }
    print(name, "was notified");  // py:9
}

Coro<> main_program(Duration delay, CallSite = "main") {     // py:12
    const Condition condition;                               // py:13
    auto first = create_task(waiter("first", condition));    // py:14
    auto second = create_task(waiter("second", condition));  // py:15
    co_await sleep(delay);                                   // py:16
    {
        const auto held = co_await async_with(condition);  // py:17
        condition.notify();                                // py:18
    }
    first.cancel();   // py:19
    co_await second;  // py:20
}

}  // namespace

void lost_wakeup_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:23
}

}  // namespace corodemo::scenarios
