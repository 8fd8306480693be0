#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> work(Duration delay, CallSite = "work") {  // py:6
    co_await sleep(2 * delay);                    // py:7
    print("still working");                       // py:8
}

Coro<> fail(Duration delay, CallSite = "fail") {  // py:11
    co_await sleep(delay);                        // py:12
    throw ValueError("no");                       // py:13
}

Coro<> main_program(Duration delay, CallSite = "main") {      // py:16
    auto works = work(delay);                                 // py:18
    auto fails = fail(delay);                                 // py:18
    try {                                                     // py:17
        co_await gather(std::move(works), std::move(fails));  // py:18
    } catch (const ValueError& error) {                       // py:19
        print("gather raises", error);                        // py:20
    }
    co_await sleep(2 * delay);  // py:21
    print("main ends");         // py:22
}

}  // namespace

void gather_exception_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:25
}

}  // namespace corodemo::scenarios
