#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

using Balance = Variable<int>;

Coro<> deposit(Lock lock, Balance& balance, Duration arrival, Duration delay,
               CallSite = "deposit") {          // py:8
    co_await sleep(arrival);                    // py:10
    auto held = co_await async_with(lock);      // py:11
    const Variable<int> seen("seen", balance);  // py:12
    co_await sleep(delay);                      // py:13
    balance = seen + 10;                        // py:14
    print("balance", balance);                  // py:15
}

Coro<> main_program(Balance& balance, const Arguments& arguments, CallSite = "main") {  // py:18
    Lock lock;                                                                          // py:19
    std::vector<Coro<>> deposits;
    for (int i = 0; i < static_cast<int>(arguments.tasks); ++i) {
        const Duration arrival = (2 * i + 1) * arguments.delay;
        deposits.push_back(deposit(lock, balance, arrival, arguments.delay));  // py:20
    }
    co_await gather(std::move(deposits));  // py:20
    print("end", balance);                 // py:21
}

}  // namespace

void lost_update_fixed_program(const Arguments& arguments) {
    Balance balance("balance", 0);                              // py:5
    auto& loop = new_event_loop();                              // py:24
    loop.run_until_complete(main_program(balance, arguments));  // py:25
    loop.close();                                               // py:26
}

}  // namespace corodemo::scenarios
