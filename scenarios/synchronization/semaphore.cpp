#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> download(int i, Semaphore limit, Duration delay, CallSite = "download") {  // py:7
    const auto held = co_await async_with(limit);                                 // py:8
    print("start", i);                                                            // py:9
    co_await sleep(delay);                                                        // py:10
    print("end", i);                                                              // py:11
}

Coro<> main_program(const Arguments& arguments, CallSite = "main") {  // py:14
    const Semaphore limit(2);                                         // py:15
    std::vector<Coro<>> downloads;
    for (int i = 0; i < static_cast<int>(arguments.tasks); ++i) {
        downloads.push_back(download(i, limit, arguments.delay));  // py:16
    }
    co_await gather(std::move(downloads));  // py:16
}

}  // namespace

void semaphore_program(const Arguments& arguments) {
    run(main_program(arguments));  // py:19
}

}  // namespace corodemo::scenarios
