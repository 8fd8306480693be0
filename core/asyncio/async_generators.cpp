#include "core/asyncio/async_generators.hpp"

#include <algorithm>
#include <utility>

#include "core/asyncio/event_loop.hpp"

namespace corodemo::asyncio {

namespace {

/// `loop.create_task`, as a callable.
class CreateTask final : public CallbackObject {
public:
    CreateTask()
        : CallbackObject(Owner::other, "create_task") {}
    void call(FutureBase* /*future*/) override {}  // always with an argument
};

/// ... with `generator.aclose()` as its argument.
class CreateClosingTask final : public CallbackObject {
public:
    CreateClosingTask(EventLoop& loop, Ref<CallbackObject> create_task,
                      AsyncGeneratorObject& generator)
        : CallbackObject(Owner::other, create_task->function_name()),
          loop_(loop),
          create_task_(std::move(create_task)),
          generator_(&generator) {}
    void call(FutureBase* /*future*/) override {
        loop_.new_task<void>(coro::aclose(std::move(generator_)));
    }
    [[nodiscard]] CallbackObject& callable() override { return *create_task_; }

private:
    EventLoop& loop_;
    Ref<CallbackObject> create_task_;
    Ref<AsyncGeneratorObject> generator_;
};

}  // namespace

AsyncGenerators::AsyncGenerators(EventLoop& loop)
    : loop_(loop),
      create_task_(new CreateTask) {}

AsyncGenerators::~AsyncGenerators() {
    std::ranges::for_each(alive_, &AsyncGeneratorObject::forget_hooks);
}

void AsyncGenerators::first_iterated(AsyncGeneratorObject& generator) {
    alive_.push_back(&generator);
}

void AsyncGenerators::finalize(AsyncGeneratorObject& generator) {
    generator.closing = true;
    if (loop_.is_closed()) {
        return;
    }
    const AtLine at_line(loop_.reporter(), generator.created_line());
    const Ref<HandleObject> handle(new HandleObject(
        loop_, Ref<CallbackObject>(new CreateClosingTask(loop_, create_task_, generator))));
    loop_.schedule(ReadyHandle::Kind::handle, handle.get());
}

void AsyncGenerators::destroyed(AsyncGeneratorObject& generator) {
    std::erase(alive_, &generator);
}

std::vector<Ref<AsyncGeneratorObject>> AsyncGenerators::take_all() {
    std::vector<Ref<AsyncGeneratorObject>> taken;
    for (AsyncGeneratorObject* generator : alive_) {
        if (!std::exchange(generator->closing, true)) {
            taken.emplace_back(generator);
        }
    }
    return taken;
}

}  // namespace corodemo::asyncio
