#pragma once

#include <exception>
#include <type_traits>
#include <utility>
#include <variant>

namespace corodemo::coro {

/// Python's None: the value of a coroutine that returns none, where one is needed (say in a list of
/// results).
struct None {
    bool operator==(const None&) const = default;
};

/// `T`, or None for void.
template <class T>
using ValueOf = std::conditional_t<std::is_void_v<T>, None, T>;

/// The outcome of a computation: nothing yet, a value, or an exception.
template <class T>
class Outcome {
public:
    using Value = ValueOf<T>;

    template <class... Args>
    void set_value(Args&&... args) {
        state_.template emplace<Value>(std::forward<Args>(args)...);
    }
    void set_exception(std::exception_ptr exception) { state_ = std::move(exception); }

    [[nodiscard]] bool empty() const { return std::holds_alternative<std::monostate>(state_); }
    [[nodiscard]] bool has_value() const { return std::holds_alternative<Value>(state_); }

    /// The exception, or null.
    [[nodiscard]] std::exception_ptr exception() const {
        const auto* exception = std::get_if<std::exception_ptr>(&state_);
        return exception != nullptr ? *exception : nullptr;
    }

    /// Requires: has_value().
    [[nodiscard]] const Value& value() const { return *std::get_if<Value>(&state_); }

    /// Moves the value out, or throws the exception. Requires: not empty().
    T take() {
        if (const auto* exception = std::get_if<std::exception_ptr>(&state_)) {
            std::rethrow_exception(*exception);
        }
        if constexpr (!std::is_void_v<T>) {
            return std::move(*std::get_if<Value>(&state_));
        }
    }

private:
    std::variant<std::monostate, Value, std::exception_ptr> state_;
};

}  // namespace corodemo::coro
