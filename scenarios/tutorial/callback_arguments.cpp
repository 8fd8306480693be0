#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<std::string> hello(Duration delay, CallSite = "hello") {  // py:7
    print("Hello world!");                                     // py:8
    co_await sleep(delay);                                     // py:9
    print("Hello again!");                                     // py:10
    co_return "end";                                           // py:11
}

void done_callback(std::string word, Future<std::string> futu) {  // py:14
    print("Done:", word, futu.result());                          // py:15
}

}  // namespace

void callback_arguments_program(const Arguments& arguments) {
    auto& loop = get_event_loop();                                                     // py:18
    auto futu = ensure_future(hello(arguments.delay));                                 // py:19
    futu.add_done_callback(callback("done_callback", partial(done_callback, "the")));  // py:20
    loop.run_until_complete(futu);                                                     // py:21
    loop.close();                                                                      // py:22
}

}  // namespace corodemo::scenarios
