#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/asyncio/done_callbacks.hpp"
#include "core/asyncio/exceptions.hpp"
#include "core/containers/ref.hpp"

namespace corodemo::asyncio {

class TaskBase;

/// The part of a future that does not depend on the type of its value: its state, exception and
/// done callbacks. Follows asyncio.futures.Future.
///
/// A FutureBase is in exactly one state:
///  (1) pending: it may have callbacks;
///  (2) cancelled: exception() throws CancelledError;
///  (3) finished: it has a value (in the derived class) or an exception.
/// It leaves (1) once, forever; each callback is then scheduled by a handle of its own. While it is
/// pending, or its exception was not retrieved, it is in its loop's list of futures.
class FutureBase : public RefCounted {
public:
    enum class State : std::uint8_t { pending, cancelled, finished };
    enum class Kind : std::uint8_t { future, task, gathering_future };

    ~FutureBase() override;

    [[nodiscard]] EventLoop& loop() const { return loop_; }
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool done() const { return state_ != State::pending; }
    [[nodiscard]] bool cancelled() const { return state_ == State::cancelled; }

    /// The exception it finished with, or null.   Throws: InvalidStateError, CancelledError.
    std::exception_ptr exception();
    /// The exception or null, without marking it as retrieved.
    [[nodiscard]] std::exception_ptr stored_exception() const {
        return failure_ ? failure_->exception : nullptr;
    }
    /// Throws what result() would throw.
    void check_result();
    /// What result() of a cancelled future throws (asyncio: _make_cancelled_error).
    std::exception_ptr make_cancelled_error();
    [[nodiscard]] std::optional<std::string> cancel_message() const {
        return failure_ ? failure_->cancel_message : std::nullopt;
    }

    /// Throws: InvalidStateError; TypeError if `exception` is null.
    virtual void set_exception(std::exception_ptr exception);
    /// Returns whether the request was accepted.
    virtual bool cancel(std::optional<std::string> message);
    [[nodiscard]] virtual TaskBase* as_task() { return nullptr; }
    [[nodiscard]] const TaskBase* as_task() const {
        return const_cast<FutureBase*>(this)->as_task();
    }
    /// The futures that gather() collects; empty for any other future.
    [[nodiscard]] virtual std::span<const Ref<FutureBase>> children() const { return {}; }
    /// What the trace says that it is for: "user", "sleep", ...
    [[nodiscard]] virtual const char* purpose() const { return "task"; }
    /// The name of its class in Python.
    [[nodiscard]] const char* class_name() const;

    void add_done_callback(const Ref<CallbackObject>& callback);
    /// Returns how many were removed.
    std::size_t remove_done_callback(const Ref<CallbackObject>& callback);
    /// Schedules a wakeup of `task` for when this is done.
    void add_wakeup(TaskBase& task);

    /// The value, whose type the derived class knows, or null.
    [[nodiscard]] virtual const void* value() const = 0;
    /// The value as a trace shows it. Requires: finished, without an exception.
    [[nodiscard]] virtual std::string repr_value() const = 0;

    /// For a future that outlives its loop, and will never be completed: drops whatever could keep
    /// objects alive in a reference cycle.
    virtual void abandon();
    /// Calls `visit` once for each reference to another future that is known to be in this one, for
    /// gc::collect(). Follows tp_traverse.
    virtual void visit_references(const std::function<void(FutureBase&)>& visit);

    /// Its name in the trace, which the reporter sets; empty without a trace.
    [[nodiscard]] Id id() const { return id_; }
    void set_id(Id id) { id_ = id; }

    // The reporter's: where it was created.
    std::uint32_t created_line = 0;      ///< the C++ line
    std::uint32_t created_in = 0;        ///< the number of the task; 0 for none
    FutureBase* next_in_loop = nullptr;  ///< in the loop's list of futures
    FutureBase* previous_in_loop = nullptr;

protected:
    FutureBase(EventLoop& loop, Kind kind);

    [[nodiscard]] Reporter& reporter() const;
    void finish_with_value();
    void finish_with_exception(std::exception_ptr exception);
    void finish_cancelled(std::optional<std::string> message);
    void keep_cancelled_error(std::exception_ptr error) {
        failure().cancelled_error = std::move(error);
    }
    void set_cancel_message(std::optional<std::string> message);
    /// Marks the exception as retrieved, so that it is not reported.
    void exception_retrieved();
    /// Throws: TypeError where cancel() takes no message (before 3.9).
    static void check_cancel_message(const std::optional<std::string>& message);
    void check_pending() const;
    [[nodiscard]] bool abandoned() const { return abandoned_; }

private:
    /// Allocated for the few futures that need it, to keep the others small.
    struct Failure {
        std::exception_ptr exception;
        std::exception_ptr cancelled_error;
        std::optional<std::string> cancel_message;
    };
    Failure& failure();

    void schedule_callbacks();

    EventLoop& loop_;
    DoneCallbacks callbacks_;
    std::unique_ptr<Failure> failure_;
    Id id_;
    Kind kind_;
    State state_ = State::pending;
    bool log_exception_ = false;  // the exception was not retrieved
    bool abandoned_ = false;
};

}  // namespace corodemo::asyncio
