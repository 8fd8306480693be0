#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>

#include "core/asyncio/future.hpp"
#include "core/asyncio/task_base.hpp"
#include "core/coro/coro.hpp"

namespace corodemo::asyncio {

using coro::CallSite;
using coro::Coro;
using coro::Coroutine;

/// A task whose coroutine returns a T.
template <class T>
class TaskObject final : public TaskBase {
public:
    TaskObject(EventLoop& loop, Coro<T> coro, TaskOptions options)
        : TaskBase(loop, options),
          coro_(std::move(coro)) {
        if (!coro_) {
            throw RuntimeError("cannot reuse already awaited coroutine");
        }
    }
    ~TaskObject() override { die(); }

    /// Throws: RuntimeError since 3.7; InvalidStateError.
    void set_result(ValueOf<T> value) {
        check_settable("set_result");
        check_pending();
        value_.emplace(std::move(value));
        finish_with_value();
    }

    [[nodiscard]] const void* value() const override { return value_ ? &*value_ : nullptr; }
    [[nodiscard]] std::string repr_value() const override {
        assert(value_);
        return repr_of(*value_);
    }

protected:
    coro::CoroBase& coroutine() override { return coro_; }
    std::exception_ptr coroutine_exception() override {
        return coro_.promise()->outcome().exception();
    }
    void take_value() override {
        if constexpr (std::is_void_v<T>) {
            value_.emplace();
        } else {
            value_.emplace(coro_.promise()->outcome().take());
        }
    }

private:
    Coro<T> coro_;
    std::optional<ValueOf<T>> value_;
};

/// A coroutine that is scheduled on the loop: a Future that is done when the coroutine ends.
/// Follows asyncio.Task.
///
/// For running things concurrently: a coroutine that is awaited runs as part of the awaiting task,
/// whereas tasks take turns.
template <class T = void>
class Task : public Future<T> {
public:
    Task() = default;
    explicit Task(TaskObject<T>* object)
        : Future<T>(object) {}

    /// Empty before 3.8, where tasks have no names.
    [[nodiscard]] std::string get_name() const { return base().name(); }
    void set_name(std::string name) const { base().set_name(std::move(name)); }
    /// How many requests to cancel it were accepted, minus those that uncancel() took back.
    /// Throws: AttributeError before 3.11.
    [[nodiscard]] std::uint32_t cancelling() const { return base().cancelling(); }
    /// Takes one of them back; returns how many are left.   Throws: AttributeError before 3.11.
    // NOLINTNEXTLINE(modernize-use-nodiscard): usually called for its effect
    std::uint32_t uncancel(SourceLocation where = SourceLocation::current()) const {
        here(where);
        return base().uncancel();
    }

private:
    [[nodiscard]] TaskBase& base() const { return static_cast<TaskBase&>(*this->object()); }
};

/// A task of any type.
class AnyTask {
public:
    explicit AnyTask(TaskBase& task)
        : task_(&task) {}
    template <class T>
    // NOLINTNEXTLINE(google-explicit-constructor): every Task is one
    AnyTask(const Task<T>& task)
        : task_(static_cast<TaskBase*>(task.object().get())) {}

    [[nodiscard]] std::string get_name() const { return task_->name(); }
    [[nodiscard]] bool done() const { return task_->done(); }
    [[nodiscard]] bool cancelled() const { return task_->cancelled(); }
    // NOLINTNEXTLINE(modernize-use-nodiscard)
    bool cancel(std::optional<std::string> message = {},
                SourceLocation where = SourceLocation::current()) const {
        here(where);
        return task_->cancel(std::move(message));
    }
    [[nodiscard]] std::uint32_t cancelling() const { return task_->cancelling(); }
    // NOLINTNEXTLINE(modernize-use-nodiscard): usually called for its effect
    std::uint32_t uncancel(SourceLocation where = SourceLocation::current()) const {
        here(where);
        return task_->uncancel();
    }
    [[nodiscard]] Id id() const { return task_->id(); }
    bool operator==(const AnyTask&) const = default;

private:
    Ref<TaskBase> task_;
};

}  // namespace corodemo::asyncio
