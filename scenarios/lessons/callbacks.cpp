#include "scenarios/lessons/lessons.hpp"

// Section 4: callbacks.

namespace corodemo::scenarios {

const Lesson callback_lesson{
    .title = {"told when a task is done", "任务完成时得到通知"},
    .look_for =
        {{"T1 ends at #4. Its callbacks do not run there: each gets a handle, for the next "
          "iteration.",
          "T1 在 #4 结束。回调不在那里运行：每个回调都被包装成一个句柄（Handle），排到下一轮。"},
         {"\"Done\" comes first (#5), then the loop stops (#6): callbacks run in the order in "
          "which they were added, and run_until_complete() adds its own last.",
          "先打印 \"Done\"（#5），再停止循环（#6）：回调按添加的顺序运行，而 run_until_complete() "
          "最后才添加自己的。"}},
    .rule = {.where = "asyncio/futures.py, Future.__schedule_callbacks, 3.7-3.14",
             .code = "for callback, ctx in callbacks:\n    self._loop.call_soon(callback, self, "
                     "context=ctx)",
             .meaning = {"a callback is never called directly: always through the loop's queue",
                         "回调从不直接调用：总是经过循环的队列"}},
    .next = "corodemo callback-already-done --trace",
};

const Lesson two_callbacks_lesson{
    .title = {"two callbacks, in order", "两个回调，按顺序"},
    .look_for = {{"T1 ends at #4. Each callback gets a handle of its own, in the order in which it "
                  "was added.",
                  "T1 在 #4 结束。每个回调都有自己的句柄（Handle），按添加的顺序排队。"},
                 {"They run in the next iteration: first (#5), second (#6), and then the one that "
                  "stops the loop (#7).",
                  "它们在下一轮运行：first（#5）、second（#6），然后才是停止循环的那个（#7）。"}},
    .rule = {.where = "asyncio/futures.py, Future.add_done_callback, 3.7-3.14",
             .code = "self._callbacks.append((fn, context))",
             .meaning = {"a list: the order of registration is the order of calls",
                         "一个列表：注册的顺序就是调用的顺序"}},
    .next = "corodemo callback-arguments --trace",
};

const Lesson callback_arguments_lesson{
    .title = {"a callback with its own arguments", "回调自己的参数"},
    .look_for = {{"functools.partial() fills the first parameter; asyncio gives the future, which "
                  "comes last: #5.",
                  "functools.partial() 填好第一个参数；asyncio 传入的 future 排在最后：#5。"},
                 {"The callback can ask the future for its result: it is done.",
                  "回调里可以调用 futu.result()：future 已经完成。"}},
    .rule = {.where = "asyncio/events.py, Handle._run, 3.7-3.14",
             .code = "self._context.run(self._callback, *self._args)",
             .meaning = {"the callback is called with one argument, the future, behind those that "
                         "partial holds",
                         "调用回调时只传一个参数，即 future，排在 partial 已有的参数后面"}},
    .next = "corodemo callback-wrong-order --trace",
};

const Lesson callback_wrong_order_lesson{
    .title = {"the parameters the wrong way round", "参数写反了"},
    .look_for =
        {{"partial() fills the first parameter, whatever its name: futu is the word, word is the "
          "task: #5.",
          "partial() 填的是第一个参数，不管它叫什么：futu 拿到的是字符串，word 拿到的是任务：#5。"},
         {"Python does not complain. C++ would not compile it, had the types been left as in "
          "callback-arguments.",
          "Python 不会报错；C++ 若仍保留 callback-arguments 里的参数类型，就无法通过编译。"}},
    .rule = {.where = "asyncio/events.py, Handle._run, 3.7-3.14",
             .code = "self._context.run(self._callback, *self._args)",
             .meaning = {"arguments are matched by position; asyncio does not look at names",
                         "参数按位置对应；asyncio 不看名字"}},
    .next = "corodemo callback-without-future --trace",
};

const Lesson callback_without_future_lesson{
    .title = {"a callback that takes no future", "不接收 future 的回调"},
    .look_for = {{"add_done_callback() takes any callable: no error in #0.",
                  "add_done_callback() 接受任何可调用对象：#0 没有错误。"},
                 {"The call at #5 raises TypeError. It goes to the loop's exception handler, which "
                  "reports it, and the loop goes on: #6.",
                  "#5 的调用引发 TypeError。异常交给循环的异常处理器，由它报告，循环继续：#6。"},
                 {"The program ends as if nothing had happened, with exit status 0.",
                  "程序若无其事地结束，退出状态为 0。"}},
    .rule = {.where = "asyncio/events.py, Handle._run, 3.8-3.14",
             .code = "except BaseException as exc:\n    ...\n    "
                     "self._loop.call_exception_handler(context)",
             .meaning = {"what a callback raises goes to the loop's exception handler, not to your "
                         "code (SystemExit and KeyboardInterrupt excepted)",
                         "回调抛出的异常交给循环的异常处理器，不会传到你的代码（SystemExit、Keyboar"
                         "dInterrupt 除外）"}},
    .next = "corodemo callback-already-done --trace",
};

const Lesson callback_already_done_lesson{
    .title = {"a callback for a task that is done", "给已完成的任务添加回调"},
    .look_for =
        {{"T1 is done at #4. add_done_callback() does not call: it puts the callback on the queue.",
          "T1 在 #4 完成。add_done_callback() 并不调用：它把回调放进队列。"},
         {"Nobody runs the queue until the loop runs again: the print comes first, then \"Done\" "
          "at #6.",
          "循环再次运行之前，没有人处理队列：先打印那一行，#6 才打印 \"Done\"。"}},
    .rule = {.where = "asyncio/futures.py, Future.add_done_callback, 3.7-3.14",
             .code =
                 "if self._state != _PENDING:\n    self._loop.call_soon(fn, self, context=context)",
             .meaning = {"always through the queue, even if the future is done",
                         "即使 future 已完成，也总是经过队列"}},
    .next = "corodemo two-callbacks --trace",
};

}  // namespace corodemo::scenarios
