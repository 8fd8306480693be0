#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

constexpr StatementKind kStatements[] = {
    {"cancel_task", "if tasks: print({task}.cancel())",
     [](Run& run, const Statement& statement) {
         if (!run.tasks.empty()) {
             print(run.task(statement).cancel());
         }
     }},
    {"cancel_task_with_message", "if tasks: print({task}.cancel(\"{n}\"))",
     [](Run& run, const Statement& statement) {
         if (!run.tasks.empty()) {
             print(run.task(statement).cancel(std::to_string(statement.n)));
         }
     }},
    {"cancel_self", "current_task().cancel()",
     [](Run& /*run*/, const Statement& /*statement*/) { current_task()->cancel(); }},
    {"uncancel", "print(current_task().uncancel(), current_task().cancelling())",
     [](Run& /*run*/, const Statement& /*statement*/) {
         const std::uint32_t left = current_task()->uncancel();
         print(left, current_task()->cancelling());
     },
     since(11)},
    {"cancel_and_uncancel",
     "if tasks:\n"
     "    {task}.cancel()\n"
     "    print({task}.uncancel(), {task}.cancelling())",
     [](Run& run, const Statement& statement) {
         if (!run.tasks.empty()) {
             run.task(statement).cancel();
             const std::uint32_t left = run.task(statement).uncancel();
             print(left, run.task(statement).cancelling());
         }
     },
     since(11)},
    {"raise_cancelled", "raise asyncio.CancelledError(\"{n}\")",
     [](Run& /*run*/, const Statement& statement) {
         throw CancelledError(std::to_string(statement.n));
     }},
};

}  // namespace

Subject about_cancellation() {
    return {.name = "cancellation", .statements = kStatements};
}

}  // namespace corodemo::tests
