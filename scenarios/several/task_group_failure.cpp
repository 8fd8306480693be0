#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> download(const char* name, Duration time, CallSite = "download") {  // py:6
    try {                                                                  // py:7
        co_await sleep(time);                                              // py:8
        print(name, "is here");                                            // py:9
    } catch (const CancelledError&) {                                      // py:10
        print(name, "cancelled");                                          // py:11
        throw;                                                             // py:12
    }
}

Coro<> fail(Duration delay, CallSite = "fail") {  // py:15
    co_await sleep(delay);                        // py:16
    throw ValueError("not found");                // py:17
}

Coro<> main_program(Duration delay, CallSite = "main") {     // py:20
    try {                                                    // py:21
        TaskGroup group;                                     // py:22
        co_await async_with(group, [&]() -> Block {          // py:22
            group.create_task(download("film", 3 * delay));  // py:23
            group.create_task(download("song", 2 * delay));  // py:24
            group.create_task(fail(delay));                  // py:25
            co_return;
        });                                   // py:22
    } catch (const ExceptionGroup& errors) {  // py:26
        print(errors);                        // py:27
        print(errors.exceptions());           // py:28
    }
}

}  // namespace

void task_group_failure_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:31
}

}  // namespace corodemo::scenarios
