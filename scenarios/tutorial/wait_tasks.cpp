#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<int> compute(int x, int y, Duration delay, CallSite = "compute") {  // py:7
    print("Compute", x, "+", y, "...");                                  // py:8
    co_await sleep(delay);                                               // py:9
    co_return x + y;                                                     // py:10
}

Coro<> print_sum(int x, int y, Duration delay, CallSite = "print_sum") {  // py:13
    int result = co_await compute(x, y, delay);                           // py:14
    print(x, "+", y, "=", result);                                        // py:15
}

}  // namespace

void wait_tasks_program(const Arguments& arguments) {
    auto& loop = get_event_loop();  // py:18
    std::vector<Task<>> tasks;
    for (int i = 0; i < static_cast<int>(arguments.tasks); ++i) {
        tasks.push_back(
            loop.create_task(print_sum(2 * i + 1, 2 * i + 2, arguments.delay)));  // py:19
    }
    loop.run_until_complete(wait(tasks));  // py:20
    loop.close();                          // py:21
}

}  // namespace corodemo::scenarios
