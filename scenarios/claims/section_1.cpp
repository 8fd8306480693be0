#include "scenarios/claims/sections.hpp"

// Section 1 of the tutorial.

namespace corodemo::scenarios {

std::vector<Claim> claims_of_section_1() {
    return {
        {
            .section = "1(1)",
            .sentence = {"asynchronous I/O: start it, go on, be told at its end",
                         "异步 IO：发起后继续做别的，结束时得到通知"},
            .really = {"asyncio's loop does this with sockets; corodemo's sleeps stand for it",
                       "asyncio 的循环用套接字做到这一点；corodemo 用 sleep 来代表"},
            .source = {},
            .scenario = "hello",
            .expected = "ddddddddd",
        },
        {
            .section = "1(2)",
            .sentence = {"calling a coroutine function only gives an object",
                         "调用协程函数只得到一个协程对象"},
            .really =
                {"nothing of its body runs before somebody calls send() on it, as a task does",
                 "在有人对它调用 send() 之前（任务就是这样做的），函数体一行也不运行"},
            .source = {"asyncio/tasks.py, Task.__step, 3.7-3.11", "result = coro.send(None)"},
            .scenario = "never-awaited",
            .predicate = a_call_runs_nothing,
            .expected = "hhhhhhhhh",
        },
        {
            .section = "1(2)",
            .sentence = {"the event loop runs the coroutine object", "协程对象由事件循环运行"},
            .really = {"a handle of the loop calls Task.__step, and that runs the coroutine",
                       "循环的一个句柄调用 Task.__step，由它运行协程"},
            .source = {"asyncio/tasks.py, Task.__init__, 3.7-3.14",
                       "self._loop.call_soon(self.__step, context=self._context)"},
            .scenario = "hello",
            .predicate = the_loop_runs_the_coroutine,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "1(3)",
            .sentence = {"an event loop: calls functions when their event comes",
                         "事件循环：事件发生时调用相应的函数"},
            .really = {"a queue of handles, a heap of timers, and _run_once() that works them off",
                       "一个句柄队列、一个定时器堆，以及处理它们的 _run_once()"},
            .source = {},
            .scenario = "hello",
            .expected = "ddddddddd",
        },
        {
            .section = "1(4)",
            .sentence = {"a task wraps a coroutine", "任务是对协程的进一步封装"},
            .really =
                {"it drives the coroutine, and has the states pending, finished and cancelled",
                 "它驱动协程，并有 pending、finished、cancelled 三种状态"},
            .source = {"asyncio/tasks.py, Task.__init__", "self._coro = coro"},
            .scenario = "hello",
            .predicate = a_task_wraps_a_coroutine,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "1(5)",
            .sentence = {"a task is a kind of future", "任务是 future 的一种"},
            .really = {"it has callbacks and a result, as every future",
                       "它和所有 future 一样，有回调，也有结果"},
            .source = {"asyncio/tasks.py, 3.7-3.14", "class Task(futures._PyFuture):"},
            .scenario = "hello",
            .predicate = a_task_is_a_future,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "1(6)",
            .sentence = {"a blocking call holds up everything", "阻塞调用会让一切停住"},
            .really = {"the clock moves on inside the step, and no other handle runs meanwhile",
                       "时钟在这一步之内走动，期间没有别的句柄运行"},
            .source = {"asyncio/base_events.py, _run_once", "handle._run()"},
            .scenario = "blocking",
            .predicate = a_blocking_call_holds_up_everything,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "1(7)",
            .sentence = {"a suspended thread gets no CPU time", "线程挂起：不会得到 CPU 时间片"},
            .really = {"a matter of the operating system: the loop has one thread",
                       "这是操作系统的事：循环只有一个线程"},
            .source = {},
            .scenario = "blocking",
            .expected = "ddddddddd",
        },
        {
            .section = "1(8)",
            .sentence = {"a call that does not block lets others run meanwhile",
                         "非阻塞调用期间，其他代码可以运行"},
            .really = {"both tasks wait when the clock jumps: two sleeps of 1 s take 1 s",
                       "时钟跳转时两个任务都在等待：两个 1 s 的 sleep 一共只用 1 s"},
            .source = {"asyncio/tasks.py, sleep, 3.7-3.14", "return await future"},
            .scenario = "blocking",
            .predicate = others_run_meanwhile,
            .expected = "hhhhhhhhx",
        },
    };
}

}  // namespace corodemo::scenarios
