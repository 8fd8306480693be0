#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

constexpr StatementKind kStatements[] = {
    {"event_wait", "print(await event.wait())",
     [](Run& run, const Statement& /*statement*/, CallSite) -> Coro<> {
         const bool set = co_await run.signals->event.wait();
         print(set);
     }},
    {"event_set", "event.set()",
     [](Run& run, const Statement& /*statement*/) { run.signals->event.set(); }},
    {"event_clear", "event.clear()",
     [](Run& run, const Statement& /*statement*/) { run.signals->event.clear(); }},

    {"with_condition",
     "async with condition:\n"
     "    {block}",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         co_await async_with(Releasing(run.signals->condition),
                             [&]() -> Block { co_await run.block(statement.block); });
     }},
    {"condition_wait", "print(await condition.wait())",
     [](Run& run, const Statement& /*statement*/, CallSite) -> Coro<> {
         const bool notified = co_await run.signals->condition.wait();
         print(notified);
     }},
    {"condition_wait_for", "print(await condition.wait_for(lambda: len(tasks) > {n}))",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const auto predicate = [&] { return run.tasks.size() > statement.n; };
         const bool value = co_await run.signals->condition.wait_for(predicate);
         print(value);
     }},
    {"condition_notify", "condition.notify({n})",
     [](Run& run, const Statement& statement) { run.signals->condition.notify(statement.n); }},
    {"condition_notify_all", "condition.notify_all()",
     [](Run& run, const Statement& /*statement*/) { run.signals->condition.notify_all(); }},
    {"condition_held_wait",
     "async with condition:\n"
     "    print(await condition.wait())",
     [](Run& run, const Statement& /*statement*/, CallSite) -> Coro<> {
         co_await async_with(Releasing(run.signals->condition), [&]() -> Block {
             const bool notified = co_await run.signals->condition.wait();
             print(notified);
         });
     }},

    {"barrier_wait", "print(await barrier.wait())",
     [](Run& run, const Statement& /*statement*/, CallSite) -> Coro<> {
         const auto index = co_await run.signals->barrier->wait();
         print(index);
     },
     since(11)},
    {"with_barrier",
     "async with barrier as index:\n"
     "    print(index)\n"
     "    {block}",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const auto index = co_await async_with(*run.signals->barrier);
         print(index);
         co_await run.block(statement.block);
     },
     since(11)},
    {"barrier_reset", "await barrier.reset()",
     [](Run& run, const Statement& /*statement*/, CallSite) -> Coro<> {
         co_await run.signals->barrier->reset();
     },
     since(11)},
    {"barrier_abort", "await barrier.abort()",
     [](Run& run, const Statement& /*statement*/, CallSite) -> Coro<> {
         co_await run.signals->barrier->abort();
     },
     since(11)},
    {"barrier_state", "print(barrier.n_waiting, barrier.broken)",
     [](Run& run, const Statement& /*statement*/) {
         print(run.signals->barrier->n_waiting(), run.signals->barrier->broken());
     },
     since(11)},
};

void create_variables(Run& run) {
    run.signals.emplace();
    if (interpreter().python().minor() >= 11) {
        run.signals->barrier.emplace(2);
    }
}

}  // namespace

Subject about_signals() {
    return {.name = "signals",
            .statements = kStatements,
            .variables =
                "event = asyncio.Event()\n"
                "condition = asyncio.Condition()\n"
                "barrier = asyncio.Barrier(2) if hasattr(asyncio, \"Barrier\") else None\n",
            .create_variables = create_variables};
}

}  // namespace corodemo::tests
