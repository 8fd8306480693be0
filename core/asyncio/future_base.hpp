#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/asyncio/done_callbacks.hpp"
#include "core/asyncio/exceptions.hpp"
#include "core/containers/ref.hpp"

namespace corodemo::asyncio {

class TaskBase;

/// What a future is, whatever its value: a state, and who is to be told when it is done. Follows
/// asyncio.futures.Future.
///
/// A FutureBase is in exactly one state:
///  (1) pending: it may have callbacks;
///  (2) cancelled: exception() throws CancelledError;
///  (3) finished: it has a value (in the derived class) or an exception.
/// It leaves (1) once, for ever; then each callback gets a handle of its own. While it is pending,
/// or holds an exception that nobody has asked for, it is in its loop's list of futures.
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
    /// The same, where there is one; but it does not count as asked for.
    [[nodiscard]] std::exception_ptr stored_exception() const {
        return failure_ ? failure_->exception : nullptr;
    }
    /// Throws what result() would throw.
    void check_result();
    /// A CancelledError for whoever asks for the result of a cancelled future (asyncio:
    /// _make_cancelled_error).
    std::exception_ptr make_cancelled_error();
    [[nodiscard]] std::optional<std::string> cancel_message() const {
        return failure_ ? failure_->cancel_message : std::nullopt;
    }

    /// Throws: InvalidStateError; TypeError if `exception` is null.
    virtual void set_exception(std::exception_ptr exception);
    /// Returns whether it took the request.
    virtual bool cancel(std::optional<std::string> message);
    [[nodiscard]] virtual TaskBase* as_task() { return nullptr; }
    /// What gather's future collects; empty for any other.
    [[nodiscard]] virtual std::span<const Ref<FutureBase>> children() const { return {}; }
    /// The name of its class in Python.
    [[nodiscard]] const char* class_name() const;

    void add_done_callback(const Ref<CallbackObject>& callback);
    /// Returns how many were removed.
    std::size_t remove_done_callback(const Ref<CallbackObject>& callback);
    /// Wakes `task` when this is done.
    void add_wakeup(TaskBase& task);

    /// The value, or null where there is none. The derived class knows its type.
    [[nodiscard]] virtual const void* value() const = 0;
    /// The value as a trace shows it. Requires: finished, without an exception.
    [[nodiscard]] virtual std::string repr_value() const = 0;

    /// The loop is gone, and nobody will complete this: drops whatever could keep objects alive in
    /// a circle. A future may outlive its loop.
    virtual void abandon();

    /// Its name in the trace, if there is one; the reporter gives it.
    [[nodiscard]] Id id() const { return id_; }
    void set_id(Id id) { id_ = id; }

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
    /// Nobody is to be told of the exception any more.
    void exception_retrieved();
    /// Throws: TypeError where cancel() takes no message (before 3.9).
    static void check_cancel_message(const std::optional<std::string>& message);
    void check_pending() const;
    [[nodiscard]] bool abandoned() const { return abandoned_; }

private:
    /// What few futures have, so that all others are small.
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
    bool log_exception_ = false;  // nobody has asked for the exception
    bool abandoned_ = false;
};

}  // namespace corodemo::asyncio
