#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

using Order = std::pair<int, std::string>;

Coro<> barista(PriorityQueue<Order> queue, Duration delay, CallSite = "barista") {  // py:6
    while (true) {                                                                  // py:7
        const auto [urgency, drink] = co_await queue.get();                         // py:8
        print("makes", drink);                                                      // py:9
        co_await sleep(delay);                                                      // py:10
        queue.task_done();                                                          // py:11
    }
}

Coro<> main_program(Duration delay, CallSite = "main") {                         // py:14
    const PriorityQueue<Order> queue;                                            // py:15
    auto worker = create_task(barista(queue, delay));                            // py:16
    co_await sleep(delay);                                                       // py:17
    const std::vector<Order> orders{{2, "tea"}, {1, "latte"}, {1, "espresso"}};  // py:18
    for (const Order& order : orders) {                                          // py:18
        queue.put_nowait(order);                                                 // py:19
        print("ordered", order);                                                 // py:20
    }
    co_await queue.join();  // py:21
    worker.cancel();        // py:22
}

}  // namespace

void priority_queue_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:25
}

}  // namespace corodemo::scenarios
