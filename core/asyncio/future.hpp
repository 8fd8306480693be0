#pragma once

#include <cassert>
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/asyncio/future_base.hpp"
#include "core/asyncio/repr.hpp"
#include "core/coro/await_stack.hpp"

namespace corodemo::asyncio {

using coro::ValueOf;

/// A future whose result has type T.
template <class T>
class FutureObject : public FutureBase {
public:
    /// `purpose` is what the trace says the future is for: "user", "sleep", ...
    FutureObject(EventLoop& loop, const char* purpose)
        : FutureBase(loop, Kind::future),
          purpose_(purpose) {
        reporter().future_created(*this, purpose);
    }

    /// Throws: InvalidStateError.
    void set_result(ValueOf<T> value) {
        check_pending();
        value_.emplace(std::move(value));
        finish_with_value();
    }

    [[nodiscard]] const char* purpose() const override { return purpose_; }
    [[nodiscard]] const void* value() const override { return value_ ? &*value_ : nullptr; }
    [[nodiscard]] std::string repr_value() const override {
        assert(value_);
        return repr_of(*value_);
    }

protected:
    /// For gather's outer future, which reports its creation itself.
    FutureObject(EventLoop& loop, Kind kind)
        : FutureBase(loop, kind),
          purpose_("gather") {}

private:
    const char* purpose_;
    std::optional<ValueOf<T>> value_;
};

template <class T>
class FutureAwaiter;
template <class T>
class TaskObject;

/// Whether more than one awaiter can get the value. std::copy_constructible is true of every
/// vector, whatever its items.
template <class Value>
constexpr bool kCopyable = std::copy_constructible<Value>;
template <class Item>
constexpr bool kCopyable<std::vector<Item>> = kCopyable<Item>;

/// The value of a future of type T.   Requires: it is done and has one.
template <class T>
const ValueOf<T>& value_of(const FutureBase& future) {
    return *static_cast<const ValueOf<T>*>(future.value());
}
/// The value for an awaiter: a copy or, if the type is move-only, the value itself, which only the
/// first awaiter gets.
template <class T>
ValueOf<T> give_value(FutureBase& future) {
    const ValueOf<T>& value = value_of<T>(future);
    if constexpr (kCopyable<ValueOf<T>>) {
        return value;
    } else {
        return std::move(const_cast<ValueOf<T>&>(value));  // the object itself is not const
    }
}

/// A result that may not be available yet. Follows asyncio.Future. Like a variable in Python this
/// is a reference: copies refer to the same future.
///
/// Connects callback-based code to coroutines: set_result() completes it, and a task that awaits it
/// resumes in the next iteration.
template <class T = void>
class Future {
public:
    using value_type = T;

    Future() = default;
    explicit Future(Ref<FutureBase> object)
        : object_(std::move(object)) {}
    explicit Future(FutureBase* object)
        : object_(object) {}

    [[nodiscard]] bool done() const { return object_->done(); }
    [[nodiscard]] bool cancelled() const { return object_->cancelled(); }

    /// Throws: InvalidStateError ("Result is not set."), CancelledError, or the exception that it
    /// finished with.
    // NOLINTNEXTLINE(modernize-use-nodiscard): it may be called for what it throws
    const ValueOf<T>& result() const {
        object_->check_result();
        return value_of<T>(*object_);
    }
    /// The exception that it finished with, or null.   Throws: InvalidStateError, CancelledError.
    [[nodiscard]] std::exception_ptr exception() const { return object_->exception(); }

    /// Throws: InvalidStateError if it is done; RuntimeError for a Task (since 3.7), whose only
    /// result is that of its coroutine.
    void set_result(ValueOf<T> value, SourceLocation where = SourceLocation::current()) const {
        here(where);
        set_result_of_object(std::move(value));
    }
    void set_result(SourceLocation where = SourceLocation::current()) const
        requires std::is_void_v<T>
    {
        here(where);
        set_result_of_object({});
    }
    /// Throws: InvalidStateError if it is done; TypeError if `exception` is null. RuntimeError for
    /// a Task (since 3.7).
    void set_exception(std::exception_ptr exception,
                       SourceLocation where = SourceLocation::current()) const {
        here(where);
        object_->set_exception(std::move(exception));
    }
    template <class Error>
        requires std::derived_from<Error, std::exception>
    void set_exception(Error error, SourceLocation where = SourceLocation::current()) const {
        set_exception(std::make_exception_ptr(std::move(error)), where);
    }

    /// Requests cancellation; returns false if it is done. A Task gets a CancelledError at the
    /// await at which it is suspended.
    // NOLINTNEXTLINE(modernize-use-nodiscard): usually called for its effect
    bool cancel(std::optional<std::string> message = {},
                SourceLocation where = SourceLocation::current()) const {
        here(where);
        return object_->cancel(std::move(message));
    }

    /// When the future is done, schedules `callback` with this future as its argument for the next
    /// iteration; at once if it is done already.
    void add_done_callback(const Callback<Future>& callback,
                           SourceLocation where = SourceLocation::current()) const {
        here(where);
        object_->add_done_callback(in_current_context(callback.object()));
    }
    /// A callback that does not take the future. As in Python the mistake shows only when it is
    /// called: TypeError.
    void add_done_callback(const Callback<>& callback,
                           SourceLocation where = SourceLocation::current()) const {
        here(where);
        object_->add_done_callback(in_current_context(callback.object()));
    }
    /// Returns how many times it had been added.
    // NOLINTNEXTLINE(modernize-use-nodiscard)
    std::size_t remove_done_callback(const Callback<Future>& callback,
                                     SourceLocation where = SourceLocation::current()) const {
        here(where);
        return object_->remove_done_callback(callback.object());
    }

    [[nodiscard]] EventLoop& get_loop() const { return object_->loop(); }
    [[nodiscard]] Id id() const { return object_->id(); }

    /// Awaiting a future that is done does not suspend.
    FutureAwaiter<T> operator co_await() const& { return FutureAwaiter<T>(*this); }
    FutureAwaiter<T> operator co_await() && { return FutureAwaiter<T>(std::move(*this)); }

    /// Identity: Python's `is`.
    bool operator==(const Future&) const = default;
    explicit operator bool() const { return static_cast<bool>(object_); }
    [[nodiscard]] const Ref<FutureBase>& object() const { return object_; }

private:
    void set_result_of_object(ValueOf<T> value) const {
        if (object_->as_task() != nullptr) {
            static_cast<TaskObject<T>&>(*object_).set_result(std::move(value));
        } else {
            static_cast<FutureObject<T>&>(*object_).set_result(std::move(value));
        }
    }

    Ref<FutureBase> object_;
};

/// Follows Future.__await__.
template <class T>
class FutureAwaiter {
public:
    explicit FutureAwaiter(Future<T> future)
        : future_(std::move(future)) {}

    [[nodiscard]] bool await_ready() const { return future_.done(); }
    void await_suspend(coro::Awaiting awaiting) {
        stack_ = &awaiting.stack();
        stack_->park(future_.object().get(), true);
    }
    T await_resume() {
        if (stack_ != nullptr) {
            stack_->rethrow_injected();
        }
        if (!future_.done()) {
            throw RuntimeError("await wasn't used with future");
        }
        future_.result();
        if constexpr (!std::is_void_v<T>) {
            return give_value<T>(*future_.object());
        }
    }

private:
    Future<T> future_;
    coro::AwaitStack* stack_ = nullptr;
};

/// Python's type(future).__name__.
template <class T>
std::string type_name(const Future<T>& future) {
    return future.object()->as_task() != nullptr ? "Task" : "Future";
}

}  // namespace corodemo::asyncio
