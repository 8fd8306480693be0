#include <map>

#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

using Cache = std::map<std::string, int>;

Coro<int> look_up(Cache& cache, std::string key, Duration delay, CallSite = "look_up") {  // py:7
    if (!cache.contains(key)) {                                                           // py:8
        co_await sleep(delay);                                                            // py:9
        cache[key] = 2;                                                                   // py:10
    }
    co_return cache[key];  // py:11
}

Coro<> main_program(Cache& cache, Duration delay, CallSite = "main") {  // py:14
    auto& loop = get_running_loop();                                    // py:15
    loop.set_task_factory(eager_task_factory);                          // py:16
    auto a = create_task(look_up(cache, "a", delay));                   // py:17
    auto b = create_task(look_up(cache, "b", delay));                   // py:18
    print("done:", a.done(), b.done());                                 // py:19
    const int of_a = co_await a;                                        // py:20
    const int of_b = co_await b;                                        // py:20
    print(of_a, of_b);                                                  // py:20
}

}  // namespace

void eager_tasks_program(const Arguments& arguments) {
    Cache cache{{"a", 1}};                      // py:4
    run(main_program(cache, arguments.delay));  // py:23
}

}  // namespace corodemo::scenarios
