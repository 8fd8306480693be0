#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

std::string read(const std::string& name, Duration delay) {  // py:7
    time_sleep(delay);                                       // py:8
    return "the text of " + name;                            // py:9
}

Coro<> main_program(Duration delay, CallSite = "main") {                        // py:12
    auto reading = create_task(to_thread(named("read", read), "file", delay));  // py:13
    co_await sleep(delay / 2);                                                  // py:14
    print("main runs on");                                                      // py:15
    const std::string text = co_await reading;                                  // py:16
    print(text);                                                                // py:16
}

}  // namespace

void to_thread_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:19
}

}  // namespace corodemo::scenarios
