#pragma once

#include <string>
#include <utility>

#include "core/asyncio/interpreter.hpp"
#include "core/asyncio/repr.hpp"

namespace corodemo::asyncio {

/// The part of a variable that does not depend on its type.
class VariableBase {
public:
    VariableBase(const VariableBase&) = delete;
    VariableBase& operator=(const VariableBase&) = delete;

    [[nodiscard]] const char* name() const { return name_; }
    /// The repr() of its value.
    [[nodiscard]] virtual std::string text() const = 0;

protected:
    explicit VariableBase(const char* name)
        : name_(name) {
        interpreter().reporter().variable_begins(*this);
    }
    ~VariableBase() = default;
    /// To be called by the destructor, while there is a value.
    void end() const { interpreter().reporter().variable_ends(*this); }

private:
    const char* name_;
};

/// A variable of the program whose value a trace follows: a local one of a coroutine, or one of
/// the module. It stands for its value, and is called as it is in Python:
///
///     const Variable seen("seen", int{balance});
template <class T>
class Variable final : public VariableBase {
public:
    Variable(const char* name, T value)
        : VariableBase(name),
          value_(std::move(value)) {}
    ~Variable() { end(); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

    Variable& operator=(T value) {
        value_ = std::move(value);
        return *this;
    }
    // NOLINTNEXTLINE(google-explicit-constructor): it stands for its value
    operator const T&() const { return value_; }

    [[nodiscard]] std::string text() const override { return repr_of(value_); }

private:
    T value_;
};

template <class T>
std::string repr(const Variable<T>& variable) {
    return variable.text();
}

}  // namespace corodemo::asyncio
