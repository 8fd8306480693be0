#include "core/asyncio/exceptions.hpp"

namespace corodemo::asyncio {

Described describe(const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const BaseException& error) {
        return {error.type(), error.what(), error.has_message()};
    } catch (
        const std::exception& error) {  // a C++ exception of the program, which has no Python name
        return {"Exception", error.what(), true};
    } catch (...) {
        return {"Exception", {}, false};
    }
}

bool is_cancelled_error(const std::exception_ptr& exception) {
    if (!exception) {
        return false;
    }
    try {
        std::rethrow_exception(exception);
    } catch (const CancelledError&) {
        return true;
    } catch (...) {
        return false;
    }
}

}  // namespace corodemo::asyncio
