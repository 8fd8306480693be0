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
using coro::LookupError;
using coro::ModuleNotFoundError;
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

/// asyncio.TimeoutError; since 3.11 the built-in one.
class TimeoutError : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "TimeoutError"; }
};

/// asyncio.QueueEmpty: get_nowait() on a queue that has no items.
class QueueEmpty : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "QueueEmpty"; }
};

/// asyncio.QueueFull: put_nowait() on a queue that has maxsize items.
class QueueFull : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "QueueFull"; }
};

/// asyncio.QueueShutDown: put() or get() on a queue that was shut down.
class QueueShutDown : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "QueueShutDown"; }
};

/// asyncio.BrokenBarrierError: a barrier that is broken or reset while tasks wait at it.
class BrokenBarrierError : public RuntimeError {
public:
    using RuntimeError::RuntimeError;
    [[nodiscard]] const char* type() const noexcept override { return "BrokenBarrierError"; }
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
