#include "core/asyncio/tasks/sleep.hpp"
#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

constexpr StatementKind kStatements[] = {
    {"print", "print({n})", [](Run& /*run*/, const Statement& statement) { print(statement.n); }},
    {"sleep", "await asyncio.sleep({delay})",
     [](Run& /*run*/, const Statement& statement, CallSite) -> Coro<> {
         co_await sleep(statement.delay());
     }},
    {"sleep_negative", "await asyncio.sleep(-{delay})",
     [](Run& /*run*/, const Statement& statement, CallSite) -> Coro<> {
         co_await sleep(-statement.delay());
     }},
    {"create_task", "tasks.append(loop.create_task({call}))",
     [](Run& run, const Statement& statement) {
         run.tasks.push_back(run.loop->create_task(run.call(statement.calls.front())));
     }},
    {"await_task", "if tasks: print(await {task})",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         if (!run.tasks.empty()) {
             const int value = co_await run.task(statement);
             print(value);
         }
     }},
    {"await_call", "print(await {call})",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const int value = co_await run.call(statement.calls.front());
         print(value);
     }},
    {"raise", "raise ValueError(\"{n}\")",
     [](Run& /*run*/, const Statement& statement) {
         throw ValueError(std::to_string(statement.n));
     }},
};

}  // namespace

Subject about_tasks() {
    return {.name = "tasks", .statements = kStatements, .variables = "tasks = []\n"};
}

}  // namespace corodemo::tests
