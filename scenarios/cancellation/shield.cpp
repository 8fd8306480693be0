#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> save(Duration delay, CallSite = "save") {  // py:6
    co_await sleep(2 * delay);                    // py:7
    print("saved");                               // py:8
}

Coro<> handle(Task<> saving, CallSite = "handle") {  // py:11
    co_await shield(saving);                         // py:12
    print("replied");                                // py:13
}

Coro<> main_program(Duration delay, CallSite = "main") {   // py:16
    auto saving = create_task(save(delay));                // py:17
    auto request = create_task(handle(saving));            // py:18
    co_await sleep(delay);                                 // py:19
    request.cancel();                                      // py:20
    try {                                                  // py:21
        co_await request;                                  // py:22
    } catch (const CancelledError&) {                      // py:23
        print("request cancelled:", request.cancelled());  // py:24
    }
    print("saving done:", saving.done());  // py:25
    co_await saving;                       // py:26
}

}  // namespace

void shield_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:29
}

}  // namespace corodemo::scenarios
