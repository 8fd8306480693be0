#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

using Balance = Variable<int>;

Coro<> deposit(Balance& balance, Duration arrival, Duration delay, CallSite = "deposit") {  // py:8
    co_await sleep(arrival);                                                                // py:10
    const Variable<int> seen("seen", balance);                                              // py:11
    co_await sleep(delay);                                                                  // py:12
    balance = seen + 10;                                                                    // py:13
    print("balance", balance);                                                              // py:14
}

Coro<> main_program(Balance& balance, const Arguments& arguments, CallSite = "main") {  // py:17
    std::vector<Coro<>> deposits;
    for (int i = 0; i < static_cast<int>(arguments.tasks); ++i) {
        deposits.push_back(
            deposit(balance, (2 * i + 1) * arguments.delay, arguments.delay));  // py:18
    }
    co_await gather(std::move(deposits));  // py:18
    print("end", balance);                 // py:19
}

}  // namespace

void lost_update_program(const Arguments& arguments) {
    Balance balance("balance", 0);                              // py:5
    auto& loop = new_event_loop();                              // py:22
    loop.run_until_complete(main_program(balance, arguments));  // py:23
    loop.close();                                               // py:24
}

}  // namespace corodemo::scenarios
