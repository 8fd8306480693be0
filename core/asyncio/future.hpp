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

/// A future that somebody completes with a value of type T.
template <class T>
class FutureObject : public FutureBase {
public:
    /// `purpose` is the trace's word for what it is made for.
    FutureObject(EventLoop& loop, const char* purpose)
        : FutureBase(loop, Kind::future) {
        reporter().future_created(*this, purpose);
    }

    /// Throws: InvalidStateError.
    void set_result(ValueOf<T> value) {
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
    /// For a derived class that reports its creation itself.
    FutureObject(EventLoop& loop, Kind kind)
        : FutureBase(loop, kind) {}

private:
    std::optional<ValueOf<T>> value_;
};

template <class T>
class FutureAwaiter;
template <class T>
class TaskObject;

/// Whether a value can be given to more than one. A vector says so of itself whatever is in it.
template <class Value>
constexpr bool kCopyable = std::copy_constructible<Value>;
template <class Item>
constexpr bool kCopyable<std::vector<Item>> = kCopyable<Item>;

/// The value that a future, whose type is T, is done with.
template <class T>
const ValueOf<T>& value_of(const FutureBase& future) {
    return *static_cast<const ValueOf<T>*>(future.value());
}
/// The value for whoever awaits the future: a copy, or, if it is move-only, the value itself. Then
/// the first takes it.
template <class T>
ValueOf<T> give_value(FutureBase& future) {
    const ValueOf<T>& value = value_of<T>(future);
    if constexpr (kCopyable<ValueOf<T>>) {
        return value;
    } else {
        return std::move(const_cast<ValueOf<T>&>(value));  // it is no constant: the future made it
    }
}

/// A result that is not there yet. Follows asyncio.Future. This is a reference to it, as every
/// variable in Python is: copies are the same future.
///
/// For code that has no coroutine of its own: whoever calls set_result() completes it, whoever
/// awaits it goes on in the next iteration.
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

    /// Throws: InvalidStateError if it is done. A Task takes no result but its coroutine's.
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
    /// a Task, which takes no exception but its coroutine's.
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

    /// Asks it to be cancelled; false if it was done. A Task takes the request to the await at
    /// which it stands.
    // NOLINTNEXTLINE(modernize-use-nodiscard): asking is what counts
    bool cancel(std::optional<std::string> message = {},
                SourceLocation where = SourceLocation::current()) const {
        here(where);
        return object_->cancel(std::move(message));
    }

    /// `callback` is called with this future, by the loop, in the iteration after the one in which
    /// it is done. If it is done already: in the next.
    void add_done_callback(const Callback<Future>& callback,
                           SourceLocation where = SourceLocation::current()) const {
        here(where);
        object_->add_done_callback(callback.object());
    }
    /// One that does not take the future. As in Python nobody notices before it is called, which
    /// then raises TypeError.
    void add_done_callback(const Callback<>& callback,
                           SourceLocation where = SourceLocation::current()) const {
        here(where);
        object_->add_done_callback(callback.object());
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

    /// A future that is done does not suspend who awaits it.
    FutureAwaiter<T> operator co_await() const { return FutureAwaiter<T>(*this); }

    /// The same future?
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
        stack_->park(future_.object().get());
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
