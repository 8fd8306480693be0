#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

constexpr StatementKind kStatements[] = {
    {"queue_put", "await {queue}.put({n})",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         co_await run.queue(statement).put(static_cast<int>(statement.n));
     }},
    {"queue_get", "print(await {queue}.get())",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const int item = co_await run.queue(statement).get();
         print(item);
     }},
    {"queue_put_nowait", "{queue}.put_nowait({n})",
     [](Run& run, const Statement& statement) {
         run.queue(statement).put_nowait(static_cast<int>(statement.n));
     }},
    {"queue_get_nowait", "print({queue}.get_nowait())",
     [](Run& run, const Statement& statement) { print(run.queue(statement).get_nowait()); }},
    {"queue_task_done", "{queue}.task_done()",
     [](Run& run, const Statement& statement) { run.queue(statement).task_done(); }},
    {"queue_join", "await {queue}.join()",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         co_await run.queue(statement).join();
     }},
    {"queue_shutdown", "{queue}.shutdown({flag})",
     [](Run& run, const Statement& statement) { run.queue(statement).shutdown(statement.flag); },
     since(13)},
    {"queue_size", "print({queue}.qsize(), {queue}.full())",
     [](Run& run, const Statement& statement) {
         print(run.queue(statement).qsize(), run.queue(statement).full());
     }},
};

}  // namespace

Subject about_queues() {
    return {.name = "queues",
            .statements = kStatements,
            .variables =
                "queues = [asyncio.Queue(1), asyncio.PriorityQueue(2), "
                "asyncio.LifoQueue()]\n",
            .create_variables = [](Run& run) {
                run.queues.emplace_back(1);
                run.queues.push_back(PriorityQueue<int>(2));
                run.queues.push_back(LifoQueue<int>());
            }};
}

}  // namespace corodemo::tests
