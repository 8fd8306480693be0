#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include "core/asyncio/exceptions.hpp"
#include "core/asyncio/interpreter.hpp"
#include "core/asyncio/repr.hpp"
#include "core/containers/ref.hpp"

namespace corodemo::asyncio {

class EventLoop;
class FutureBase;
template <class T>
class FutureObject;

/// What a handle calls: a function of the program or of the library. Compared by identity
/// (remove_done_callback()).
class CallbackObject : public RefCounted {
public:
    /// Whose function it is.
    enum class Owner : std::uint8_t {
        program,
        gather,
        wait,
        run_until_complete,
        task_group,
        as_completed,
        shield,
        wait_for,
        other,
    };

    explicit CallbackObject(Owner owner, std::string name = {})
        : owner_(owner),
          name_(std::move(name)) {}

    /// `future` is the one that is done; null for call_soon(), call_later() and call_at().
    virtual void call(FutureBase* future) = 0;

    [[nodiscard]] Owner owner() const { return owner_; }
    /// Empty for the library's own, unless nothing else says what it is for (Owner::other).
    [[nodiscard]] const std::string& function_name() const { return name_; }
    /// What is the same callable to Python, however often it is scheduled: this object itself, or
    /// the function of one that has its arguments with it.
    [[nodiscard]] virtual CallbackObject& callable() { return *this; }
    /// Those arguments, each as Python writes it.
    [[nodiscard]] virtual std::vector<std::string> repr_arguments() const { return {}; }

    Id id;  ///< the reporter's: its name in the trace

private:
    Owner owner_;
    std::string name_;
};

/// What a done callback takes.
template <class Argument>
concept TakesFuture = requires(FutureBase* future) {
    typename Argument::value_type;
    Argument(future);
};

/// A named function of the program, to pass to call_soon(), call_later(), call_at() or
/// add_done_callback(). Copies are the same callable. Usually made by callback().
template <class... Arguments>
class Callback {
public:
    Callback(std::string name, std::function<void(Arguments...)> function)
        : object_(new Object(std::move(name), std::move(function))) {}

    /// A function without a name, which Python would show as a lambda.
    template <std::invocable<Arguments...> Function>
        requires(!std::same_as<std::remove_cvref_t<Function>, Callback>)
    // Implicit, since every function is a callback.
    // NOLINTNEXTLINE(google-explicit-constructor, bugprone-forwarding-reference-overload)
    Callback(Function&& function)
        : Callback("<lambda>", std::forward<Function>(function)) {}

    [[nodiscard]] const Ref<CallbackObject>& object() const { return object_; }
    /// A call of it with these arguments.
    [[nodiscard]] Ref<CallbackObject> with(Arguments... arguments) const
        requires(sizeof...(Arguments) > 0)
    {
        return Ref<CallbackObject>(new WithArguments(object_, std::move(arguments)...));
    }

private:
    class Object final : public CallbackObject {
    public:
        Object(std::string name, std::function<void(Arguments...)> function)
            : CallbackObject(Owner::program, std::move(name)),
              function_(std::move(function)) {}
        void call(FutureBase* future) override {
            if constexpr (sizeof...(Arguments) == 0) {
                if (future != nullptr) {
                    throw TypeError(function_name() +
                                    "() takes 0 positional arguments but 1 was given");
                }
                function_();
            } else if constexpr ((TakesFuture<Arguments> && ...)) {
                function_(Arguments(future)...);
            }  // any other is called by way of WithArguments
        }
        [[nodiscard]] const std::function<void(Arguments...)>& function() const {
            return function_;
        }

    private:
        std::function<void(Arguments...)> function_;
    };

    class WithArguments final : public CallbackObject {
    public:
        explicit WithArguments(const Ref<CallbackObject>& callable, Arguments... arguments)
            : CallbackObject(Owner::program, callable->function_name()),
              callable_(callable),
              arguments_(std::move(arguments)...) {}
        void call(FutureBase* /*future*/) override {
            std::apply(static_cast<Object&>(*callable_).function(), arguments_);
        }
        [[nodiscard]] CallbackObject& callable() override { return *callable_; }
        [[nodiscard]] std::vector<std::string> repr_arguments() const override {
            return std::apply(
                [](const auto&... each) { return std::vector<std::string>{repr_of(each)...}; },
                arguments_);
        }

    private:
        Ref<CallbackObject> callable_;
        std::tuple<Arguments...> arguments_;
    };

