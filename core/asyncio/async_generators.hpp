#pragma once

#include <vector>

#include "core/asyncio/task.hpp"
#include "core/coro/async_generator.hpp"

namespace corodemo::asyncio {

using coro::anext;
using coro::AsyncGenerator;
using coro::AsyncGeneratorObject;
using coro::StopAsyncIteration;

/// The async generators that were first iterated in a loop: it closes those that the program drops
/// before their end, and in the end the others. Follows BaseEventLoop._asyncgens and its hooks.
class AsyncGenerators final : public coro::AsyncGeneratorHooks {
public:
    explicit AsyncGenerators(EventLoop& loop);
    AsyncGenerators(const AsyncGenerators&) = delete;
    AsyncGenerators& operator=(const AsyncGenerators&) = delete;
    ~AsyncGenerators();

    void first_iterated(AsyncGeneratorObject& generator) override;
    /// Schedules a call that creates a task that closes it.
    void finalize(AsyncGeneratorObject& generator) override;
    void destroyed(AsyncGeneratorObject& generator) override;

    /// Those that are not being closed yet, in the order of their first iteration; from now on they
    /// are.
    std::vector<Ref<AsyncGeneratorObject>> take_all();

private:
    EventLoop& loop_;
    Ref<CallbackObject> create_task_;
    std::vector<AsyncGeneratorObject*> alive_;
};

}  // namespace corodemo::asyncio
