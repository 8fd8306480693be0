#pragma once

#include <vector>

#include "scenarios/quotation.hpp"

// What lessons and claims quote more than once of CPython's source, each in the wording of every
// version. tests/conformance/test_sources.py holds it against the source.

namespace corodemo::scenarios::source {

using Quotations = std::vector<Quotation>;

/// A task's step runs its coroutine.
inline Quotations step_runs_coroutine() {
    constexpr std::string_view kCode = "result = coro.send(None)";
    return {{"asyncio/tasks.py, Task._step", kCode, Versions::until(6)},
            {"asyncio/tasks.py, Task.__step", kCode, {7, 11}},
            {"asyncio/tasks.py, Task.__step_run_and_handle_result", kCode, Versions::since(12)}};
}

/// What the coroutine returns becomes the result of its task.
inline Quotations step_sets_result() {
    constexpr std::string_view kCode =
        "except StopIteration as exc:\n    ...\n    super().set_result(exc.value)";
    return {{"asyncio/tasks.py, Task._step",
             "except StopIteration as exc:\n    ...\n    self.set_result(exc.value)",
             Versions::until(6)},
            {"asyncio/tasks.py, Task.__step", kCode, {7, 11}},
            {"asyncio/tasks.py, Task.__step_run_and_handle_result", kCode, Versions::since(12)}};
}

/// A new task schedules its first step.
inline Quotations task_schedules_step() {
    return {
        {"asyncio/tasks.py, Task.__init__", "self._loop.call_soon(self._step)", Versions::until(6)},
        {"asyncio/tasks.py, Task.__init__",
         "self._loop.call_soon(self.__step, context=self._context)", Versions::since(7)}};
}

inline Quotations ensure_future_creates_task() {
    constexpr std::string_view kCode = "return loop.create_task(coro_or_future)";
    return {{"asyncio/tasks.py, ensure_future", "task = loop.create_task(coro_or_future)",
             Versions::until(9)},
            {"asyncio/tasks.py, _ensure_future", kCode, {10, 11}},
            {"asyncio/tasks.py, ensure_future", kCode, Versions::since(12)}};
}

/// Code of gather(), which in 3.9 stands in a function of its own.
inline Quotations gather_since_3_7(std::string_view code) {
    return {{"asyncio/tasks.py, gather", code, {7, 8}},
            {"asyncio/tasks.py, _gather", code, {9, 9}},
            {"asyncio/tasks.py, gather", code, Versions::since(10)}};
}
/// Code of gather() that is other code in 3.6.
inline Quotations gather_since_3_6(std::string_view code_of_3_6, std::string_view code) {
    Quotations all = gather_since_3_7(code);
    all.insert(all.begin(), {"asyncio/tasks.py, gather", code_of_3_6, Versions::until(6)});
    return all;
}
inline Quotations gather_since_3_6(std::string_view code) {
    return gather_since_3_6(code, code);
}

/// gather() iterates over its arguments.
inline Quotation gather_iterates_set() {
    return {"asyncio/tasks.py, gather", "for arg in set(coros_or_futures):", Versions::until(6)};
}
inline Quotations gather_iterates_arguments() {
    return gather_since_3_7("for arg in coros_or_futures:");
}
inline Quotations gather_iterates() {
    return gather_since_3_6("for arg in set(coros_or_futures):", "for arg in coros_or_futures:");
}

/// gather() compares the number of children that are done.
inline Quotations gather_counts() {
    return gather_since_3_6("if nfinished == nchildren:", "if nfinished == nfuts:");
}

/// wait() makes a set of its argument.
inline Quotations wait_makes_set() {
    return {{"asyncio/tasks.py, wait", "fs = {ensure_future(f, loop=loop) for f in set(fs)}",
             Versions::until(8)},
            {"asyncio/tasks.py, wait", "fs = set(fs)", {9, 10}}};
}
/// ... and leaves tasks as they are.
inline Quotations wait_keeps_tasks() {
    return {{"asyncio/tasks.py, wait", "fs = {ensure_future(f, loop=loop) for f in set(fs)}",
             Versions::until(8)},
            {"asyncio/tasks.py, wait", "fs = {ensure_future(f, loop=loop) for f in fs}", {9, 10}}};
}
inline Quotation wait_rejects_coroutines() {
    return {"asyncio/tasks.py, wait",
            "if any(coroutines.iscoroutine(f) for f in fs):\n"
            "    raise TypeError(\"Passing coroutines is forbidden, use tasks explicitly.\")",
            Versions::since(11)};
}

/// The loop calls a callback.
inline Quotations handle_calls_callback() {
    return {{"asyncio/events.py, Handle._run", "self._callback(*self._args)", Versions::until(6)},
            {"asyncio/events.py, Handle._run", "self._context.run(self._callback, *self._args)",
             Versions::since(7)}};
}

inline Quotations future_schedules_callbacks() {
    return {{"asyncio/futures.py, Future._schedule_callbacks",
             "for callback in callbacks:\n    self._loop.call_soon(callback, self)",
             Versions::until(6)},
            {"asyncio/futures.py, Future.__schedule_callbacks",
             "for callback, ctx in callbacks:\n    self._loop.call_soon(callback, self, "
             "context=ctx)",
             Versions::since(7)}};
}

inline Quotations done_future_schedules_callback() {
    return {{"asyncio/futures.py, Future.add_done_callback",
             "if self._state != _PENDING:\n    self._loop.call_soon(fn, self)", Versions::until(6)},
            {"asyncio/futures.py, Future.add_done_callback",
             "if self._state != _PENDING:\n    self._loop.call_soon(fn, self, context=context)",
             Versions::since(7)}};
}

inline Quotations future_keeps_callback() {
    return {{"asyncio/futures.py, Future.add_done_callback", "self._callbacks.append(fn)",
             Versions::until(6)},
            {"asyncio/futures.py, Future.add_done_callback",
             "self._callbacks.append((fn, context))", Versions::since(7)}};
}

/// A coroutine object that is destroyed without having been started.
inline Quotations never_awaited() {
    constexpr std::string_view kPlace = "Objects/genobject.c, _PyGen_Finalize";
    return {{kPlace, "\"coroutine '%.50S' was never awaited\",", Versions::until(6)},
            {kPlace, "_PyErr_WarnUnawaitedCoroutine((PyObject *)gen);", Versions::since(7)}};
}

/// @asyncio.coroutine, as long as there was one.
inline Quotations decorator() {
    constexpr std::string_view kPlace = "asyncio/coroutines.py, coroutine";
    return {{kPlace, "wrapper._is_coroutine = _is_coroutine", Versions::until(7)},
            {kPlace,
             "warnings.warn('\"@coroutine\" decorator is deprecated since Python 3.8, use \"async "
             "def\" instead',",
             {8, 10}},
            {"asyncio/coroutines.py", "__all__ = 'iscoroutinefunction', 'iscoroutine'",
             Versions::since(11)}};
}

inline Quotations iscoroutinefunction() {
    constexpr std::string_view kCode = "return (inspect.iscoroutinefunction(func) or";
    return {{"asyncio/coroutines.py, iscoroutinefunction",
             "return (getattr(func, '_is_coroutine', None) is _is_coroutine or\n"
             "        _inspect_iscoroutinefunction(func))",
             Versions::until(6)},
            {"asyncio/coroutines.py, iscoroutinefunction", kCode, {7, 13}},
            {"asyncio/coroutines.py, _iscoroutinefunction", kCode, Versions::since(14)}};
}

}  // namespace corodemo::scenarios::source
