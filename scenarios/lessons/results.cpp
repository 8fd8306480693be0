#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// Section 3(6): results.

namespace corodemo::scenarios {

const Lesson result_lesson{
    .title = {"where a return value goes", "返回值去了哪里"},
    .look_for = {{"The coroutine returns 'end' in #4: that becomes the result of its task.",
                  "协程在 #4 返回 'end'：这就是它的任务的结果。"},
                 {"futu.result() and run_until_complete() return the same value.",
                  "futu.result() 与 run_until_complete() 返回同一个值。"}},
    .rules = {{.source = source::step_sets_result(),
               .meaning = {"what the coroutine returns becomes its task's result",
                           "协程的返回值成为任务的结果"}}},
    .next = "corodemo result-two --trace",
};

const Lesson result_none_lesson{
    .title = {"no return statement: None", "没有 return：None"},
    .look_for = {{"hello() ends in #4 without a return statement: its task's result is None.",
                  "hello() 在 #4 结束，没有 return：它的任务的结果是 None。"},
                 {"result() and run_until_complete() return the same None.",
                  "result() 与 run_until_complete() 返回同一个 None。"}},
    .rules = {{.source = source::step_sets_result(),
               .meaning = {"a coroutine without a return statement ends with StopIteration(None)",
                           "没有 return 的协程以 StopIteration(None) 结束"}}},
    .next = "corodemo result-two --trace",
};

const Lesson result_two_lesson{
    .title = {"two return values, one list", "两个返回值，一个列表"},
    .look_for = {{"T2 sleeps less, and returns 'END' first: #5. T1 returns 'end' in #9. Each value "
                  "becomes the result of its own task.",
                  "T2 睡得短，先返回 'END'：#5。T1 在 #9 返回 'end'。每个值成为各自任务的结果。"},
                 {"When the last one is done, gather() puts the results into a list, in the order "
                  "of its arguments: #10.",
                  "最后一个完成时，gather() 按参数的顺序把结果放进列表：#10。"},
                 {"result() and run_until_complete() return that list.",
                  "result() 与 run_until_complete() 返回的就是这个列表。"}},
    .rules =
        {{.source = source::gather_since_3_6("outer.set_result(results)"),
          .meaning =
              {"the list has the order of the arguments, regardless of which task finishes first",
               "列表按参数的顺序排列，与哪个任务先完成无关"}}},
    .next = "corodemo result-before-done --trace",
};

const Lesson result_before_done_lesson{
    .title = {"result() called too early", "result() 调用得太早"},
    .look_for =
        {{"Before the loop runs, T1 has no result: result() raises InvalidStateError instead of "
          "waiting: #0.",
          "事件循环运行之前，T1 没有结果：result() 不会等待，而是引发 InvalidStateError：#0。"},
         {"The task is unharmed: it starts (#1), and returns 'end' in #4. Now result() returns it.",
          "任务不受影响：它照常开始运行（#1），在 #4 返回 'end'。这时 result() 就返回它。"}},
    .rules =
        {{.source =
              {{"asyncio/futures.py, Future.result",
                "if self._state != _FINISHED:\n    raise InvalidStateError('Result is not ready.')",
                Versions::until(7)},
               {"asyncio/futures.py, Future.result",
                "if self._state != _FINISHED:\n    raise exceptions.InvalidStateError('Result is "
                "not ready.')",
                Versions::since(8)}},
          .meaning = {"the C version, which runs by default, says \"Result is not set.\"",
                      "默认运行的 C 版本说的是 \"Result is not set.\""}}},
    .next = "corodemo callback --trace",
};

}  // namespace corodemo::scenarios
