#include "core/asyncio/runners.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "core/asyncio/tasks/gather.hpp"

namespace corodemo::asyncio {

namespace {

/// asyncio.constants.THREAD_JOIN_TIMEOUT
constexpr Duration kThreadJoinTimeout = std::chrono::minutes(5);

/// What became of a task of any type.
struct Ended {
    std::string shown;
};
std::string repr(const Ended& ended) {
    return ended.shown;
}

/// gather(*tasks, return_exceptions=True), for tasks of any type, which nobody cancels.
class GatheredTasks final : public FutureObject<std::vector<Ended>>, public GatherOuter {
public:
    GatheredTasks(EventLoop& loop, std::vector<Ref<FutureBase>> tasks, GatherCallback& callback)
        : FutureObject(loop, FutureBase::Kind::gathering_future),
          GatherOuter(std::move(tasks), true) {
        reporter().gather_created(*this, &callback);
    }
    void set_results() override {
        std::vector<Ended> ended;
        for (const Ref<FutureBase>& task : gathered()) {
            ended.push_back({shown(*task)});
        }
        set_result(std::move(ended));
    }
    [[nodiscard]] std::span<const Ref<FutureBase>> children() const override { return gathered(); }

private:
    static std::string shown(FutureBase& task) {
        if (task.cancelled()) {
            return asyncio::repr(cancelled_error_of(task));
        }
        const std::exception_ptr exception = task.exception();
        return exception ? asyncio::repr(exception) : task.repr_value();
    }
};

Ref<FutureBase> gather_tasks(EventLoop& loop, std::vector<Ref<FutureBase>> tasks) {
    const Ref<GatherCallback> callback(new GatherCallback);
    for (const Ref<FutureBase>& task : tasks) {
        callback->watch(*task);
    }
    const Ref<GatheredTasks> outer(new GatheredTasks(loop, std::move(tasks), *callback));
    callback->complete(*outer, *outer);
    return outer;
}

/// While it exists, what runs does not change which value the program's own run had.
class KeptValue {
public:
    KeptValue() = default;
    KeptValue(const KeptValue&) = delete;
    KeptValue& operator=(const KeptValue&) = delete;
    ~KeptValue() { interpreter().last_value = std::move(value_); }

private:
    std::optional<std::string> value_ = interpreter().last_value;
};

}  // namespace

Runner::Runner(SourceLocation where)
    : Runner(trace::Via::asyncio_runner, where) {
    here(where);
    if (!interpreter().python().has(Behaviour::runner)) {
        throw AttributeError(std::string(PythonVersion::text(Behaviour::runner)));
    }
    lazy_init(where);
}

Runner::Runner(trace::Via via, SourceLocation where)
    : via_(via),
      where_(where) {
    check_no_loop_runs();
}

Runner::~Runner() noexcept(false) {
    if (std::uncaught_exceptions() == exceptions_) {
        close(where_);
    } else if (!interpreter().hung()) {
        try {
            close(where_);
        } catch (...) {  // NOLINT(bugprone-empty-catch): another exception is on its way
        }
    }
}

void Runner::check_no_loop_runs() const {
    if (interpreter().running_loop() != nullptr) {
        const bool by_run = via_ == trace::Via::asyncio_run;
        throw RuntimeError(std::string(by_run ? "asyncio.run()" : "Runner.run()") +
                           " cannot be called from a running event loop");
    }
}

void Runner::lazy_init(SourceLocation where) {
    if (state_ == State::closed) {
        throw RuntimeError("Runner is closed");
    }
    if (state_ == State::initialized) {
        return;
    }
    loop_ = &new_event_loop(where);
    set_event_loop(loop_);
    Ref<ContextObject> copy = copy_of_context();
    context_ = copy ? std::move(copy) : Ref<ContextObject>(new ContextObject);
    state_ = State::initialized;
}

EventLoop& Runner::get_loop(SourceLocation where) {
    lazy_init(where);
    return *loop_;
}

void Runner::close(SourceLocation where) {
    if (state_ != State::initialized) {
        return;
    }
    here(where);
    state_ = State::closed;
    const auto close_loop = [&] {
        interpreter().reporter().runs_for({});
        set_event_loop(nullptr);
        loop_->close(where);
    };
    try {
        cancel_all_tasks();
        run_internally(loop_->shutdown_asyncgens());
        if (interpreter().python().has(Behaviour::run_shuts_down_executor)) {
            run_internally(loop_->shutdown_default_executor(kThreadJoinTimeout));
        }
    } catch (const LoopHung&) {
        throw;
    } catch (...) {
        close_loop();
        throw;
    }
    close_loop();
}

template <class Awaitable>
void Runner::run_internally(Awaitable&& awaitable) {
    const KeptValue value;
    interpreter().reporter().runs_for({.via = via_, .internal = true});
    loop_->run_until_complete(std::forward<Awaitable>(awaitable), where_);
}

/// Follows _cancel_all_tasks.
void Runner::cancel_all_tasks() {
    std::vector<Ref<FutureBase>> tasks = loop_->unfinished_tasks();
    if (tasks.empty()) {
        return;
    }
    if (tasks.size() > 1) {  // a set
        const std::vector<Ref<FutureBase>> created = tasks;
        std::ranges::transform(
            interpreter().choose("run", created.size(), trace::Elements::futures), tasks.begin(),
            [&](std::uint32_t position) { return created[position - 1]; });
    }
    for (const Ref<FutureBase>& task : tasks) {
        task->cancel({});
    }
    run_internally(Future<std::vector<Ended>>(gather_tasks(*loop_, tasks)));
    for (const Ref<FutureBase>& task : tasks) {
        if (task->cancelled()) {
            continue;
        }
        if (const std::exception_ptr exception = task->exception()) {
            loop_->call_exception_handler(
                {"unhandled exception during asyncio.run() shutdown", exception, task.get()});
        }
    }
}

}  // namespace corodemo::asyncio
