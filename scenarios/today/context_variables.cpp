#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

using User = ContextVar<std::string>;

Coro<> handle(User user, std::string name, Duration delay, CallSite = "handle") {  // py:8
    user.set(name);                                                                // py:9
    co_await sleep(delay);                                                         // py:10
    print(name, "is", user.get());                                                 // py:11
}

Coro<> main_program(User user, Duration delay, CallSite = "main") {  // py:14
    auto handlers =
        gather(list({handle(user, "ann", delay), handle(user, "bob", delay)}));  // py:15
    co_await handlers;                                                           // py:15
    print("main is", user.get());                                                // py:16
}

}  // namespace

void context_variables_program(const Arguments& arguments) {
    const User user("user", "nobody");         // py:5
    run(main_program(user, arguments.delay));  // py:19
}

}  // namespace corodemo::scenarios
