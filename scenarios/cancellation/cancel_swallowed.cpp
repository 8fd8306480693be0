#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<std::string> worker(Duration delay, CallSite = "worker") {  // py:6
    try {                                                        // py:7
        co_await sleep(3 * delay);                               // py:8
    } catch (const CancelledError&) {                            // py:9
        print("cleaning up");                                    // py:10
    }
    co_await sleep(delay);   // py:11
    print("still working");  // py:12
    co_return "finished";    // py:13
}

Coro<> main_program(Duration delay, CallSite = "main") {  // py:16
    auto task = create_task(worker(delay));               // py:17
    co_await sleep(delay);                                // py:18
    task.cancel();                                        // py:19
    const std::string result = co_await task;             // py:20
    print("result:", result);                             // py:20
    print("cancelled:", task.cancelled());                // py:21
}

}  // namespace

void cancel_swallowed_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:24
}

}  // namespace corodemo::scenarios
