#pragma once

#include <concepts>
#include <functional>

#include "core/asyncio/exceptions.hpp"
#include "core/asyncio/interpreter.hpp"
#include "core/coro/coro.hpp"

// What asyncio knows of coroutine functions. Follows asyncio.coroutines.

namespace corodemo::asyncio {

/// Whether calling the function gives a coroutine object. 3.14 warns that it will be removed.
template <class Function>
bool iscoroutinefunction(const Function& function,
                         SourceLocation where = SourceLocation::current()) {
    here(where);
    if (interpreter().python().has(Behaviour::iscoroutinefunction_warns)) {
        interpreter().warn_deprecated(Behaviour::iscoroutinefunction_warns, where.line());
    }
    using Result = typename decltype(std::function(function))::result_type;
    return std::derived_from<Result, coro::CoroBase>;
}

/// The decorator `@asyncio.coroutine`, which made a coroutine function of a generator. Here it is
/// one already, so only the name is looked up.   Throws: AttributeError since 3.11.
template <class Function>
void coroutine(const Function& /*function*/, SourceLocation where = SourceLocation::current()) {
    here(where);
    const PythonVersion python = interpreter().python();
    if (!python.has(Behaviour::has_coroutine_decorator)) {
        throw AttributeError(std::string(PythonVersion::text(Behaviour::has_coroutine_decorator)));
    }
    if (python.has(Behaviour::coroutine_decorator_warns)) {
        interpreter().warn_deprecated(Behaviour::coroutine_decorator_warns, where.line());
    }
}

}  // namespace corodemo::asyncio
