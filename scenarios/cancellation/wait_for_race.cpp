#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> request(Future<std::string> answer, Duration delay, CallSite = "request") {  // py:6
    const std::string got = co_await wait_for(answer, 10s);                         // py:7
    print("got", got);                                                              // py:7
    co_await sleep(delay);                                                          // py:8
    print("still running");                                                         // py:9
}

Coro<> main_program(Duration delay, CallSite = "main") {            // py:12
    auto answer = get_running_loop().create_future<std::string>();  // py:13
    auto task = create_task(request(answer, delay));                // py:14
    co_await sleep(delay);                                          // py:15
    answer.set_result("the answer");                                // py:16
    task.cancel();                                                  // py:17
    try {                                                           // py:18
        co_await task;                                              // py:19
    } catch (const CancelledError&) {                               // py:20
        print("cancelled");                                         // py:21
    }
}

}  // namespace

void wait_for_race_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:24
}

}  // namespace corodemo::scenarios
