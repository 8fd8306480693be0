#include "core/asyncio/async_with.hpp"
#include "core/asyncio/taskgroups.hpp"
#include "core/asyncio/tasks/as_completed.hpp"
#include "core/asyncio/tasks/sleep.hpp"
#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

constexpr StatementKind kStatements[] = {
    {"task_group",
     "async with asyncio.TaskGroup() as group:\n"
     "    tasks.append(group.create_task({call}))\n"
     "    {block}",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const TaskGroup group;
         co_await async_with(group, [&]() -> Block {
             run.tasks.push_back(group.create_task(run.call(statement.calls.front())));
             co_await run.block(statement.block);
         });
     },
     since(11)},
    {"task_group_of_several",
     "async with asyncio.TaskGroup() as group:\n"
     "    for function in [{functions}]:\n"
     "        tasks.append(group.create_task(function()))\n"
     "        await asyncio.sleep(0.25)",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const TaskGroup group;
         co_await async_with(group, [&]() -> Block {
             for (const std::size_t function : statement.calls) {
                 run.tasks.push_back(group.create_task(run.call(function)));
                 co_await sleep(seconds(0.25));
             }
         });
     },
     since(11)},
    {"as_completed_calls",
     "for one in asyncio.as_completed([{calls}], timeout={timeout}):\n"
     "    print(await one)",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         for (Coro<int> one : as_completed(run.call_all(statement.calls), statement.timeout())) {
             const int value = co_await std::move(one);
             print(value);
         }
     }},
    {"as_completed_tasks",
     "for one in asyncio.as_completed({tasks}, timeout={timeout}):\n"
     "    print(await one)",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         for (Coro<int> one : as_completed(run.last_tasks(statement.n), statement.timeout())) {
             const int value = co_await std::move(one);
             print(value);
         }
     }},
    {"as_completed_async_for",
     "async for one in asyncio.as_completed({tasks}, timeout={timeout}):\n"
     "    print(one.done())\n"
     "    {block}",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         auto completed = as_completed(run.last_tasks(statement.n), statement.timeout());
         while (const auto one = co_await completed.anext()) {
             print(one.done());
             co_await run.block(statement.block);
         }
     },
     since(13)},
};

}  // namespace

Subject about_groups() {
    return {.name = "groups", .statements = kStatements};
}

}  // namespace corodemo::tests
