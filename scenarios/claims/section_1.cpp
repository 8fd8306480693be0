#include "scenarios/asyncio_source.hpp"
#include "scenarios/claims/sections.hpp"

// Section 1 of the tutorial.

namespace corodemo::scenarios {

std::vector<Claim> claims_of_section_1() {
    return {
        {
            .section = "1(1)",
            .sentence = {"asynchronous I/O: start it, go on, be notified later",
                         "异步 IO：发起后继续做别的，结束时得到通知"},
            .really =
                {"asyncio's event loop does this with sockets; in corodemo sleeps stand for it",
                 "asyncio 的事件循环用套接字做到这一点；corodemo 用 sleep 来代表"},
            .scenario = "hello",
            .expected = "ddddddddd",
        },
        {
            .section = "1(2)",
            .sentence = {"calling a coroutine function only creates an object",
                         "调用协程函数只得到一个协程对象"},
            .really =
                {"nothing of its body runs before something calls send() on it, as a task does",
                 "在有代码对它调用 send() 之前（任务就是这样做的），函数体一行也不运行"},
            .source = source::step_runs_coroutine(),
            .scenario = "never-awaited",
            .predicate = a_call_runs_nothing,
            .expected = "hhhhhhhhh",
        },
        {
            .section = "1(2)",
            .sentence = {"the event loop runs the coroutine object", "协程对象由事件循环运行"},
            .really = {"a handle of the event loop calls the task's step, which runs the coroutine",
                       "事件循环的一个句柄调用任务的 step，由它运行协程"},
            .source = source::task_schedules_step(),
            .scenario = "hello",
            .predicate = the_loop_runs_the_coroutine,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "1(3)",
            .sentence = {"event loop: calls a function when its event happens",
                         "事件循环：事件发生时调用相应的函数"},
            .really = {"a ready queue of handles, a heap of timers, and _run_once(), which runs "
                       "what is ready",
                       "一个放句柄的就绪队列、一个定时器堆，以及运行就绪句柄的 _run_once()"},
            .scenario = "hello",
            .expected = "ddddddddd",
        },
        {
            .section = "1(4)",
            .sentence = {"a task wraps a coroutine", "任务是对协程的进一步封装"},
            .really = {"it drives the coroutine; its state is pending, finished or cancelled",
                       "它驱动协程；状态为 pending、finished 或 cancelled"},
            .source = {{"asyncio/tasks.py, Task.__init__", "self._coro = coro"}},
            .scenario = "hello",
            .predicate = a_task_wraps_a_coroutine,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "1(5)",
            .sentence = {"a task is a kind of future", "任务是 future 的一种"},
            .really = {"it has done callbacks and a result, as every future",
                       "它和所有 future 一样，有完成回调，也有结果"},
            .source = {{"asyncio/tasks.py", "class Task(futures.Future):", Versions::until(6)},
                       {"asyncio/tasks.py", "class Task(futures._PyFuture):", Versions::since(7)}},
            .scenario = "hello",
            .predicate = a_task_is_a_future,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "1(6)",
            .sentence = {"a blocking call blocks the whole event loop",
                         "阻塞调用会阻塞整个事件循环"},
            .really = {"the clock moves within the step, and no other handle runs meanwhile",
                       "时钟在这一步之内走动，期间没有别的句柄运行"},
            .source = {{"asyncio/base_events.py, BaseEventLoop._run_once", "handle._run()"}},
            .scenario = "blocking",
            .predicate = a_blocking_call_holds_up_everything,
            .expected = "hhhhhhhhx",
        },
        {
            .section = "1(7)",
            .sentence = {"a suspended thread gets no CPU time", "线程挂起：不会得到 CPU 时间片"},
            .really = {"a matter of the operating system: the event loop runs in one thread",
                       "这是操作系统的事：事件循环只在一个线程里运行"},
            .scenario = "blocking",
            .expected = "ddddddddd",
        },
        {
            .section = "1(8)",
            .sentence = {"a call that does not block lets others run meanwhile",
                         "非阻塞调用期间，其他代码可以运行"},
            .really = {"both tasks wait when the clock jumps: two sleeps of 1 s take 1 s",
                       "时钟跳转时两个任务都在等待：两个 1 s 的 sleep 一共只用 1 s"},
            .source = {{"asyncio/tasks.py, sleep", "return (yield from future)",
                        Versions::until(6)},
                       {"asyncio/tasks.py, sleep", "return await future", Versions::since(7)}},
            .scenario = "blocking",
            .predicate = others_run_meanwhile,
            .expected = "hhhhhhhhx",
        },
    };
}

}  // namespace corodemo::scenarios
