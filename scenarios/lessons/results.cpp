#include "scenarios/lessons/lessons.hpp"

// Section 3(6): results.

namespace corodemo::scenarios {

const Lesson result_lesson{
    .title = {"where a return value goes", "返回值去了哪里"},
    .look_for = {{"The coroutine returns 'end' at #4: that becomes the result of its task.",
                  "协程在 #4 返回 'end'：这就是它的任务的结果。"},
                 {"futu.result() and what run_until_complete() returns are the same value.",
                  "futu.result() 与 run_until_complete() 的返回值是同一个值。"}},
    .rule = {.where = "asyncio/tasks.py, Task.__step, 3.8-3.11",
             .code = "except StopIteration as exc:\n    ...\n    super().set_result(exc.value)",
             .meaning = {"what the coroutine returns is set as the task's result",
                         "协程的返回值被设为任务的结果"}},
    .next = "corodemo result-two --trace",
};

const Lesson result_none_lesson{
    .title = {"no return value: None", "没有返回值：None"},
    .look_for = {{"hello() ends without return at #4: its task's result is None.",
                  "hello() 在 #4 结束，没有 return：任务的结果是 None。"},
                 {"result() and run_until_complete() give the same None.",
                  "result() 与 run_until_complete() 给出同一个 None。"}},
    .rule = {.where = "asyncio/tasks.py, Task.__step, 3.8-3.11",
             .code = "super().set_result(exc.value)",
             .meaning = {"a coroutine without return ends with StopIteration(None)",
                         "没有 return 的协程以 StopIteration(None) 结束"}},
    .next = "corodemo result-two --trace",
};

const Lesson result_two_lesson{
    .title = {"two return values: a list", "两个返回值：一个列表"},
    .look_for = {{"T2 sleeps less, and returns 'END' first: #5. T1 returns 'end' at #9. Each value "
                  "goes to its own task.",
                  "T2 睡得短，先返回 'END'：#5。T1 在 #9 返回 'end'。每个值都归自己的任务。"},
                 {"gather() puts them into a list, in the order of its arguments, when the last "
                  "one is done: #10.",
                  "最后一个完成时，gather() 按参数的顺序把它们放进列表：#10。"},
                 {"result() and run_until_complete() give that list.",
                  "result() 与 run_until_complete() 给出的就是这个列表。"}},
    .rule = {.where = "asyncio/tasks.py, gather, 3.10-3.14",
             .code = "outer.set_result(results)",
             .meaning = {"results has a place for each argument, whoever ended first",
                         "results 为每个参数留有位置，与谁先结束无关"}},
    .next = "corodemo result-before-done --trace",
};

const Lesson result_before_done_lesson{
    .title = {"result() comes too early", "result() 调用得太早"},
    .look_for =
        {{"Before the loop runs T1 has no result: result() raises InvalidStateError, and waits for "
          "nothing: #0.",
          "循环运行之前 T1 没有结果：result() 引发 InvalidStateError，并不等待：#0。"},
         {"The task is unharmed: it runs (#1), and returns 'end' at #4. Now result() gives it.",
          "任务不受影响：它照常运行（#1），在 #4 返回 'end'。这时 result() 就能给出它。"}},
    .rule = {.where = "asyncio/futures.py, Future.result, 3.8-3.14",
             .code = "if self._state != _FINISHED:\n    raise exceptions.InvalidStateError('Result "
                     "is not ready.')",
             .meaning = {"the C version, which runs by default, says \"Result is not set.\"",
                         "默认运行的 C 版本说的是 \"Result is not set.\""}},
    .next = "corodemo callback --trace",
};

}  // namespace corodemo::scenarios
