#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> worker(Duration delay, CallSite = "worker") {  // py:6
    print("working");                                 // py:7
    try {                                             // py:8
        co_await sleep(3 * delay);                    // py:9
        print("finished");                            // py:10
    } catch (const CancelledError&) {                 // py:11
        print("cleaning up");                         // py:12
        throw;                                        // py:13
    }
}

Coro<> main_program(Duration delay, CallSite = "main") {  // py:16
    auto task = create_task(worker(delay));               // py:17
    co_await sleep(delay);                                // py:18
    print("cancel() returns", task.cancel());             // py:19
    print("done:", task.done());                          // py:20
    try {                                                 // py:21
        co_await task;                                    // py:22
    } catch (const CancelledError&) {                     // py:23
        print("cancelled:", task.cancelled());            // py:24
    }
}

}  // namespace

void cancel_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:27
}

}  // namespace corodemo::scenarios
