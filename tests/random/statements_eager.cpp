#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

constexpr StatementKind kStatements[] = {
    {"eager_tasks", "loop.set_task_factory(asyncio.eager_task_factory)",
     [](Run& run, const Statement& /*statement*/) {
         run.loop->set_task_factory(eager_task_factory);
     },
     since(12)},
    {"lazy_tasks", "loop.set_task_factory(None)",
     [](Run& run, const Statement& /*statement*/) { run.loop->set_task_factory(nullptr); },
     since(12)},
    {"create_task_and_show",
     "tasks.append(loop.create_task({call}))\n"
     "print(tasks[-1].done())",
     [](Run& run, const Statement& statement) {
         run.tasks.push_back(run.loop->create_task(run.call(statement.calls.front())));
         print(run.tasks.back().done());
     },
     since(12)},
};

}  // namespace

Subject about_eager_tasks() {
    return {.name = "eager tasks", .statements = kStatements};
}

}  // namespace corodemo::tests
