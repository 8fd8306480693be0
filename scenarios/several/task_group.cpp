#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<std::string> download(std::string name, Duration time, CallSite = "download") {  // py:6
    print(name, "begins");                                                            // py:7
    co_await sleep(time);                                                             // py:8
    co_return name;                                                                   // py:9
}

Coro<> main_program(Duration delay, CallSite = "main") {  // py:12
    TaskGroup group;                                      // py:13
    Task<std::string> film;
    Task<std::string> text;
    co_await async_with(group, [&]() -> Block {                 // py:13
        film = group.create_task(download("film", 2 * delay));  // py:14
        text = group.create_task(download("text", delay));      // py:15
        print("end of the block");                              // py:16
        co_return;
    });                                   // py:13
    print(film.result(), text.result());  // py:17
}

}  // namespace

void task_group_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:20
}

}  // namespace corodemo::scenarios
