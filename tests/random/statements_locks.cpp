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
    {"with_lock_to_release",
     "async with lock_to_release:\n"
     "    {block}",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         co_await async_with(Releasing(run.locks->lock_to_release),
                             [&]() -> Block { co_await run.block(statement.block); });
     }},
    {"acquire_lock", "print(await lock_to_release.acquire())",
     [](Run& run, const Statement& /*statement*/, CallSite) -> Coro<> {
         const bool acquired = co_await run.locks->lock_to_release.acquire();
         print(acquired);
     }},
    {"release_lock", "lock_to_release.release()",
     [](Run& run, const Statement& /*statement*/) { run.locks->lock_to_release.release(); }},
    {"with_semaphore",
     "async with semaphore:\n"
     "    {block}",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const auto held = co_await async_with(run.locks->semaphore);
         co_await run.block(statement.block);
     }},
    {"acquire_semaphore", "print(await semaphore.acquire(), semaphore.locked())",
     [](Run& run, const Statement& /*statement*/, CallSite) -> Coro<> {
         const bool acquired = co_await run.locks->semaphore.acquire();
         print(acquired, run.locks->semaphore.locked());
     }},
    {"release_semaphore", "semaphore.release()",
     [](Run& run, const Statement& /*statement*/) { run.locks->semaphore.release(); }},
    {"with_bounded",
     "async with bounded:\n"
     "    {block}",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         co_await async_with(Releasing(run.locks->bounded),
                             [&]() -> Block { co_await run.block(statement.block); });
     }},
    {"acquire_bounded", "print(await bounded.acquire())",
     [](Run& run, const Statement& /*statement*/, CallSite) -> Coro<> {
         const bool acquired = co_await run.locks->bounded.acquire();
         print(acquired);
     }},
    {"release_bounded", "bounded.release()",
     [](Run& run, const Statement& /*statement*/) { run.locks->bounded.release(); }},
};

}  // namespace

Subject about_locks() {
    return {.name = "locks",
            .statements = kStatements,
            .variables =
                "lock = asyncio.Lock()\n"
                "lock_to_release = asyncio.Lock()\n"
                "semaphore = asyncio.Semaphore(2)\n"
                "bounded = asyncio.BoundedSemaphore()\n",
            .create_variables = [](Run& run) { run.locks.emplace(); }};
}

}  // namespace corodemo::tests
