#pragma once

#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/asyncio/exceptions.hpp"

namespace corodemo::asyncio {

/// The exceptions of a group: a tuple in Python.
class ExceptionTuple : public std::vector<std::exception_ptr> {
    using std::vector<std::exception_ptr>::vector;
};

/// Several exceptions that are raised together. `catch (const BaseExceptionGroup&)` catches any
/// group, as in Python. (It is a class beside the exceptions of C++: an ExceptionGroup is an
/// Exception, too.)
class BaseExceptionGroup {
public:
    using Condition = std::function<bool(const std::exception_ptr&)>;
    /// Two groups with the message of this one; null where no exception is left for one.
    struct Split {
        std::exception_ptr matching;
        std::exception_ptr rest;
    };

    virtual ~BaseExceptionGroup() = default;

    [[nodiscard]] const std::string& message() const { return message_; }
    [[nodiscard]] const ExceptionTuple& exceptions() const { return exceptions_; }

    /// Divides the exceptions, those of groups within it as well: what `except*` does.
    [[nodiscard]] Split split(const Condition& condition) const;
    /// By type: `errors.split<ValueError>()`.
    template <class Error>
    [[nodiscard]] Split split() const {
        return split([](const std::exception_ptr& exception) {
            try {
                std::rethrow_exception(exception);
            } catch (const Error&) {
                return true;
            } catch (...) {
                return false;
            }
        });
    }
    /// A group of these exceptions with the message of this one.
    [[nodiscard]] std::exception_ptr derive(ExceptionTuple exceptions) const;

protected:
    /// Throws: ValueError if there are no exceptions.
    BaseExceptionGroup(std::string message, ExceptionTuple exceptions);
    BaseExceptionGroup(const BaseExceptionGroup&) = default;
    BaseExceptionGroup& operator=(const BaseExceptionGroup&) = default;

    /// "unhandled errors in a TaskGroup (2 sub-exceptions)"
    [[nodiscard]] std::string text() const;

private:
    std::string message_;
    ExceptionTuple exceptions_;
};

/// A group of nothing but Exceptions.
class ExceptionGroup final : public BaseExceptionGroup, public Exception {
public:
    ExceptionGroup(std::string message, ExceptionTuple exceptions)
        : BaseExceptionGroup(std::move(message), std::move(exceptions)),
          Exception(text()) {}
    [[nodiscard]] const char* type() const noexcept override { return "ExceptionGroup"; }
};

/// An ExceptionGroup if all are Exceptions, else one that no `catch (const Exception&)` catches.
std::exception_ptr make_exception_group(std::string message, ExceptionTuple exceptions);

std::string repr(const ExceptionTuple& exceptions);
/// What follows the name in the repr() of a group: "('message', [ValueError('no')])".
std::string repr_of_arguments(const BaseExceptionGroup& group);

}  // namespace corodemo::asyncio
