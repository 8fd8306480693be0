#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<std::string> work(Duration delay, CallSite = "work") {  // py:6
    co_await sleep(2 * delay);                               // py:7
    co_return "finished";                                    // py:8
}

Coro<> fail(Duration delay, CallSite = "fail") {  // py:11
    co_await sleep(delay);                        // py:12
    throw ValueError("no");                       // py:13
}

Coro<> main_program(Duration delay, CallSite = "main") {                       // py:16
    auto works = work(delay);                                                  // py:17
    auto fails = fail(delay);                                                  // py:17
    auto both = gather_return_exceptions(std::move(works), std::move(fails));  // py:17
    const auto results = co_await both;                                        // py:17
    print(results);                                                            // py:18
}

}  // namespace

void gather_return_exceptions_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:21
}

}  // namespace corodemo::scenarios
