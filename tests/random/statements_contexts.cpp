#include "core/asyncio/contextvars.hpp"
#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

std::optional<int> value(const ContextVar<int>& variable) {
    try {
        return variable.get();
    } catch (const LookupError&) {
        return {};
    }
}

void show_and_set_context(const Run& run) {
    print(value(run.contexts->variables[0]), value(run.contexts->variables[1]));
    run.contexts->variables[0].set(9);
}

const ContextVar<int>& variable(const Run& run, const Statement& statement) {
    return run.contexts->variables[statement.flag ? 1 : 0];
}

constexpr StatementKind kStatements[] = {
    {"context_set", "{variable}.set({n})",
     [](Run& run, const Statement& statement) {
         variable(run, statement).set(static_cast<int>(statement.n));
     },
     since(7)},
    {"context_get", "print({variable}.get())",
     [](Run& run, const Statement& statement) { print(variable(run, statement).get()); }, since(7)},
    {"context_set_for_now", "tokens.append({variable}.set({n}))",
     [](Run& run, const Statement& statement) {
         run.contexts->tokens.push_back(
             variable(run, statement).set(static_cast<int>(statement.n)));
     },
     since(7)},
    {"context_reset", "if tokens: {variable}.reset(tokens[-1])",
     [](Run& run, const Statement& statement) {
         if (!run.contexts->tokens.empty()) {
             variable(run, statement).reset(run.contexts->tokens.back());
         }
     },
     since(7)},
    {"context_of_handle", "loop.call_soon(show_and_set_context)",
     [](Run& run, const Statement& /*statement*/) { run.loop->call_soon(run.contexts->show); },
     since(7)},
    {"context_of_timer", "loop.call_later({delay}, show_and_set_context)",
     [](Run& run, const Statement& statement) {
         run.loop->call_later(statement.delay(), run.contexts->show);
     },
     since(7)},
    {"context_of_done_callback", "if tasks: {task}.add_done_callback(show_and_set_context_of)",
     [](Run& run, const Statement& statement) {
         if (!run.tasks.empty()) {
             run.task(statement).add_done_callback(run.contexts->show_of_task);
         }
     },
     since(7)},
    {"context_copy", "contexts.append(contextvars.copy_context())",
     [](Run& run, const Statement& /*statement*/) {
         run.contexts->copies.push_back(copy_context());
     },
     since(7)},
    {"context_run",
     "if contexts:\n"
     "    contexts[-1].run({variable}.set, {n})\n"
     "    contexts[-1].run(show_and_set_context)",
     [](Run& run, const Statement& statement) {
         if (!run.contexts->copies.empty()) {
             Context& context = run.contexts->copies.back();
             context.run([&] { variable(run, statement).set(static_cast<int>(statement.n)); });
             context.run([&] { show_and_set_context(run); });
         }
     },
     since(7)},
    {"context_of_task", "if contexts: tasks.append(loop.create_task({call}, context=contexts[-1]))",
     [](Run& run, const Statement& statement) {
         if (!run.contexts->copies.empty()) {
             run.tasks.push_back(
                 run.loop->create_task(run.call(statement.calls.front()),
                                       TaskOptions{.context = run.contexts->copies.back()}));
         }
     },
     since(11)},
};

constexpr const char* kFunctions = R"(import contextvars


def value(variable):
    try:
        return variable.get()
    except LookupError:
        return None


def show_and_set_context():
    print(value(context_vars[0]), value(context_vars[1]))
    context_vars[0].set(9)


def show_and_set_context_of(task):
    show_and_set_context()


)";

void create_variables(Run& run) {
    run.contexts.emplace(Run::Contexts{
        .variables = {ContextVar<int>("unset"), ContextVar<int>("preset", 0)},
        .show = callback("show_and_set_context", [&run] { show_and_set_context(run); }),
        .show_of_task = callback("show_and_set_context_of",
                                 [&run](Future<int> /*task*/) { show_and_set_context(run); })});
}

}  // namespace

Subject about_contexts() {
    return {.name = "contexts",
            .statements = kStatements,
            .functions = kFunctions,
            .variables =
                "context_vars = [contextvars.ContextVar(\"unset\"), "
                "contextvars.ContextVar(\"preset\", default=0)]\n"
                "tokens = []\n"
                "contexts = []\n",
            .create_variables = create_variables};
}

}  // namespace corodemo::tests
