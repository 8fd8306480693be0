#include <concepts>

#include <doctest/doctest.h>

#include "core/asyncio/exceptions.hpp"
#include "core/asyncio/interpreter.hpp"
#include "core/asyncio/repr.hpp"

namespace corodemo::tests {

namespace {

using namespace asyncio;  // NOLINT(google-build-using-namespace)

template <class Error>
Described thrown(Error error) {
    return describe(std::make_exception_ptr(std::move(error)));
}

/// An exception type of a program.
class Refused : public ValueError {
public:
    using ValueError::ValueError;
    [[nodiscard]] const char* type() const noexcept override { return "Refused"; }
};

}  // namespace

TEST_CASE_TEMPLATE(
    "an exception has the name of its type, and the message that it was constructed with", Error,
    BaseException, Exception, AssertionError, AttributeError, RuntimeError, RecursionError,
    TypeError, ValueError, KeyboardInterrupt, SystemExit, CancelledError, InvalidStateError,
    Refused) {
    const std::string name = Error().type();
    CHECK(!name.empty());
    const Described with = thrown(Error("boom"));
    CHECK(with.type == name);
    CHECK(with.message == "boom");
    CHECK(with.has_message);
    const Described without = thrown(Error());
    CHECK(without.type == name);
    CHECK(without.message.empty());
    CHECK(!without.has_message);
}

TEST_CASE("exceptions are named and derived as in Python") {
    CHECK(thrown(Exception("boom")).type == "Exception");
    CHECK(thrown(SystemExit()).type == "SystemExit");
    CHECK(thrown(KeyboardInterrupt()).type == "KeyboardInterrupt");
    CHECK(thrown(Refused("no")).type == "Refused");
    CHECK(std::derived_from<RecursionError, RuntimeError>);
    CHECK(!std::derived_from<CancelledError, Exception>);
    CHECK(!std::derived_from<KeyboardInterrupt, Exception>);
    CHECK(!std::derived_from<SystemExit, Exception>);
}

TEST_CASE("an exception without a message is shown as Python shows it") {
    const Interpreter interpreter({PythonVersion(10), nullptr, nullptr, nullptr, false, {}});
    CHECK(repr(std::make_exception_ptr(Exception("boom"))) == "Exception('boom')");
    CHECK(repr(std::make_exception_ptr(Exception(""))) == "Exception('')");
    CHECK(repr(std::make_exception_ptr(Exception())) == "Exception()");
}

}  // namespace corodemo::tests
