#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> job(CallSite = "job") {                    // py:7
    print("job begins");                          // py:8
    co_await get_running_loop().create_future();  // py:9
    print("job ends");                            // py:10
}

Coro<> main_program(Duration delay, CallSite = "main") {  // py:13
    create_task(job());                                   // py:14
    co_await sleep(delay);                                // py:15
    gc::collect();                                        // py:16
    print("main ends");                                   // py:17
}

}  // namespace

void lost_task_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:20
}

}  // namespace corodemo::scenarios
