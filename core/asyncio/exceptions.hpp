#pragma once

#include <exception>
#include <string>

#include "core/coro/builtin_exceptions.hpp"

namespace corodemo::asyncio {

using coro::AssertionError;
using coro::AttributeError;
using coro::BaseException;
using coro::Exception;
using coro::KeyboardInterrupt;
using coro::RecursionError;
using coro::RuntimeError;
using coro::SystemExit;
using coro::TypeError;
using coro::ValueError;

/// asyncio.CancelledError: a BaseException since 3.8, so that `catch (const Exception&)` does not
/// catch it.
class CancelledError : public BaseException {
public:
    using BaseException::BaseException;
    [[nodiscard]] const char* type() const noexcept override { return "CancelledError"; }
};

/// asyncio.InvalidStateError: an operation that is not allowed in the current state of a Future.
class InvalidStateError : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "InvalidStateError"; }
};

/// An exception as a trace shows it: the name of its type, and its message.
struct Described {
    std::string type;
    std::string message;
    bool has_message = false;
};
Described describe(const std::exception_ptr& exception);

bool is_cancelled_error(const std::exception_ptr& exception);
/// Whether it propagates out of the loop and ends the run, as KeyboardInterrupt and SystemExit do.
bool leaves_the_loop(const std::exception_ptr& exception);

}  // namespace corodemo::asyncio
