#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> hello(Duration delay, CallSite = "hello") {  // py:7
    print("Hello world!");                          // py:8
    co_await sleep(delay);                          // py:9
    print("Hello again!");                          // py:10
}

Coro<> main_program(std::uint64_t n, Duration delay, CallSite = "main") {  // py:13
    TaskGroup group;                                                       // py:14
    co_await async_with(group, [&]() -> Block {                            // py:14
        for (std::uint64_t i = 0; i < n; ++i) {                            // py:15
            group.create_task(hello(delay));                               // py:16
        }
        co_return;
    });  // py:14
}

}  // namespace

void gather_today_program(const Arguments& arguments) {
    run(main_program(arguments.tasks, arguments.delay));  // py:19
}

}  // namespace corodemo::scenarios
