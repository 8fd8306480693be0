#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <source_location>
#include <type_traits>
#include <utility>

#include "core/coro/await_stack.hpp"
#include "core/coro/awaitable.hpp"
#include "core/coro/builtin_exceptions.hpp"
#include "core/coro/outcome.hpp"

namespace corodemo::coro {

template <class T>
class Promise;
template <class T>
class PromiseWithAwaits;
template <class T>
class CoroAwaiter;

/// The lazy coroutine object: what calling a coroutine function returns, as in Python. Nothing of
/// its body has run.
///
/// It runs when another coroutine awaits it (as part of that coroutine's task, without another
/// iteration of the loop), or when it is wrapped in a Task. Either takes ownership, so it can be
/// awaited only once: `co_await f()`, or `co_await std::move(c)` for a variable `c`.
template <class T = void>
class [[nodiscard]] Coro : public CoroBase {
public:
    using promise_type = Promise<T>;
    using value_type = T;

    Coro() = default;

    [[nodiscard]] PromiseWithAwaits<T>* promise() const {
        return static_cast<PromiseWithAwaits<T>*>(promise_);
    }

protected:
    friend class Promise<T>;
    explicit Coro(PromiseWithAwaits<T>& promise)
        : CoroBase(promise) {}
};

/// What is accepted wherever Python accepts a coroutine object: a Coro, or a type that converts to
/// one and names its value_type, as sleep(1s) does.
template <class C>
concept Coroutine =
    requires { typename C::value_type; } && std::convertible_to<C, Coro<typename C::value_type>>;

/// Suspends a coroutine that has ended, so that the one that awaits it is resumed.
struct FinalAwaiter {
    static bool await_ready() noexcept { return false; }
    static void await_suspend(Awaiting ended) noexcept { ended.stack().pop(); }
    static void await_resume() noexcept {}
};

/// The part of a promise that is the same for all value types.
template <class T>
class PromiseWithAwaits : public PromiseBase {
public:
    template <class... Arguments>
    explicit PromiseWithAwaits(const Arguments&... arguments)
        : PromiseBase(call_among(arguments...)) {}

    static std::suspend_always initial_suspend() noexcept { return {}; }
    static FinalAwaiter final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept { outcome_.set_exception(std::current_exception()); }

    /// Notes the line of the co_await, which the defaulted parameter captures.
    template <class U>
    CoroAwaiter<U> await_transform(Coro<U>&& coro,
                                   std::source_location where = std::source_location::current()) {
        set_line(where.line());
        return CoroAwaiter<U>(std::move(coro));
    }
    /// Not even once by its name, which would not show that it is moved from.
    template <class U>
    std::suspend_never await_transform(Coro<U>& /*coro*/) {
        static_assert(!std::same_as<U, U>,
                      "a coroutine is awaited only once, and moved from: co_await std::move(coro)");
        return {};
    }

    template <Awaitable A>
    auto await_transform(A&& awaitable,
                         std::source_location where = std::source_location::current()) {
        set_line(where.line());
        return awaiter_of(std::forward<A>(awaitable));
    }
    /// Any other awaitable could not tell the task to wait for it.
    template <class Other>
        requires(!Awaitable<Other> && !std::derived_from<std::remove_cvref_t<Other>, CoroBase>)
    std::suspend_never await_transform(Other&& /*other*/) {
        static_assert(
            Awaitable<Other>,
            "only a Coro, a Future, a Task or sleep() can be awaited here: an awaitable of "
            "another library does not know this event loop. Let it complete a Future "
            "(loop.create_future(), then set_result()), and await that");
        return {};
    }

    [[nodiscard]] Outcome<T>& outcome() { return outcome_; }

protected:
    /// The one among the arguments of a coroutine function.
    template <class... Arguments>
    static CallSite call_among(const Arguments&... arguments) {
        CallSite call("<unnamed>");
        call.line = 0;
        const auto find = [&]<class Argument>(const Argument& argument) {
            if constexpr (std::same_as<Argument, CallSite>) {
                call = argument;
            }
        };
        (find(arguments), ...);
        return call;
    }

    Outcome<T> outcome_;
};

template <class T>
class Promise final : public PromiseWithAwaits<T> {
public:
    using PromiseWithAwaits<T>::PromiseWithAwaits;

    Coro<T> get_return_object() {
        this->coroutine_ = std::coroutine_handle<Promise>::from_promise(*this);
        return Coro<T>(*this);
    }
    template <class U = T>
        requires std::constructible_from<T, U&&>
    void return_value(U&& value) {
        this->outcome_.set_value(std::forward<U>(value));
    }
};

template <>
class Promise<void> final : public PromiseWithAwaits<void> {
public:
    using PromiseWithAwaits<void>::PromiseWithAwaits;

    Coro<void> get_return_object() {
        this->coroutine_ = std::coroutine_handle<Promise>::from_promise(*this);
        return Coro<void>(*this);
    }
    void return_void() { this->outcome_.set_value(); }
};

/// Awaits a coroutine, which runs at once, as part of the awaiting task.
template <class T>
class CoroAwaiter {
public:
    explicit CoroAwaiter(Coro<T>&& coro)
        : coro_(std::move(coro)) {
        if (!coro_) {
            throw RuntimeError("cannot reuse already awaited coroutine");
        }
    }

    static bool await_ready() noexcept { return false; }
    void await_suspend(Awaiting awaiting) { awaiting.stack().push(coro_); }
    T await_resume() { return coro_.promise()->outcome().take(); }

private:
    Coro<T> coro_;
};

}  // namespace corodemo::coro
