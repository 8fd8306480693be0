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
class CoroAwaiter;

/// The lazy coroutine object: what calling a coroutine function gives, in Python as here. Nothing
/// of its body has run.
///
/// It runs when another coroutine awaits it (then in that coroutine's task, without a turn of the
/// loop), or when a Task is made of it. Either takes it over, so it can be awaited once: `co_await
/// f()`, or `co_await std::move(c)` for a `c` that stood in a variable.
template <class T = void>
class [[nodiscard]] Coro : public CoroBase {
public:
    using promise_type = Promise<T>;
    using value_type = T;

    Coro() = default;

    [[nodiscard]] Promise<T>* promise() const { return static_cast<Promise<T>*>(promise_); }

private:
    friend class Promise<T>;
    explicit Coro(Promise<T>& promise)
        : CoroBase(promise) {}
};

/// What can stand wherever Python takes a coroutine object: a Coro, or what converts to one and
/// says of which type, as sleep(1s) does.
template <class C>
concept Coroutine =
    requires { typename C::value_type; } && std::convertible_to<C, Coro<typename C::value_type>>;

/// Stops a coroutine that has ended, and lets the one that awaits it go on.
struct FinalAwaiter {
    static bool await_ready() noexcept { return false; }
    static void await_suspend(Awaiting ended) noexcept { ended.stack().pop(); }
    static void await_resume() noexcept {}
};

/// What the promises of all value types do alike.
template <class T>
class PromiseWithAwaits : public PromiseBase {
public:
    template <class... Arguments>
    explicit PromiseWithAwaits(const Arguments&... arguments)
        : PromiseBase(call_among(arguments...)) {}

    static std::suspend_always initial_suspend() noexcept { return {}; }
    static FinalAwaiter final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept { outcome_.set_exception(std::current_exception()); }

    /// Notes the line of the co_await, which the defaulted parameter tells.
    template <class U>
    CoroAwaiter<U> await_transform(Coro<U>&& coro,
                                   std::source_location where = std::source_location::current()) {
        set_line(where.line());
        return CoroAwaiter<U>(std::move(coro));
    }
    template <class U>
    void await_transform(Coro<U>& coro) =
        delete;  // a coroutine is awaited once: co_await std::move(coro)

    template <Awaitable A>
    auto await_transform(A&& awaitable,
                         std::source_location where = std::source_location::current()) {
        set_line(where.line());
        return awaiter_of(std::forward<A>(awaitable));
    }
    /// Anything else would not tell the task that it waits, which would go on at once.
    template <class Other>
        requires(!Awaitable<Other>)
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
    Outcome<T> outcome_;

private:
    template <class... Arguments>
    static CallSite call_among(const Arguments&... arguments) {
        CallSite call("<unnamed>");
        call.line = 0;
        const auto look = [&]<class Argument>(const Argument& argument) {
            if constexpr (std::same_as<Argument, CallSite>) {
                call = argument;
            }
        };
        (look(arguments), ...);
        return call;
    }
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

/// Awaits a coroutine: it runs at once, as part of the task that awaits it.
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
