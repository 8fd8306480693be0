#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// Section 3(3): one coroutine and its loop.

namespace corodemo::scenarios {

const Lesson hello_lesson{
    .title = {"one coroutine, one event loop", "一个协程，一个事件循环"},
    .look_for =
        {{"run_until_complete() creates T1, which starts in the first iteration: #1.",
          "run_until_complete() 创建 T1，T1 在第一轮开始运行：#1。"},
         {"T1 suspends at the await. The ready queue is empty, so the clock jumps to the timer's "
          "deadline: #2.",
          "T1 在 await 处挂起。就绪队列为空，时钟跳到定时器的到期时间：#2。"},
         {"A timer does not run a task. It makes the task ready (#3); the task resumes one "
          "iteration later (#4).",
          "定时器不运行任务，只让任务就绪（#3）；任务在下一轮才恢复运行（#4）。"},
         {"run_until_complete() returns one iteration after T1 is done: it is T1's done callback "
          "that stops the loop: #5.",
          "run_until_complete() 在 T1 完成后的下一轮返回：停止事件循环的是 T1 的完成回调：#5。"}},
    .rules = {{.source = {{"asyncio/base_events.py, BaseEventLoop.run_until_complete",
                           "future.add_done_callback(_run_until_complete_cb)"}},
               .meaning = {"a done callback stops the loop: one iteration after the task is done",
                           "由完成回调停止事件循环：在任务完成后的下一轮"}}},
    .next = "corodemo gather --trace",
    .stand_in = "print-sum",
};

const Lesson ensure_future_lesson{
    .title = {"ensure_future() before the run", "先调用 ensure_future() 再运行"},
    .look_for =
        {{"The steps are those of corodemo hello: run_until_complete() itself passes a coroutine "
          "to ensure_future().",
          "各步与 corodemo hello 相同：run_until_complete() 自己也会把协程交给 ensure_future()。"},
         {"T1 is created in #0, before the loop runs; it starts in #1.",
          "T1 在 #0 创建，那时事件循环还没有运行；它在 #1 开始运行。"}},
    .rules = {{.source = {{"asyncio/base_events.py, BaseEventLoop.run_until_complete",
                           "future = tasks.ensure_future(future, loop=self)"}},
               .meaning = {"a task stays as it is; a coroutine is wrapped in a task",
                           "任务保持原样；协程被封装为任务"}}},
    .next = "corodemo loop-close --trace",
};

const Lesson loop_close_lesson{
    .title = {"loop.close without parentheses", "loop.close 漏写括号"},
    .look_for =
        {{"\"loop.close\" only names the method: nothing happens, and is_closed() is False.",
          "\"loop.close\" 只是提到这个方法：什么也没发生，is_closed() 是 False。"},
         {"So the loop can run again: #6.", "所以事件循环还能再次运行：#6。"},
         {"\"loop.close()\" closes it.", "\"loop.close()\" 才会关闭它。"}},
    .rules = {{.source = {{"asyncio/base_events.py, BaseEventLoop.close", "self._closed = True"}},
               .meaning = {"runs when the method is called, not when it is named",
                           "调用方法时才执行，只写方法名不会"}}},
    .next = "corodemo two-arguments",
};

}  // namespace corodemo::scenarios
