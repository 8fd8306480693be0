#include "scenarios/asyncio_source.hpp"
#include "scenarios/claims/sections.hpp"

// Section 4 of the tutorial.

namespace corodemo::scenarios {

std::vector<Claim> claims_of_section_4() {
    return {
        {
            .section = "4(1)",
            .sentence = {"a callback is called when the coroutine has ended",
                         "回调通知协程已经执行完成"},
            .really = {"one iteration later: every done callback goes through the ready queue",
                       "晚一轮：每个完成回调都要经过就绪队列"},
            .source = source::future_schedules_callbacks(),
            .scenario = "callback",
            .predicate = a_callback_follows_the_end,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "4(1)",
            .sentence = {"a callback must take the future, or there is an error",
                         "回调必须接收 future，否则会报错"},
            .really = {"the loop's exception handler reports a TypeError, and the loop goes on; "
                       "the program never gets it",
                       "事件循环的异常处理器报告 TypeError，事件循环继续运行；程序收不到这个异常"},
            .source = {{"asyncio/events.py, Handle._run",
                        "self._loop.call_exception_handler(context)"}},
            .scenario = "callback-without-future",
            .predicate = a_callback_without_a_future_fails,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "4(1)",
            .sentence = {"its own arguments must stand before the future",
                         "回调自己的参数必须放在 future 前面"},
            .really = {"functools.partial() fills in the first parameters: a callback that has the "
                       "future first gets the argument there, without an error (as a keyword "
                       "argument it may follow the future)",
                       "functools.partial() 填入前面的参数：回调若把 future "
                       "写在最前，那里得到的却是参数，而且没有任何错误（用关键字参数则可以放在 "
                       "future 后面）"},
            .source = source::handle_calls_callback(),
            .scenario = "callback-wrong-order",
            .predicate = own_arguments_come_first,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "4(1)",
            .sentence = {"if the future is done, the callback is called at once",
                         "future 已完成时，直接执行回调"},
            .really = {"it is scheduled, and runs in the next iteration; here the loop has to be "
                       "run again first",
                       "它会被安排到下一轮运行；这里要等事件循环再次运行"},
            .source = source::done_future_schedules_callback(),
            .scenario = "callback-already-done",
            .predicate = a_late_callback_runs_at_once,
            .expected = "ffffffffx",
        },
        {
            .section = "4(1)",
            .sentence = {"... else it is kept in a list of the future",
                         "……否则保存在 future 的一个列表里"},
            .really =
                {"in the order in which callbacks are added, which is also the order of the calls",
                 "按添加的顺序保存，也按这个顺序调用"},
            .source = source::future_keeps_callback(),
            .scenario = "two-callbacks",
            .predicate = callbacks_are_kept_in_order,
            .expected = "hhhhhhhhx",
        },
    };
}

}  // namespace corodemo::scenarios
