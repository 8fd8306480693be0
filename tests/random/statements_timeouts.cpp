#include "core/asyncio/async_with.hpp"
#include "core/asyncio/tasks/shield.hpp"
#include "core/asyncio/tasks/wait_for.hpp"
#include "core/asyncio/timeouts.hpp"
#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

constexpr StatementKind kStatements[] = {
    {"shield_task", "if tasks: print(await asyncio.shield({task}))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         if (!run.tasks.empty()) {
             const int value = co_await shield(run.task(statement));
             print(value);
         }
     }},
    // The task is kept, or nobody would retrieve what it raises: when that is told depends on
    // garbage.
    {"shield_new_task",
     "tasks.append(loop.create_task({call}))\n"
     "print(await asyncio.shield(tasks[-1]))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         run.tasks.push_back(run.loop->create_task(run.call(statement.calls.front())));
         const int value = co_await shield(run.tasks.back());
         print(value);
     }},
    {"wait_for_task", "if tasks: print(await asyncio.wait_for({task}, {timeout}))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         if (!run.tasks.empty()) {
             const int value = co_await wait_for(run.task(statement), statement.timeout());
             print(value);
         }
     }},
    {"wait_for_call", "print(await asyncio.wait_for({call}, {timeout}))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const int value =
             co_await wait_for(run.call(statement.calls.front()), statement.timeout());
         print(value);
     }},
    {"wait_for_no_time", "print(await asyncio.wait_for({call}, 0))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const int value = co_await wait_for(run.call(statement.calls.front()), Duration(0));
         print(value);
     }},
    {"timeout",
     "async with asyncio.timeout({timeout}):\n"
     "    {block}",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         co_await async_with(timeout(statement.timeout()),
                             [&]() -> Block { co_await run.block(statement.block); });
     },
     since(11)},
    {"timeout_rescheduled",
     "async with asyncio.timeout_at(loop.time() + {delay}) as within:\n"
     "    {block}\n"
     "    within.reschedule(loop.time() + 0.5)\n"
     "    {then}\n"
     "print(within.expired())",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const Timeout within = timeout_at(run.loop->time() + statement.delay());
         co_await async_with(within, [&]() -> Block {
             co_await run.block(statement.block);
             within.reschedule(run.loop->time() + seconds(0.5));
             co_await run.block(statement.then);
         });
         print(within.expired());
     },
     since(11)},
};

}  // namespace

Subject about_timeouts() {
    return {.name = "timeouts", .statements = kStatements};
}

}  // namespace corodemo::tests
