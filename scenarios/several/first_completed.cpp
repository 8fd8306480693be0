#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<std::string> ask(std::string server, Duration time, CallSite = "ask") {  // py:6
    co_await sleep(time);                                                     // py:7
    print(server, "answers");                                                 // py:8
    co_return server;                                                         // py:9
}

Coro<> main_program(Duration delay, CallSite = "main") {  // py:12
    auto near = create_task(ask("near", delay));          // py:13
    auto far = create_task(ask("far", 2 * delay));        // py:14
    std::vector tasks{near, far};
    const WaitOptions first{.return_when = ReturnWhen::first_completed};
    auto [done, pending] = co_await wait(tasks, first);      // py:15
    print(done.size(), "done,", pending.size(), "pending");  // py:16
    print("first:", near.result());                          // py:17
    const std::string second = co_await far;                 // py:18
    print("second:", second);                                // py:18
}

}  // namespace

void first_completed_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:21
}

}  // namespace corodemo::scenarios
