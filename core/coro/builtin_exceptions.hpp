#pragma once

#include <exception>
#include <string>
#include <utility>

// Python's built-in exceptions, as far as asyncio raises them: same names, same texts.

namespace corodemo::coro {

class BaseException : public std::exception {
public:
    BaseException(const char* type, std::string message)
        : type_(type),
          message_(std::move(message)),
          has_message_(true) {}
    /// Without arguments: `ValueError()`, which is not `ValueError('')`.
    explicit BaseException(const char* type)
        : type_(type) {}

    /// The name of its type, as Python prints it: `ValueError`.
    [[nodiscard]] const char* type() const noexcept { return type_; }
    [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }
    [[nodiscard]] bool has_message() const noexcept { return has_message_; }

private:
    const char* type_;
    std::string message_;
    bool has_message_ = false;
};

class KeyboardInterrupt : public BaseException {
public:
    KeyboardInterrupt()
        : BaseException("KeyboardInterrupt") {}
};

class SystemExit : public BaseException {
public:
    explicit SystemExit(std::string message)
        : BaseException("SystemExit", std::move(message)) {}
};

class Exception : public BaseException {
public:
    explicit Exception(std::string message)
        : BaseException("Exception", std::move(message)) {}

protected:
    using BaseException::BaseException;
};

class AssertionError : public Exception {
public:
    explicit AssertionError(std::string message)
        : Exception("AssertionError", std::move(message)) {}
};

class AttributeError : public Exception {
public:
    explicit AttributeError(std::string message)
        : Exception("AttributeError", std::move(message)) {}
};

class RuntimeError : public Exception {
public:
    explicit RuntimeError(std::string message)
        : Exception("RuntimeError", std::move(message)) {}
};

class RecursionError : public Exception {
public:
    explicit RecursionError(std::string message)
        : Exception("RecursionError", std::move(message)) {}
};

class TypeError : public Exception {
public:
    explicit TypeError(std::string message)
        : Exception("TypeError", std::move(message)) {}
};

class ValueError : public Exception {
public:
    explicit ValueError(std::string message)
        : Exception("ValueError", std::move(message)) {}
};

}  // namespace corodemo::coro