    Ref<CallbackObject> object_;
};

/// The callback as it has to be called later, if its context is to be the current one: since 3.7.
Ref<CallbackObject> in_current_context(const Ref<CallbackObject>& callback);

/// The first argument of a callback that is scheduled, and the location of the call: see
/// FirstValue.
template <class Value>
class FirstArgument {
public:
    template <std::convertible_to<Value> From>
    // NOLINTNEXTLINE(google-explicit-constructor): meant to convert implicitly
    FirstArgument(From&& from, SourceLocation place = SourceLocation::current())
        : value(std::forward<From>(from)),
          where(place) {}

    Value value;
    SourceLocation where;
};

template <class Result, class... Arguments>
Callback<Arguments...> callback_of(std::string name, std::function<Result(Arguments...)> function) {
    return Callback<Arguments...>(std::move(name), std::move(function));
}

/// A function with its name, which C++ cannot derive:
///
///     auto done = callback("done", [](Future<int> f) { ... });
template <class Function>
auto callback(std::string name, Function function) {
    return callback_of(std::move(name), std::function(std::move(function)));
}

/// A function with its first argument bound: `callback("done", partial(done, "word"))`. Follows
/// functools.partial.
template <class First, class... Rest>
auto partial(void (*function)(First, Rest...),
             const std::type_identity_t<std::remove_cvref_t<First>>& first) {
    return [function, first](Rest... rest) { function(first, std::move(rest)...); };
}

/// A scheduled call, as call_soon() makes it. Follows asyncio.events.Handle; TimerObject follows
/// TimerHandle.
class HandleObject : public RefCounted {
public:
    HandleObject(EventLoop& loop, Ref<CallbackObject> callback)
        : loop_(loop),
          callback_(std::move(callback)) {}

    /// Prevents the call. Has no effect if it is cancelled already.
    void cancel();
    [[nodiscard]] bool cancelled() const { return cancelled_; }

    /// Calls what is to be called, and holds it no longer, for that may hold the handle. It may
    /// cancel its own handle meanwhile. If it raises, it stays until forget_callback().
    virtual void run();
    /// Notes that it has left the loop's queues, to be run, skipped or dropped.
    void leave_queue() { queued_ = false; }
    /// Releases the callback, which will not be called again and may hold this handle.
    virtual void forget_callback() { callback_ = nullptr; }

    /// Null once it is cancelled, or has run.
    [[nodiscard]] CallbackObject* callback() const { return callback_.get(); }
    [[nodiscard]] EventLoop& loop() const { return loop_; }

    Id id;                      ///< the reporter's: its name in the trace
    EventNumber scheduled = 0;  ///< the reporter's: the event that scheduled it

protected:
    virtual void on_cancel() { forget_callback(); }

private:
    EventLoop& loop_;
    Ref<CallbackObject> callback_;
    Ref<ContextObject> context_ = copy_of_context();
    bool cancelled_ = false;
    bool queued_ = true;
};

/// A handle with a deadline, made by call_later(), call_at(), a sleep or a timeout.
class TimerObject final : public HandleObject {
public:
    enum class Purpose : std::uint8_t { call_later, call_at, sleep, timeout };

    /// Calls `callback`.
    TimerObject(EventLoop& loop, Time when, Purpose purpose, Ref<CallbackObject> callback);
    /// Completes `future`, unless it is done. Follows
    /// asyncio.futures._set_result_unless_cancelled.
    TimerObject(EventLoop& loop, Time when, Purpose purpose, Ref<FutureObject<void>> future);
    ~TimerObject() override;

    void run() override;
    void forget_callback() override;

    [[nodiscard]] Time when() const { return when_; }
    [[nodiscard]] Purpose purpose() const { return purpose_; }
    [[nodiscard]] FutureObject<void>* future() const { return future_.get(); }

    bool in_heap = true;       ///< whether it is in the loop's queue of timers
    std::uint32_t pushed = 0;  ///< its sequence number in that queue

protected:
    void on_cancel() override;

private:
    Time when_;
    Purpose purpose_;
    Ref<FutureObject<void>> future_;
};

/// The program's reference to a handle. Follows asyncio.Handle.
class Handle {
public:
    explicit Handle(Ref<HandleObject> object)
        : object_(std::move(object)) {}

    /// Prevents the callback from being called; has no effect once it has been called.
    void cancel(SourceLocation where = SourceLocation::current()) {
        here(where);
        object_->cancel();
    }
    [[nodiscard]] bool cancelled() const { return object_->cancelled(); }

private:
    Ref<HandleObject> object_;
};

/// Follows asyncio.TimerHandle.
class TimerHandle : public Handle {
public:
    explicit TimerHandle(const Ref<TimerObject>& object)
        : Handle(object),
          when_(object->when()) {}

    /// Its deadline.
    [[nodiscard]] Time when() const { return when_; }

private:
    Time when_;
};

}  // namespace corodemo::asyncio
