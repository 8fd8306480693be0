#include <algorithm>

#include "core/asyncio/tasks/gather.hpp"
#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

template <class Awaitable>
Coro<> print_gathered(std::vector<Awaitable> awaitables, bool return_exceptions,
                      CallSite /*call*/ = CallSite::library("print_gathered")) {
    if (return_exceptions) {
        const auto results = co_await gather_return_exceptions(std::move(awaitables));
        print(repr(results));
    } else {
        const auto results = co_await gather(std::move(awaitables));
        print(repr(results));
    }
}

WaitOptions options(const Statement& statement) {
    WaitOptions options;
    options.return_when = static_cast<ReturnWhen>(statement.variant);
    options.timeout = statement.timeout();
    return options;
}

void print_sets(Run& run, DoneAndPending<Task<int>> sets) {
    run.sets = std::move(sets);
    print(run.sets.done.size());
}

void keep_sets(Run& run, DoneAndPending<Task<int>> sets) {
    std::ranges::copy(sets.done, std::back_inserter(run.tasks));
    std::ranges::copy(sets.pending, std::back_inserter(run.tasks));
    print_sets(run, std::move(sets));
}

Coro<DoneAndPending<Task<int>>> wait_coroutines(std::vector<Coro<int>> coroutines,
                                                WaitOptions options,
                                                CallSite /*call*/ = "wait_coroutines") {
    co_return co_await wait(coroutines, options);
}

constexpr StatementKind kStatements[] = {
    {"gather_calls", "print(await asyncio.gather({calls}, return_exceptions={flag}))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         co_await print_gathered(run.call_all(statement.calls), statement.flag);
     }},
    {"gather_tasks", "print(await asyncio.gather(*{tasks}, return_exceptions={flag}))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         co_await print_gathered(run.last_tasks(statement.n), statement.flag);
     }},
    {"gather_done",
     "print(await asyncio.gather(*[task for task in tasks if task.done()], "
     "return_exceptions={flag}))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         std::vector<Task<int>> done;
         std::ranges::copy_if(run.tasks, std::back_inserter(done), &Task<int>::done);
         co_await print_gathered(std::move(done), statement.flag);
     }},
    {"wait_tasks",
     "sets[0] = await asyncio.wait({tasks}, timeout={timeout}, return_when={when}); "
     "print(len(sets[0][0]))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         print_sets(run, co_await wait(run.last_tasks(statement.n), options(statement)));
     }},
    {"wait_again",
     "sets[0] = await asyncio.wait(max(sets[0], key=len), timeout={timeout}, return_when={when}); "
     "print(len(sets[0][0]))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const auto& [done, pending] = run.sets;
         const FutureSet<Task<int>> set = done.size() >= pending.size() ? done : pending;
         print_sets(run, co_await wait(set, options(statement)));
     }},
    // Coroutines are awaited on one line, since Python warns of it once a line.
    {"wait_calls",
     "sets[0] = await wait_coroutines([{calls}], {timeout}, {when}); "
     "tasks.extend(sets[0][0]); tasks.extend(sets[0][1]); print(len(sets[0][0]))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         keep_sets(run,
                   co_await wait_coroutines(run.call_all(statement.calls), options(statement)));
     },
     until(10)},
    {"wait_new_tasks",
     "new_tasks = [loop.create_task(one) for one in [{calls}]]\n"
     "tasks.extend(new_tasks)\n"
     "sets[0] = await asyncio.wait(new_tasks, timeout={timeout}, return_when={when}); "
     "print(len(sets[0][0]))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         std::vector<Task<int>> tasks;
         for (Coro<int>& one : run.call_all(statement.calls)) {
             tasks.push_back(run.loop->create_task(std::move(one)));
         }
         std::ranges::copy(tasks, std::back_inserter(run.tasks));
         print_sets(run, co_await wait(std::move(tasks), options(statement)));
     }},
};

constexpr const char* kFunctions = R"(async def wait_coroutines(coroutines, timeout, return_when):
    return await asyncio.wait(coroutines, timeout=timeout, return_when=return_when)


)";

}  // namespace

Subject about_several() {
    return {.name = "several",
            .statements = kStatements,
            .functions = kFunctions,
            .variables = "sets = [(set(), set())]\n"};
}

}  // namespace corodemo::tests
