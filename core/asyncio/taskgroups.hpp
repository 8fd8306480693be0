#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "core/asyncio/exception_group.hpp"
#include "core/asyncio/tasks/ensure_future.hpp"
#include "core/containers/ordered_set.hpp"

namespace corodemo::asyncio {

/// The state that the copies of a TaskGroup share. It is the done callback of its tasks.
class TaskGroupObject final : public CallbackObject {
public:
    /// Throws: AttributeError before 3.11.
    TaskGroupObject();

    /// Throws: RuntimeError if it was entered before, or outside of a task.
    void enter();
    /// Waits for the tasks. `raised` is what the block raised, or null.
    static Coro<bool> exit(Ref<TaskGroupObject> group, std::exception_ptr raised,
                           CallSite call = CallSite::library("__aexit__"));

    /// Throws: RuntimeError if it takes no tasks now; `coroutine` is then closed (since 3.13).
    void check_takes_tasks(coro::CoroBase& coroutine) const;
    void add(const Ref<TaskBase>& task);

    /// Follows _on_task_done.
    void call(FutureBase* task) override;

    [[nodiscard]] std::string repr() const;

private:
    /// Cancels all tasks, in the order of a set: see Choices.
    void abort();
    /// Takes back the request to cancel the parent; returns whether there is no other.
    bool uncancel_parent() const;

    /// The parts of exit(), before and after it waits. `cancelled` is the CancelledError, or null,
    /// by which somebody outside of the group has cancelled the parent.
    std::exception_ptr begin_exit(const std::exception_ptr& raised);
    void end_exit(const std::exception_ptr& raised, std::exception_ptr cancelled);

    bool entered_ = false;
    bool exiting_ = false;
    bool aborting_ = false;
    bool parent_cancel_requested_ = false;
    Ref<TaskBase> parent_task_;
    containers::OrderedSet<TaskBase> tasks_;
    ExceptionTuple errors_;
    std::exception_ptr base_error_;
    Ref<FutureObject<bool>> on_completed_;
};

/// Tasks that end together: the block that creates them is left when all are done. If one of them
/// raises, or the block, the others are cancelled, and the errors are raised as a group when all
/// have ended. Follows asyncio.TaskGroup. Copies refer to the same group.
///
///     TaskGroup group;
///     co_await async_with(group, [&]() -> Block {
///         group.create_task(fetch("a"));
///         group.create_task(fetch("b"));
///         co_return;
///     });
class TaskGroup {
public:
    /// Throws: AttributeError before 3.11.
    TaskGroup()
        : object_(new TaskGroupObject) {}

    /// Throws: RuntimeError outside of the block, or once the group cancels its tasks.
    template <Coroutine C>
    // NOLINTNEXTLINE(modernize-use-nodiscard): the group keeps it
    Task<typename C::value_type> create_task(
        C coro, TaskOptions options, SourceLocation where = SourceLocation::current()) const {
        using T = typename C::value_type;
        here(where);
        Coro<T> coroutine = std::move(coro);
        object_->check_takes_tasks(coroutine);
        const Task<T> task = asyncio::create_task(std::move(coroutine), std::move(options), where);
        object_->add(static_cast<TaskBase*>(task.object().get()));
        return task;
    }
    template <Coroutine C>
    // NOLINTNEXTLINE(modernize-use-nodiscard)
    Task<typename C::value_type> create_task(
        C coro, std::optional<std::string> name = {},
        SourceLocation where = SourceLocation::current()) const {
        return create_task(std::move(coro), TaskOptions{.name = std::move(name)}, where);
    }

    /// For async_with().
    [[nodiscard]] Coro<TaskGroup> aenter() const { return enter(*this); }
    [[nodiscard]] Coro<bool> aexit(std::exception_ptr raised) const {
        return TaskGroupObject::exit(object_, std::move(raised));
    }

private:
    static Coro<TaskGroup> enter(TaskGroup group, CallSite call = CallSite::library("__aenter__"));

    Ref<TaskGroupObject> object_;
};

}  // namespace corodemo::asyncio
