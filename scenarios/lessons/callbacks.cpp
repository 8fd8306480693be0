#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// Section 4: callbacks.

namespace corodemo::scenarios {

const Lesson callback_lesson{
    .title = {"a callback when the task is done", "任务完成时的回调"},
    .look_for = {{"T1 returns in #4. Its done callbacks do not run there: each is scheduled for "
                  "the next iteration.",
                  "T1 在 #4 返回。它的完成回调不在那里运行：每个都安排到下一轮。"},
                 {"\"Done\" is printed first (#5), then the loop stops (#6): callbacks run in the "
                  "order in which they were added, and run_until_complete() added its own last.",
                  "先打印 \"Done\"（#5），再停止事件循环（#6）：回调按添加的顺序运行，而 "
                  "run_until_complete() 最后才添加自己的。"}},
    .rules =
        {{.source = source::future_schedules_callbacks(),
          .meaning = {"a done callback is never called directly: it goes through the ready queue",
                      "完成回调从不被直接调用：总是经过就绪队列"}}},
    .next = "corodemo callback-already-done --trace",
};

const Lesson two_callbacks_lesson{
    .title = {"two callbacks, in order", "两个回调，按顺序运行"},
    .look_for =
        {{"T1 returns in #4. Each callback gets a handle of its own, in the order in which it was "
          "added.",
          "T1 在 #4 返回。每个回调都有自己的句柄，按添加的顺序排列。"},
         {"They run in the next iteration: first (#5), second (#6), and then the one that stops "
          "the loop (#7).",
          "它们在下一轮运行：first（#5）、second（#6），然后才是停止事件循环的那个（#7）。"}},
    .rules = {{.source = source::future_keeps_callback(),
               .meaning = {"a list: callbacks are called in the order in which they were added",
                           "一个列表：按添加的顺序调用回调"}}},
    .next = "corodemo callback-arguments --trace",
};

const Lesson callback_arguments_lesson{
    .title = {"a callback with its own arguments", "给回调传递参数"},
    .look_for = {{"functools.partial() fills in the first parameter; asyncio passes the future, "
                  "which comes last: #5.",
                  "functools.partial() 填入第一个参数；asyncio 传入的 future 排在最后：#5。"},
                 {"The callback may call futu.result(): the future is done.",
                  "回调里可以调用 futu.result()：future 已经完成。"}},
    .rules =
        {{.source = source::handle_calls_callback(),
          .meaning =
              {"asyncio passes one argument, the future: it comes after those that partial() holds",
               "asyncio 只传入一个参数，即 future：排在 partial() 已有的参数之后"}}},
    .next = "corodemo callback-wrong-order --trace",
};

const Lesson callback_wrong_order_lesson{
    .title = {"parameters in the wrong order", "参数顺序写反了"},
    .look_for = {{"partial() fills in the first parameter, whatever its name: futu is the string, "
                  "word is the task: #5.",
                  "partial() 填入的是第一个参数，不管它叫什么：futu 是字符串，word 是任务：#5。"},
                 {"Python does not complain. C++ would not compile it with the parameter types of "
                  "callback-arguments.",
                  "Python 不会报错；C++ 若使用 callback-arguments 里的参数类型，就无法通过编译。"}},
    .rules = {{.source = source::handle_calls_callback(),
               .meaning = {"arguments are matched by position, not by name",
                           "参数按位置对应，不看名字"}}},
    .next = "corodemo callback-without-future --trace",
};

const Lesson callback_without_future_lesson{
    .title = {"a callback that takes no future", "不接收 future 的回调"},
    .look_for = {{"add_done_callback() accepts any callable: there is no error in #0.",
                  "add_done_callback() 接受任何可调用对象：#0 没有错误。"},
                 {"The call in #5 raises TypeError. The loop's exception handler reports it, and "
                  "the loop goes on: #6.",
                  "#5 的调用引发 TypeError。事件循环的异常处理器报告它，事件循环继续运行：#6。"},
                 {"The program ends as if nothing had happened, with exit status 0.",
                  "程序若无其事地结束，退出状态为 0。"}},
    .rules =
        {{.source =
              {{"asyncio/events.py, Handle._run",
                "except Exception as exc:\n    ...\n    self._loop.call_exception_handler(context)",
                Versions::until(7)}},
          .meaning = {"what a callback raises goes to the loop's exception handler, not to your "
                      "code, if it is an Exception (KeyboardInterrupt and SystemExit are not)",
                      "回调引发的异常若是 "
                      "Exception，就交给事件循环的异常处理器，不会传到你的代码（KeyboardInterrupt、"
                      "SystemExit 不是 Exception）"}},
         {.source = {{"asyncio/events.py, Handle._run",
                      "except BaseException as exc:\n    ...\n    "
                      "self._loop.call_exception_handler(context)",
                      Versions::since(8)}},
          .meaning = {"what a callback raises goes to the loop's exception handler, not to your "
                      "code (KeyboardInterrupt and SystemExit excepted)",
                      "回调引发的异常交给事件循环的异常处理器，不会传到你的代码（KeyboardInterrupt"
                      "、SystemExit 除外）"}}},
    .next = "corodemo callback-already-done --trace",
};

const Lesson callback_already_done_lesson{
    .title = {"a callback for a task already done", "给已完成的任务添加回调"},
    .look_for =
        {{"T1 is done in #4. add_done_callback() does not call the callback: it schedules it.",
          "T1 在 #4 完成。add_done_callback() 并不调用回调，而是安排它运行。"},
         {"Nothing runs before the loop runs again: the print comes first, then \"Done\" in #6.",
          "事件循环再次运行之前什么也不会运行：先打印那一行，#6 才打印 \"Done\"。"}},
    .rules = {{.source = source::done_future_schedules_callback(),
               .meaning = {"through the ready queue, even if the future is done",
                           "即使 future 已完成，也要经过就绪队列"}}},
    .next = "corodemo two-callbacks --trace",
};

}  // namespace corodemo::scenarios
