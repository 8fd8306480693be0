#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> worker(std::string name, int turns, Semaphore semaphore, Duration delay,
              CallSite = "worker") {                       // py:6
    for (int turn = 0; turn < turns; ++turn) {             // py:7
        const auto held = co_await async_with(semaphore);  // py:8
        print(name, "turn", turn);                         // py:9
        co_await sleep(delay);                             // py:10
    }
}

Coro<> main_program(Duration delay, CallSite = "main") {  // py:13
    const Semaphore semaphore(1);                         // py:14
    auto a = worker("A", 3, semaphore, delay);            // py:15
    auto b = worker("B", 1, semaphore, delay);            // py:15
    auto workers = list({std::move(a), std::move(b)});    // py:15
    co_await gather(std::move(workers));                  // py:15
}

}  // namespace

void semaphore_fairness_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:18
}

}  // namespace corodemo::scenarios
