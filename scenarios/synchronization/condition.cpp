#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

int pop(std::vector<int>& items) {
    const int last = items.back();
    items.pop_back();
    return last;
}

Coro<> consumer(std::string name, Condition condition, std::vector<int>& items,
                CallSite = "consumer") {               // py:6
    const auto held = co_await async_with(condition);  // py:7
    while (items.empty()) {                            // py:8
        print(name, "waits");                          // py:9
        co_await condition.wait();                     // py:10
    }
    print(name, "takes", pop(items));  // py:11
}

Coro<> main_program(Duration delay, CallSite = "main") {                                   // py:14
    const Condition condition;                                                             // py:15
    std::vector<int> items;                                                                // py:16
    auto both = list({consumer("A", condition, items), consumer("B", condition, items)});  // py:17
    auto consumers = gather(std::move(both));                                              // py:17
    for (int item = 0; item < 2; ++item) {                                                 // py:18
        co_await sleep(delay);                                                             // py:19
        const auto held = co_await async_with(condition);                                  // py:20
        items.push_back(item);                                                             // py:21
        condition.notify_all();                                                            // py:22
        print("item", item);                                                               // py:23
    }
    co_await consumers;  // py:24
}

}  // namespace

void condition_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:27
}

}  // namespace corodemo::scenarios
