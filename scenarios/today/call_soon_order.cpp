#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

void show_text(const std::string& text) {
    print(text);  // py:5
}

Coro<> child(CallSite = "child") {  // py:8
    print("task");                  // py:9
    co_return;
}

Coro<> main_program(CallSite = "main") {  // py:12
    auto& loop = get_running_loop();      // py:13
    const Callback<std::string> show("show", show_text);
    loop.call_later(0s, show, "call_later(0)");  // py:14
    loop.call_soon(show, "call_soon");           // py:15
    const Task<> task = create_task(child());    // py:16
    show_text("a call");                         // py:17
    co_await sleep(0s);                          // py:18
    print("after sleep(0)");                     // py:19
}

}  // namespace

void call_soon_order_program(const Arguments& /*arguments*/) {
    run(main_program());  // py:22
}

}  // namespace corodemo::scenarios
