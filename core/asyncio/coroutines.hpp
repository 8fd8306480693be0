#pragma once

#include <concepts>
#include <functional>

#include "core/asyncio/exceptions.hpp"
#include "core/asyncio/interpreter.hpp"
#include "core/coro/coro.hpp"

// Coroutine functions, as asyncio treats them. Follows asyncio.coroutines.

namespace corodemo::asyncio {

/// Whether calling the function returns a coroutine object. Deprecated, with a warning, since 3.14.
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

/// The decorator `@asyncio.coroutine`, which turned a generator function into a coroutine function.
/// Here `function` already is one, so only the decorator's name is looked up.   Throws:
/// AttributeError since 3.11.
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
