#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

constexpr StatementKind kStatements[] = {
    {"set_result", "if not {future}.done(): {future}.set_result({n})",
     [](Run& run, const Statement& statement) {
         if (!run.future(statement).done()) {
             run.future(statement).set_result(static_cast<int>(statement.n));
         }
     }},
    {"await_future", "print(await {future})",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         const int value = co_await run.future(statement);
         print(value);
     }},
    {"cancel_future", "print({future}.cancel())",
     [](Run& run, const Statement& statement) { print(run.future(statement).cancel()); }},
    {"add_done_callback", "if tasks: {task}.add_done_callback({callback})",
     [](Run& run, const Statement& statement) {
         if (!run.tasks.empty()) {
             run.task(statement).add_done_callback(run.callbacks[statement.variant]);
         }
     }},
    {"remove_done_callback", "if tasks: print({task}.remove_done_callback({callback}))",
     [](Run& run, const Statement& statement) {
         if (!run.tasks.empty()) {
             print(run.task(statement).remove_done_callback(run.callbacks[statement.variant]));
         }
     }},
    {"call_soon", "handles.append(loop.call_soon(called))",
     [](Run& run, const Statement& /*statement*/) {
         run.handles.push_back(run.loop->call_soon(run.called));
     }},
    {"call_later", "handles.append(loop.call_later({delay}, called))",
     [](Run& run, const Statement& statement) {
         run.handles.push_back(run.loop->call_later(statement.delay(), run.called));
     }},
    {"cancel_handle", "if handles: handles[-1].cancel()",
     [](Run& run, const Statement& /*statement*/) {
         if (!run.handles.empty()) {
             run.handles.back().cancel();
         }
     }},
};

constexpr const char* kFunctions = R"(def called():
    print("called")


def callback0(future):
    print("callback0")


def callback1(future):
    print("callback1")


def callback2(future):
    print("callback2")


)";

constexpr const char* kVariables =
    "handles = []\n"
    "futures = [loop.create_future() for i in range(3)]\n";

void create_variables(Run& run) {
    for (const char* name : {"callback0", "callback1", "callback2"}) {
        run.callbacks.push_back(callback(name, [name](Future<int> /*future*/) { print(name); }));
        run.futures.push_back(run.loop->create_future<int>());
    }
}

}  // namespace

Subject about_futures() {
    return {.name = "futures",
            .statements = kStatements,
            .functions = kFunctions,
            .variables = kVariables,
            .variables_need_loop = true,
            .create_variables = create_variables};
}

}  // namespace corodemo::tests
