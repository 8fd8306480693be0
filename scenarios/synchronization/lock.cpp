#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> worker(std::string name, Lock lock, Duration delay, CallSite = "worker") {  // py:6
    for (int turn = 0; turn < 2; ++turn) {                                         // py:7
        const auto held = co_await async_with(lock);                               // py:8
        print(name, "turn", turn);                                                 // py:9
        co_await sleep(delay);                                                     // py:10
    }
}

Coro<> main_program(Duration delay, CallSite = "main") {                        // py:13
    const Lock lock;                                                            // py:14
    auto workers = list({worker("A", lock, delay), worker("B", lock, delay)});  // py:15
    co_await gather(std::move(workers));                                        // py:15
}

}  // namespace

void lock_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:18
}

}  // namespace corodemo::scenarios
