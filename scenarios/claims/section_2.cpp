#include "scenarios/claims/sections.hpp"

// Section 2 of the tutorial.

namespace corodemo::scenarios {

std::vector<Claim> claims_of_section_2() {
    return {
        {
            .section = "2(1)",
            .sentence = {"@asyncio.coroutine defines a coroutine function",
                         "@asyncio.coroutine 用来定义协程函数"},
            .really = {"deprecated in 3.8, gone since 3.11: write async def",
                       "3.8 起弃用，3.11 起删除：应写 async def"},
            .source = {"asyncio/coroutines.py, coroutine, 3.10",
                       "warnings.warn('\"@coroutine\" decorator is deprecated since Python 3.8, "
                       "use \"async def\" instead',"},
            .scenario = "coroutine-decorator",
            .predicate = the_decorator_defines_a_coroutine,
            .expected = "hhwwwxxxx",
        },
        {
            .section = "2",
            .sentence = {"iscoroutinefunction(hello) is True",
                         "iscoroutinefunction(hello) 返回 True"},
            .really = {"3.14 wants inspect.iscoroutinefunction() instead",
                       "3.14 要求改用 inspect.iscoroutinefunction()"},
            .source = {"asyncio/coroutines.py, iscoroutinefunction, 3.7-3.13",
                       "return (inspect.iscoroutinefunction(func) or"},
            .scenario = "coroutine-function",
            .predicate = the_first_answer_is_true,
            .expected = "hhhhhhhhw",
        },
        {
            .section = "2",
            .sentence = {"await, or yield from, interrupts the coroutine",
                         "await 或 yield from 会产生中断"},
            .really = {"only a future that is not done interrupts: awaiting hello() runs on into "
                       "it, in the same step",
                       "只有未完成的 future 才会中断：await hello() 在同一步里直接运行进去"},
            .source =
                {"asyncio/futures.py, __await__, 3.7-3.14",
                 "if not self.done():\n    self._asyncio_future_blocking = True\n    yield self"},
            .scenario = "await-and-ensure-future",
            .predicate = every_await_gives_way,
            .expected = "ffffffffx",
        },
        {
            .section = "2",
            .sentence = {"when the sleep is over, hello goes on",
                         "sleep 执行完毕后，hello 继续执行"},
            .really = {"one iteration after the timer: the sleep's future wakes the task",
                       "在定时器之后的一轮：sleep 的 future 唤醒任务"},
            .source = {"asyncio/tasks.py, sleep, 3.7-3.14", "h = loop.call_later(delay,"},
            .scenario = "hello",
            .predicate = a_sleeper_goes_on,
            .expected = "hhhhhhhhx",
        },
    };
}

}  // namespace corodemo::scenarios
