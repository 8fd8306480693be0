#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> load(std::string name, Duration delay, CallSite = "load") {  // py:6
    co_await sleep(delay);                                          // py:7
    throw ValueError("no " + name);                                 // py:8
}

Coro<> main_program(Duration delay, CallSite = "main") {   // py:11
    const Task<> task = create_task(load("file", delay));  // py:12
    co_await sleep(2 * delay);                             // py:13
    print("done:", task.done());                           // py:14
    try {
        co_await task;                   // py:16
    } catch (const ValueError& error) {  // py:17
        print("caught:", error.what());  // py:18
    }
    print("main ends");  // py:19
}

}  // namespace

void exception_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:22
}

}  // namespace corodemo::scenarios
