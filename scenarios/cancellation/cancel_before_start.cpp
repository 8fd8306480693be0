#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

/// Python's `finally`.
struct Closing {
    std::string connection;
    ~Closing() { print("closing", connection); }  // py:9
};

Coro<> worker(std::string connection, CallSite = "worker") {  // py:4
    const Closing closing{connection};                        // py:5
    print("using", connection);                               // py:6
    co_await sleep(1s);                                       // py:7
}

Coro<> main_program(CallSite = "main") {              // py:12
    auto task = create_task(worker("a connection"));  // py:13
    task.cancel();                                    // py:14
    try {                                             // py:15
        co_await task;                                // py:16
    } catch (const CancelledError&) {                 // py:17
        print("cancelled:", task.cancelled());        // py:18
    }
}

}  // namespace

void cancel_before_start_program(const Arguments& /*arguments*/) {
    run(main_program());  // py:21
}

}  // namespace corodemo::scenarios
