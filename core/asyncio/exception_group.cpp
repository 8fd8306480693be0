#include "core/asyncio/exception_group.hpp"

#include "core/asyncio/repr.hpp"

namespace corodemo::asyncio {

namespace {

/// Python's BaseExceptionGroup, where it is no ExceptionGroup.
class OtherExceptionGroup final : public BaseExceptionGroup, public BaseException {
public:
    OtherExceptionGroup(std::string message, ExceptionTuple exceptions)
        : BaseExceptionGroup(std::move(message), std::move(exceptions)),
          BaseException(text()) {}
    [[nodiscard]] const char* type() const noexcept override { return "BaseExceptionGroup"; }
};

/// Whether `except Exception` catches it. An exception of C++ is one in Python.
bool is_exception(const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const Exception&) {
        return true;
    } catch (const BaseException&) {
        return false;
    } catch (...) {
        return true;
    }
}

std::string joined(const ExceptionTuple& exceptions) {
    std::string text;
    for (const std::exception_ptr& exception : exceptions) {
        text += (text.empty() ? "" : ", ") + repr(exception);
    }
    return text;
}

}  // namespace

BaseExceptionGroup::BaseExceptionGroup(std::string message, ExceptionTuple exceptions)
    : message_(std::move(message)),
      exceptions_(std::move(exceptions)) {
    if (exceptions_.empty()) {
        throw ValueError("second argument (exceptions) must be a non-empty sequence");
    }
}

std::string BaseExceptionGroup::text() const {
    return message_ + " (" + std::to_string(exceptions_.size()) + " sub-exception" +
           (exceptions_.size() == 1 ? ")" : "s)");
}

std::exception_ptr BaseExceptionGroup::derive(ExceptionTuple exceptions) const {
    return exceptions.empty() ? nullptr : make_exception_group(message_, std::move(exceptions));
}

BaseExceptionGroup::Split BaseExceptionGroup::split(const Condition& condition) const {
    ExceptionTuple matching;
    ExceptionTuple rest;
    for (const std::exception_ptr& exception : exceptions_) {
        if (condition(exception)) {
            matching.push_back(exception);
            continue;
        }
        try {
            std::rethrow_exception(exception);
        } catch (const BaseExceptionGroup& group) {
            const Split inner = group.split(condition);
            if (inner.matching) {
                matching.push_back(inner.matching);
            }
            if (inner.rest) {
                rest.push_back(inner.rest);
            }
        } catch (...) {
            rest.push_back(exception);
        }
    }
    return {derive(std::move(matching)), derive(std::move(rest))};
}

std::exception_ptr make_exception_group(std::string message, ExceptionTuple exceptions) {
    for (const std::exception_ptr& exception : exceptions) {
        if (!is_exception(exception)) {
            return std::make_exception_ptr(
                OtherExceptionGroup(std::move(message), std::move(exceptions)));
        }
    }
    return std::make_exception_ptr(ExceptionGroup(std::move(message), std::move(exceptions)));
}

std::string repr_of_arguments(const BaseExceptionGroup& group) {
    return "(" + repr(group.message()) + ", [" + joined(group.exceptions()) + "])";
}

std::string repr(const ExceptionTuple& exceptions) {
    return "(" + joined(exceptions) + (exceptions.size() == 1 ? ",)" : ")");
}

}  // namespace corodemo::asyncio
