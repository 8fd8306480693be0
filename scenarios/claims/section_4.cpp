#include "scenarios/claims/sections.hpp"

// Section 4 of the tutorial.

namespace corodemo::scenarios {

std::vector<Claim> claims_of_section_4() {
    return {
        {
            .section = "4(1)",
            .sentence = {"a callback tells that the coroutine has ended",
                         "回调通知协程已经执行完成"},
            .really = {"one iteration later: every callback goes through the queue",
                       "晚一轮：每个回调都要经过队列"},
            .source = {"asyncio/futures.py, __schedule_callbacks, 3.7-3.14",
                       "self._loop.call_soon(callback, self, context=ctx)"},
            .scenario = "callback",
            .predicate = a_callback_tells_of_the_end,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "4(1)",
            .sentence = {"a callback has to take the future, else: an error",
                         "回调必须接收 future，否则会报错"},
            .really = {"the loop reports a TypeError and goes on; the program never gets it",
                       "循环报告 TypeError 后继续；程序收不到这个异常"},
            .source = {"asyncio/events.py, Handle._run",
                       "self._loop.call_exception_handler(context)"},
            .scenario = "callback-without-future",
            .predicate = a_callback_without_a_future_fails,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "4(1)",
            .sentence = {"its own arguments must stand before the future",
                         "回调自己的参数必须放在 future 前面"},
            .really = {"functools.partial() fills the first parameters: where the program has the "
                       "future first, it gets the argument there, without a word",
                       "functools.partial() 填的是前面的参数：程序若把 future "
                       "写在前面，那里得到的却是参数，而且没有任何提示"},
            .source = {"asyncio/events.py, Handle._run, 3.7-3.14",
                       "self._context.run(self._callback, *self._args)"},
            .scenario = "callback-wrong-order",
            .predicate = own_arguments_come_first,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "4(1)",
            .sentence = {"if the future is done, the callback is called at once",
                         "future 已完成时，直接执行回调"},
            .really = {"it is put on the queue, and runs when the loop runs again",
                       "它被放进队列，循环再次运行时才执行"},
            .source = {"asyncio/futures.py, add_done_callback, 3.7-3.14",
                       "self._loop.call_soon(fn, self, context=context)"},
            .scenario = "callback-already-done",
            .predicate = a_late_callback_runs_at_once,
            .expected = "ffffffffx",
        },
        {
            .section = "4(1)",
            .sentence = {"... else it is kept in a list of the future",
                         "……否则保存在 future 的一个列表里"},
            .really = {"in the order in which callbacks are added, and so they are called",
                       "按添加的顺序保存，也按这个顺序调用"},
            .source = {"asyncio/futures.py, add_done_callback, 3.7-3.14",
                       "self._callbacks.append((fn, context))"},
            .scenario = "two-callbacks",
            .predicate = callbacks_are_kept_in_order,
            .expected = "hhhhhhhhx",
        },
    };
}

}  // namespace corodemo::scenarios
