#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> ticker(Duration delay, CallSite = "ticker") {  // py:6
    try {
        while (true) {
            print("tick");          // py:9
            co_await sleep(delay);  // py:10
        }
    } catch (const CancelledError&) {  // py:11
        print("ticker is cancelled");  // py:12
        throw;                         // py:13
    }
}

Coro<> main_program(Duration delay, CallSite = "main") {  // py:16
    const Task<> task = create_task(ticker(delay));       // py:17
    co_await sleep(delay * 3 / 2);                        // py:18
    print("main ends");                                   // py:19
}

}  // namespace

void run_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:22
    print("the program ends");           // py:23
}

}  // namespace corodemo::scenarios
