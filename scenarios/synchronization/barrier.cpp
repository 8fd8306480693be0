#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> worker(int i, Barrier barrier, Duration arrival, CallSite = "worker") {  // py:7
    co_await sleep(arrival);                                                    // py:8
    print("worker", i, "arrives");                                              // py:9
    const auto index = co_await barrier.wait();                                 // py:10
    print("worker", i, "leaves, index", index);                                 // py:11
}

Coro<> main_program(const Arguments& arguments, CallSite = "main") {  // py:14
    const int n = static_cast<int>(arguments.tasks);
    const Barrier barrier(n);  // py:15
    std::vector<Coro<>> workers;
    for (int i = 0; i < n; ++i) {
        workers.push_back(worker(i, barrier, arguments.delay * (n - i)));  // py:16
    }
    co_await gather(std::move(workers));  // py:16
}

}  // namespace

void barrier_program(const Arguments& arguments) {
    run(main_program(arguments));  // py:19
}

}  // namespace corodemo::scenarios
