#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<> producer(Queue<int> queue, int n, CallSite = "producer") {  // py:7
    for (int i = 0; i < n; ++i) {                                  // py:8
        co_await queue.put(i);                                     // py:9
        print("put", i);                                           // py:10
    }
}

Coro<> consumer(Queue<int> queue, Duration delay, CallSite = "consumer") {  // py:13
    while (true) {                                                          // py:14
        const int item = co_await queue.get();                              // py:15
        co_await sleep(delay);                                              // py:16
        print("done with", item);                                           // py:17
        queue.task_done();                                                  // py:18
    }
}

Coro<> main_program(const Arguments& arguments, CallSite = "main") {  // py:21
    const Queue<int> queue(2);                                        // py:22
    auto worker = create_task(consumer(queue, arguments.delay));      // py:23
    co_await producer(queue, static_cast<int>(arguments.tasks));      // py:24
    co_await queue.join();                                            // py:25
    worker.cancel();                                                  // py:26
}

}  // namespace

void producer_consumer_program(const Arguments& arguments) {
    run(main_program(arguments));  // py:29
}

}  // namespace corodemo::scenarios
