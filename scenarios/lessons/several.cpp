#include "scenarios/lessons/lessons.hpp"

// Section 3(4): several coroutines, and the end of run_forever().

namespace corodemo::scenarios {

const Lesson two_arguments_lesson{
    .title = {"run_until_complete() takes one", "run_until_complete() 只接受一个参数"},
    .look_for = {{"Two arguments are a TypeError: neither hello runs, there is no step.",
                  "两个参数引发 TypeError：两个 hello 都不运行，一步也没有。"},
                 {"Both coroutine objects die without being awaited, each with a warning (CPython "
                  "shows equal warnings from one line only once): #0.",
                  "两个协程对象从未被 await 就被销毁，各产生一条警告（同一行的相同警告，CPython "
                  "默认只显示一次）：#0。"},
                 {"gather() makes one future of many: corodemo gather-two.",
                  "gather() 把多个合成一个 future：corodemo gather-two。"}},
    .rule = {.where = "asyncio/base_events.py, BaseEventLoop.run_until_complete",
             .code = "def run_until_complete(self, future):",
             .meaning = {"one future; but it can be called again and again",
                         "只有一个 future；但可以一次又一次地调用"}},
    .next = "corodemo gather-two --trace",
};

const Lesson gather_lesson{
    .title = {"several hellos at once", "几个 hello 同时进行"},
    .look_for =
        {{"All three print \"Hello world!\" before any sleep is over: #1 #2 #3.",
          "任何一个 sleep 到期之前，三个都已打印 \"Hello world!\"：#1 #2 #3。"},
         {"The clock moves once, 0 to 1 s: three sleeps of 1 s take 1 s, not 3 s: #4.",
          "时钟只走一次，0 到 1 s：三个 1 s 的 sleep 总共只需 1 s，不是 3 s：#4。"},
         {"A timer wakes no task. It makes the task ready; the task runs one iteration later: #5 "
          "makes T1 ready, #8 runs it.",
          "定时器不唤醒任务，只让任务就绪；任务在下一轮才运行：#5 让 T1 就绪，#8 运行 T1。"},
         {"gather is done one iteration after the last hello (#10, #13); the loop stops one "
          "iteration after that: #14.",
          "最后一个 hello 在 #10 结束；gather 在下一轮完成（#13），循环再过一轮才停止：#14。"}},
    .rule = {.where = "asyncio/tasks.py, gather, 3.10-3.14",
             .code = "for arg in coros_or_futures:",
             .meaning = {"makes one task each, in your order; results come in the order of the "
                         "arguments, whoever ends first",
                         "按你的顺序逐个创建任务；结果按参数的顺序排列，与谁先结束无关"}},
    .next = "corodemo compare wait gather",
};

const Lesson gather_two_lesson{
    .title = {"two hellos in one future", "两个 hello 合成一个 future"},
    .look_for = {{"gather() makes both tasks before the loop runs: #0.",
                  "gather() 在循环运行之前就创建两个任务：#0。"},
                 {"Both print before either goes on: #1 #2, then #6 #7.",
                  "两个都先打印第一行，之后才有一个继续往下：#1 #2，之后 #6 #7。"},
                 {"gather() counts: 1 of 2 in #8, 2 of 2 in #9, and then it is done.",
                  "gather() 在计数：#8 是 1/2，#9 是 2/2，于是完成。"}},
    .rule = {.where = "asyncio/tasks.py, gather, 3.10-3.14",
             .code = "if nfinished == nfuts:",
             .meaning = {"the outer future is done when the last child is",
                         "最后一个子任务完成时，外层 future 才完成"}},
    .next = "corodemo gather --trace",
};

const Lesson run_forever_lesson{
    .title = {"run_forever() does not return", "run_forever() 不会返回"},
    .look_for =
        {{"Both hellos end at #6 and #7, and gather is done at #9.",
          "两个 hello 在 #6、#7 结束，gather 在 #9 完成。"},
         {"Nobody asks the loop to stop. Nothing is ready, no timer is left: a real loop waits "
          "here for ever.",
          "没有人让循环停下。没有就绪的任务，也没有定时器：真实的循环会永远等在这里。"},
         {"What is written behind run_forever() is never reached: see corodemo "
          "stop-after-run-forever.",
          "写在 run_forever() 后面的语句永远执行不到：见 corodemo stop-after-run-forever。"}},
    .rule = {.where = "asyncio/base_events.py, BaseEventLoop.run_forever",
             .code = "while True:\n    self._run_once()\n    if self._stopping:\n        break",
             .meaning = {"only stop() sets _stopping", "只有 stop() 会设置 _stopping"}},
    .next = "corodemo stop-in-callback --trace",
};

const Lesson stop_after_run_forever_lesson{
    .title = {"a stop() that is never reached", "永远执行不到的 stop()"},
    .look_for = {{"Both hellos end at #6 and #7, gather is done at #9; nothing is left to do.",
                  "两个 hello 在 #6、#7 结束，gather 在 #9 完成；再没有事可做。"},
                 {"run_forever() does not return, so the lines behind it do not run: neither "
                  "stop() nor print().",
                  "run_forever() 不返回，所以后面的语句不会运行：stop() 和 print() 都不会。"}},
    .rule = {.where = "asyncio/base_events.py, BaseEventLoop.run_forever",
             .code = "while True:\n    self._run_once()\n    if self._stopping:\n        break",
             .meaning = {"somebody inside the loop has to call stop()",
                         "必须由循环里面的代码来调用 stop()"}},
    .next = "corodemo stop-in-coroutine --trace",
};

const Lesson stop_in_coroutine_lesson{
    .title = {"stop() in a coroutine: both end", "协程里 stop()：两个都完成"},
    .look_for = {{"T1 calls stop() at #6, and yet T2 runs to its end at #7: both were ready in "
                  "this iteration.",
                  "T1 在 #6 调用 stop()，但 T2 仍在 #7 运行到结束：这一轮里两个都已就绪。"},
                 {"The loop stops at the end of the iteration, so gather never hears of it: it is "
                  "not done.",
                  "循环在这一轮结束时停下，gather 来不及得知：它没有完成。"},
                 {"With unequal sleeps it is another story: corodemo stop-in-coroutine-unequal.",
                  "sleep 不相等时情况就不同了：corodemo stop-in-coroutine-unequal。"}},
    .rule = {.where = "asyncio/base_events.py, BaseEventLoop._run_once",
             .code = "ntodo = len(self._ready)\nfor i in range(ntodo):",
             .meaning = {"every handle that is ready when the iteration begins to run them will "
                         "run; later ones wait for the next",
                         "这一轮开始执行时已就绪的句柄都会执行，之后加入的等下一轮"}},
    .next = "corodemo stop-in-coroutine-unequal --trace",
};

const Lesson stop_in_coroutine_unequal_lesson{
    .title = {"stop() in a coroutine: one is lost", "协程里 stop()：丢下一个"},
    .look_for = {{"T1 sleeps 1 s, T2 sleeps 2 s: #1 #2.", "T1 睡 1 s，T2 睡 2 s：#1 #2。"},
                 {"T1 calls stop() at #5, and the loop stops: T2 still waits for its timer, and "
                  "never goes on.",
                  "T1 在 #5 调用 stop()，循环停下：T2 还在等定时器，再也不会继续。"}},
    .rule = {.where = "asyncio/base_events.py, BaseEventLoop.stop",
             .code = "self._stopping = True",
             .meaning = {"run_forever() looks at it after the iteration; timers that are not due "
                         "stay where they are",
                         "run_forever() 在一轮之后检查它；没到期的定时器留在原处"}},
    .next = "corodemo stop-in-callback --trace",
};

const Lesson stop_in_callback_lesson{
    .title = {"gather, a callback, then stop", "gather、回调、再停止"},
    .look_for =
        {{"gather is done at #9; the callback runs one iteration later, at #10, and prints "
          "\"Done\".",
          "gather 在 #9 完成；回调在下一轮 #10 运行，打印 \"Done\"。"},
         {"stop() ends nothing at once: the loop finishes its iteration, then run_forever() "
          "returns.",
          "stop() 不会立刻中断：循环跑完本轮，run_forever() 才返回。"},
         {"\"Done\" comes once, after both: the callback waits for gather, not for one hello.",
          "\"Done\" 只打印一次，在两个 hello 之后：回调等的是 gather，不是某一个 hello。"}},
    .rule = {.where = "asyncio/base_events.py, BaseEventLoop.stop",
             .code = "self._stopping = True",
             .meaning = {"stop() only leaves a note: the iteration that runs is finished first",
                         "stop() 只做个标记：当前这一轮会先跑完"}},
    .next = "corodemo callback --trace",
};

}  // namespace corodemo::scenarios
