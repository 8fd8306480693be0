#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

void show_text(const std::string& text) {
    print(text);  // py:5
}

Coro<> main_program(CallSite = "main") {  // py:8
    auto& loop = get_running_loop();      // py:9
    const auto now = loop.time();         // py:10
    const Callback<std::string> show("show", show_text);
    loop.call_at(now + 300ms, show, "0.3");                  // py:11
    loop.call_at(now + (100ms + 200ms), show, "0.1 + 0.2");  // py:12
    loop.call_at(now + 200ms, show, "0.2");                  // py:13
    loop.call_later(300ms, show, "in 0.3");                  // py:14
    co_await sleep(300ms);                                   // py:15
    print("sleep(0.3)");                                     // py:16
}

}  // namespace

void equal_deadlines_program(const Arguments& /*arguments*/) {
    run(main_program());  // py:19
}

}  // namespace corodemo::scenarios
