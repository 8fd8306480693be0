#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> load(std::string name, CallSite = "load") {  // py:6
    throw ValueError("no " + name);                 // py:7
    co_return;
}

Coro<> main_program(Duration delay, CallSite = "main") {  // py:10
    Task<> task = create_task(load("file"));              // py:11
    co_await sleep(delay);                                // py:12
    print("done:", task.done());                          // py:13
    task = {};                                            // py:14
    print("main ends");                                   // py:15
}

}  // namespace

void unretrieved_exception_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:18
}

}  // namespace corodemo::scenarios
