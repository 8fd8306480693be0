#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

#include "core/coro/builtin_exceptions.hpp"
#include "core/coro/outcome.hpp"
#include "core/trace/id.hpp"

// Values as Python writes them: repr() for a trace, str() for print(). A type of the program can
// define `std::string repr(const It&)` in its namespace; without one it is shown by its name, as
// `<Point>`.

namespace corodemo::asyncio {

using coro::None;

/// A str as Python writes it: in single quotes, unless it contains these and no double quotes.
std::string repr(std::string_view text);
std::string repr(double number);
std::string repr(const std::exception_ptr& exception);
std::string repr(const coro::BaseException& exception);

inline std::string repr(None) {
    return "None";
}
inline std::string repr(const char* text) {
    return repr(std::string_view(text));
}
inline std::string repr(const std::string& text) {
    return repr(std::string_view(text));
}
template <std::integral Number>
std::string repr(Number number) {
    if constexpr (std::same_as<Number, bool>) {
        return number ? "True" : "False";
    } else {
        return std::to_string(number);
    }
}

/// An object that has an id in the trace is shown as that id; without a trace, as `<Task>`.
template <class Object>
    requires requires(const Object& object) {
        { object.id() } -> std::same_as<trace::Id>;
    }
std::string repr(const Object& object) {
    if constexpr (requires { type_name(object); }) {
        return object.id() ? trace::to_string(object.id()) : "<" + type_name(object) + ">";
    } else {
        return trace::to_string(object.id());
    }
}

/// `<Point>`, for a type that has no repr().
std::string repr_of_type(const std::type_info& type);

/// The repr() of any value.
template <class T>
std::string repr_of(const T& value);

template <class T>
std::string repr(const std::optional<T>& value);
template <class T>
std::string repr(const std::vector<T>& list);
template <class First, class Second>
std::string repr(const std::pair<First, Second>& pair);
template <class T>
std::string repr(const coro::Outcome<T>& outcome);

template <class T>
std::string repr(const std::optional<T>& value) {
    return value ? repr_of(*value) : repr(None());
}

template <class T>
std::string repr(const std::vector<T>& list) {
    std::string text = "[";
    for (std::size_t i = 0; i < list.size(); ++i) {
        text += (i == 0 ? "" : ", ") + repr_of(list[i]);
    }
    return text + "]";
}

template <class First, class Second>
std::string repr(const std::pair<First, Second>& pair) {
    return "(" + repr_of(pair.first) + ", " + repr_of(pair.second) + ")";
}

template <class T>
std::string repr(const coro::Outcome<T>& outcome) {
    return outcome.has_value() ? repr_of(outcome.value()) : repr(outcome.exception());
}

template <class T>
std::string repr_of(const T& value) {
    if constexpr (requires { repr(value); }) {
        return repr(value);
    } else {
        return repr_of_type(typeid(T));
    }
}

/// Python's type(text).__name__.
inline std::string type_name(const std::string& /*text*/) {
    return "str";
}

/// A value as print() shows it: a str as it is, anything else as its repr().
inline std::string str(std::string_view text) {
    return std::string(text);
}
inline std::string str(const char* text) {
    return text;
}
inline std::string str(const std::string& text) {
    return text;
}
/// Of an exception its message.
inline std::string str(const coro::BaseException& exception) {
    return exception.what();
}
template <class T>
    requires(!std::convertible_to<const T&, std::string_view> &&
             !std::derived_from<T, coro::BaseException>)
std::string str(const T& value) {
    return repr_of(value);
}

}  // namespace corodemo::asyncio
