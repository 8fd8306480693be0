#pragma once

#include <exception>
#include <optional>
#include <string>
#include <utility>

// Those of Python's built-in exceptions that asyncio raises or handles, with the same names and
// texts.

namespace corodemo::coro {

/// Python's BaseException. Each derived type overrides its name, and takes the same arguments: a
/// message or nothing (`ValueError()` is not `ValueError('')`):
///
///     class ValueError : public Exception {
///     public:
///         using Exception::Exception;
///         [[nodiscard]] const char* type() const noexcept override { return "ValueError"; }
///     };
class BaseException : public std::exception {
public:
    BaseException() = default;
    explicit BaseException(std::string message)
        : message_(std::move(message)) {}

    /// The name of its type, as Python prints it: `ValueError`.
    [[nodiscard]] virtual const char* type() const noexcept { return "BaseException"; }
    [[nodiscard]] const char* what() const noexcept override {
        return message_ ? message_->c_str() : "";
    }
    [[nodiscard]] bool has_message() const noexcept { return message_.has_value(); }

private:
    std::optional<std::string> message_;
};

/// `catch (const Exception&)` is Python's `except Exception:`.
class Exception : public BaseException {
public:
    using BaseException::BaseException;
    [[nodiscard]] const char* type() const noexcept override { return "Exception"; }
};

class AssertionError : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "AssertionError"; }
};

class AttributeError : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "AttributeError"; }
};

class LookupError : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "LookupError"; }
};

class ModuleNotFoundError : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "ModuleNotFoundError"; }
};

class RuntimeError : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "RuntimeError"; }
};

class RecursionError : public RuntimeError {
public:
    using RuntimeError::RuntimeError;
    [[nodiscard]] const char* type() const noexcept override { return "RecursionError"; }
};

class TypeError : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "TypeError"; }
};

class ValueError : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "ValueError"; }
};

/// Ctrl-C. Not an Exception; a task or callback that raises it ends the run.
class KeyboardInterrupt : public BaseException {
public:
    using BaseException::BaseException;
    [[nodiscard]] const char* type() const noexcept override { return "KeyboardInterrupt"; }
};

/// What aclose() throws into an async generator. Not an Exception.
class GeneratorExit : public BaseException {
public:
    using BaseException::BaseException;
    [[nodiscard]] const char* type() const noexcept override { return "GeneratorExit"; }
};

/// sys.exit(). Not an Exception; a task or callback that raises it ends the run.
class SystemExit : public BaseException {
public:
    using BaseException::BaseException;
    [[nodiscard]] const char* type() const noexcept override { return "SystemExit"; }
};

}  // namespace corodemo::coro
