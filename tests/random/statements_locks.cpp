#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

constexpr StatementKind kStatements[] = {
    {"with_lock",
     "async with lock:\n"
     "    {block}",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const auto held = co_await async_with(run.locks->lock);
         co_await run.block(statement.block);
     }},
    {"acquire_lock", "print(await other_lock.acquire())",
     [](Run& run, const Statement& /*statement*/, CallSite) -> Coro<> {
         const bool acquired = co_await run.locks->other_lock.acquire();
         print(acquired);
     }},
    {"release_lock", "other_lock.release()",
     [](Run& run, const Statement& /*statement*/) { run.locks->other_lock.release(); }},
};

}  // namespace

Subject about_locks() {
    return {.name = "locks",
            .statements = kStatements,
            .variables =
                "lock = asyncio.Lock()\n"
                "other_lock = asyncio.Lock()\n",
            .create_variables = [](Run& run) { run.locks.emplace(); }};
}

}  // namespace corodemo::tests
