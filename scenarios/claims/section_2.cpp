#include "scenarios/asyncio_source.hpp"
#include "scenarios/claims/sections.hpp"

// Section 2 of the tutorial.

namespace corodemo::scenarios {

std::vector<Claim> claims_of_section_2() {
    return {
        {
            .section = "2(1)",
            .sentence = {"@asyncio.coroutine defines a coroutine function",
                         "@asyncio.coroutine 用来定义协程函数"},
            .really = {"deprecated since Python 3.8, removed in 3.11: write async def",
                       "Python 3.8 起弃用，3.11 移除：应写 async def"},
            .source = source::decorator(),
            .scenario = "coroutine-decorator",
            .predicate = the_decorator_defines_a_coroutine,
            .expected = "hhwwwxxxx",
        },
        {
            .section = "2",
            .sentence = {"iscoroutinefunction(hello) is True",
                         "iscoroutinefunction(hello) 返回 True"},
            .really = {"Python 3.14 warns: use inspect.iscoroutinefunction() instead",
                       "Python 3.14 发出警告：应改用 inspect.iscoroutinefunction()"},
            .source = {{"asyncio/coroutines.py, iscoroutinefunction",
                        "return (getattr(func, '_is_coroutine', None) is _is_coroutine or",
                        Versions::until(6)},
                       {"asyncio/coroutines.py, iscoroutinefunction",
                        "return (inspect.iscoroutinefunction(func) or",
                        {7, 13}},
                       {"asyncio/coroutines.py, iscoroutinefunction",
                        "warnings._deprecated(\"asyncio.iscoroutinefunction\",",
                        Versions::since(14)}},
            .scenario = "coroutine-function",
            .predicate = the_first_answer_is_true,
            .expected = "hhhhhhhhw",
        },
        {
            .section = "2",
            .sentence = {"await, or yield from, interrupts the coroutine",
                         "await 或 yield from 会产生中断"},
            .really = {"only a future that is not done, or a bare yield as in sleep(0), suspends "
                       "the task: awaiting hello() runs straight into it, in the same step",
                       "只有未完成的 future，或 sleep(0) 里那样不带值的 yield，才会挂起任务：等待 "
                       "hello() 会在同一步里直接运行进去"},
            .source =
                {{"asyncio/futures.py, Future.__iter__",
                  "if not self.done():\n    self._asyncio_future_blocking = True\n    yield self",
                  Versions::until(6)},
                 {"asyncio/futures.py, Future.__await__",
                  "if not self.done():\n    self._asyncio_future_blocking = True\n    yield self",
                  Versions::since(7)}},
            .scenario = "await-and-ensure-future",
            .predicate = every_await_suspends,
            .expected = "ffffffffx",
        },
        {
            .section = "2",
            .sentence = {"when the sleep is over, hello continues",
                         "sleep 执行完毕后，hello 继续执行"},
            .really =
                {"one iteration after the timer has expired: the sleep's future schedules the task",
                 "在定时器到期后的下一轮：sleep 的 future 安排任务恢复运行"},
            .source = {{"asyncio/tasks.py, sleep", "h = future._loop.call_later(delay,",
                        Versions::until(6)},
                       {"asyncio/tasks.py, sleep", "h = loop.call_later(delay,",
                        Versions::since(7)}},
            .scenario = "hello",
            .predicate = a_sleeper_resumes,
            .expected = "hhhhhhhhx",
        },
    };
}

}  // namespace corodemo::scenarios
