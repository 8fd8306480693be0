#include "core/asyncio/exceptions.hpp"

#include "core/asyncio/interpreter.hpp"

namespace corodemo::asyncio {

Described describe(const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const BaseException& error) {
        return {error.type(), error.what(), error.has_message()};
    } catch (const std::exception& error) {  // a C++ exception, which has no name in Python
        return {"Exception", error.what(), true};
    } catch (...) {
        return {"Exception", {}, false};
    }
}

namespace {

template <class... Errors>
bool is_one_of(const std::exception_ptr& exception) {
    if (!exception) {
        return false;
    }
    try {
        std::rethrow_exception(exception);
    } catch (const BaseException& error) {
        return ((dynamic_cast<const Errors*>(&error) != nullptr) || ...);
    } catch (...) {
        return false;
    }
}

}  // namespace

bool is_cancelled_error(const std::exception_ptr& exception) {
    return is_one_of<CancelledError>(exception);
}

bool leaves_the_loop(const std::exception_ptr& exception) {
    if (is_one_of<KeyboardInterrupt, SystemExit>(exception)) {
        return true;
    }
    // CancelledError was an Exception while this was so.
    return interpreter().python().has(Behaviour::base_exceptions_leave_the_loop) &&
           is_one_of<BaseException>(exception) && !is_one_of<Exception, CancelledError>(exception);
}

}  // namespace corodemo::asyncio
