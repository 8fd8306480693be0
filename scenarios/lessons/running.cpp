#include "scenarios/lessons/lessons.hpp"

// Section 3(3): one coroutine and its loop.

namespace corodemo::scenarios {

const Lesson hello_lesson{
    .title = {"one coroutine, one loop", "一个协程，一个循环"},
    .look_for = {{"run_until_complete() makes T1, but T1 runs only in the first iteration: #1.",
                  "run_until_complete() 创建 T1，T1 在第一轮才开始：#1。"},
                 {"At the await it stops, and the loop has nothing to do: the clock jumps to the "
                  "timer: #2.",
                  "T1 停在 await 处，循环无事可做，时钟跳到定时器：#2。"},
                 {"A timer wakes no task. It makes the task ready (#3); the task runs one "
                  "iteration later (#4).",
                  "定时器不唤醒任务，只让任务就绪（#3）；任务在下一轮才运行（#4）。"},
                 {"run_until_complete() ends one iteration after the task: the task's callback "
                  "stops the loop: #5.",
                  "run_until_complete() 比任务晚一轮结束：停止循环的是任务的回调：#5。"}},
    .rule = {.where = "asyncio/base_events.py, BaseEventLoop.run_until_complete",
             .code = "future.add_done_callback(_run_until_complete_cb)",
             .meaning = {"the loop stops by a callback, so one iteration after the task is done",
                         "循环由回调停止，所以比任务完成晚一轮"}},
    .next = "corodemo gather --trace",
};

const Lesson ensure_future_lesson{
    .title = {"run_until_complete() does it too", "run_until_complete() 也会这样做"},
    .look_for = {{"The steps are those of corodemo hello: run_until_complete() makes a task of a "
                  "coroutine with ensure_future(), too.",
                  "各步与 corodemo hello 相同：run_until_complete() 也是用 ensure_future() "
                  "把协程变成任务。"},
                 {"T1 is made in #0, before the loop runs; its first step is #1.",
                  "T1 在 #0 创建，那时循环还没运行；它的第一步是 #1。"}},
    .rule = {.where = "asyncio/base_events.py, BaseEventLoop.run_until_complete",
             .code = "future = tasks.ensure_future(future, loop=self)",
             .meaning = {"a task stays what it is, a coroutine becomes one",
                         "任务保持原样，协程变成任务"}},
    .next = "corodemo loop-close --trace",
};

const Lesson loop_close_lesson{
    .title = {"loop.close without parentheses", "没有括号的 loop.close"},
    .look_for = {{"\"loop.close\" only names the method: nothing happens, is_closed() is False.",
                  "\"loop.close\" 只是提到这个方法：什么也没发生，is_closed() 是 False。"},
                 {"So the loop can run again: #6.", "所以循环还能再次运行：#6。"},
                 {"\"loop.close()\" closes it.", "\"loop.close()\" 才会关闭它。"}},
    .rule = {.where = "asyncio/base_events.py, BaseEventLoop.close",
             .code = "self._closed = True",
             .meaning = {"runs when the method is called, not when it is named",
                         "调用方法时才执行，只写方法名不会"}},
    .next = "corodemo two-arguments",
};

}  // namespace corodemo::scenarios
