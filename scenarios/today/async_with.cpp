#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

class Connection {  // py:6
public:
    explicit Connection(Duration delay)
        : delay_(delay) {}

    Coro<> aenter(CallSite = CallSite::implicit("__aenter__")) {  // py:7
        co_await sleep(delay_);                                   // py:8
        print("opened");                                          // py:9
    }
    Coro<bool> aexit(std::exception_ptr, CallSite = CallSite::implicit("__aexit__")) {  // py:12
        co_await sleep(delay_);                                                         // py:13
        print("closed");                                                                // py:14
        co_return false;
    }

private:
    Duration delay_;
};

Coro<> main_program(Duration delay, CallSite = "main") {  // py:17
    const Connection connection(delay);                   // py:18
    co_await async_with(connection, [&]() -> Block {      // py:18
        print("body");                                    // py:19
        co_return;
    });                  // py:18
    print("main ends");  // py:20
}

}  // namespace

void async_with_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:23
}

}  // namespace corodemo::scenarios
