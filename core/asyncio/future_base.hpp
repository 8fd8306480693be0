#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
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
///  (1) pending: it may have callbacks, and is in its loop's list of pending futures;
///  (2) cancelled: exception() throws CancelledError;
///  (3) finished: it has a value (in the derived class) or an exception.
/// It leaves (1) once, for ever; then each callback gets a handle of its own.
class FutureBase : public RefCounted {
public:
    enum class State : std::uint8_t { pending, cancelled, finished };

    ~FutureBase() override;

    [[nodiscard]] EventLoop& loop() const { return loop_; }
    [[nodiscard]] Id id() const { return id_; }
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

    /// Throws: InvalidStateError.
    virtual void set_exception(std::exception_ptr exception);
    /// Returns whether it took the request.
    virtual bool cancel(std::optional<std::string> message);
    /// Whether cancel() would return true, for the trace, which tells of a cancel before what it
    /// brings about.
    [[nodiscard]] virtual bool takes_cancel() const { return !done(); }
    [[nodiscard]] virtual TaskBase* as_task() { return nullptr; }

    void add_done_callback(const Ref<CallbackObject>& callback);
    /// Returns how many were removed.
    std::size_t remove_done_callback(const CallbackObject& callback);
    /// Wakes `task` when this is done.
    void add_wakeup(TaskBase& task);

    /// The value, or null where there is none. The derived class knows its type.
    [[nodiscard]] virtual const void* value() const = 0;
    /// The value as a trace shows it. Requires: finished, without an exception.
    [[nodiscard]] virtual std::string repr_value() const = 0;

    /// The loop is gone and nobody will complete this: drops whatever could keep objects alive in a
    /// circle. It may outlive its loop, in something that belongs to another one.
    virtual void abandon();

    FutureBase* next_pending = nullptr;  ///< in the loop's list
    FutureBase* previous_pending = nullptr;

protected:
    explicit FutureBase(EventLoop& loop);

    /// Gives it an id, and reports that it has been created.
    void announce(const char* purpose);
    void set_id(Id id) { id_ = id; }
    void finish_with_value();
    void finish_with_exception(std::exception_ptr exception);
    void finish_cancelled(std::optional<std::string> message);
    void keep_cancelled_error(std::exception_ptr error) {
        failure().cancelled_error = std::move(error);
    }
    void set_cancel_message(std::optional<std::string> message);
    void exception_retrieved() { log_exception_ = false; }
    void report_cancel(std::optional<std::string>& message, trace::Delivered delivered);
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

    EventNumber report_done(const trace::FutureDone& done);
    void schedule_callbacks(EventNumber done);
    void add_callback(DoneCallback added);
    void report_callback_added(const DoneCallback& added);

    EventLoop& loop_;
    DoneCallbacks callbacks_;
    std::unique_ptr<Failure> failure_;
    Id id_;
    State state_ = State::pending;
    bool log_exception_ = false;  // it is to be told of, if nobody asks for it
    bool abandoned_ = false;
};

}  // namespace corodemo::asyncio
