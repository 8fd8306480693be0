#include "core/asyncio/runners.hpp"

namespace corodemo::asyncio::detail {

namespace {

Coro<> shutdown_asyncgens(CallSite /*call*/ = CallSite::library("shutdown_asyncgens")) {
    co_return;
}

Coro<> shutdown_default_executor(
    CallSite /*call*/ = CallSite::library("shutdown_default_executor")) {
    co_return;
}

EventLoop& loop_for_run(SourceLocation where) {
    if (interpreter().running_loop() != nullptr) {
        throw RuntimeError("asyncio.run() cannot be called from a running event loop");
    }
    EventLoop& loop = new_event_loop(where);
    set_event_loop(&loop);
    return loop;
}

}  // namespace

RunnerLoop::RunnerLoop(SourceLocation where)
    : loop_(loop_for_run(where)),
      where_(where) {
    interpreter().reporter().runs_for({.via = trace::Via::asyncio_run});
}

void RunnerLoop::run(Coro<> coro) {
    Reporter& reporter = interpreter().reporter();
    const std::optional<std::string> value = interpreter().last_value;
    reporter.runs_for({.via = trace::Via::asyncio_run, .internal = true});
    loop_.run_until_complete(std::move(coro), where_);
    reporter.runs_for({});
    interpreter().last_value = value;
}

void RunnerLoop::close() {
    run(shutdown_asyncgens());
    if (interpreter().python().has(Behaviour::run_shuts_down_executor)) {
        run(shutdown_default_executor());
    }
    set_event_loop(nullptr);
    loop_.close(where_);
}

}  // namespace corodemo::asyncio::detail
