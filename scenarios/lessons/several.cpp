#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// Section 3(4): several coroutines, and the end of run_forever().

namespace corodemo::scenarios {

const Lesson two_arguments_lesson{
    .title = {"run_until_complete() takes only one", "run_until_complete() 只接受一个"},
    .look_for = {{"A second argument is a TypeError: neither hello() runs, there is no step.",
                  "多给一个参数会引发 TypeError：两个 hello() 都不运行，一步也没有。"},
                 {"Both coroutine objects are destroyed without being awaited, each with a warning "
                  "(by default CPython shows equal warnings from one line only once): #0.",
                  "两个协程对象从未被等待就被销毁，各产生一条警告（同一行的相同警告，CPython "
                  "默认只显示一次）：#0。"},
                 {"gather() makes one future of many: corodemo gather-two.",
                  "gather() 把多个合成一个 future：corodemo gather-two。"}},
    .rules = {{.source = {{"asyncio/base_events.py, BaseEventLoop.run_until_complete",
                           "def run_until_complete(self, future):"}},
               .meaning = {"one future per call; but it can be called again and again",
                           "每次调用只接受一个 future；但可以反复调用"}}},
    .next = "corodemo gather-two --trace",
};

const Lesson gather_lesson{
    .title = {"three hellos, one thread", "三个 hello，一个线程"},
    .title_of_any_number = {"one thread for all hellos", "所有 hello 共用一个线程"},
    .look_for =
        {{"All three print \"Hello world!\" before any sleep expires: #1 #2 #3.",
          "任何一个 sleep 到期之前，三个都已打印 \"Hello world!\"：#1 #2 #3。"},
         {"The clock jumps once, from 0 s to 1 s: three sleeps of 1 s take 1 s, not 3 s: #4.",
          "时钟只跳一次，从 0 s 到 1 s：三个 1 s 的 sleep 一共只用 1 s，不是 3 s：#4。"},
         {"A timer does not run a task. It makes the task ready; the task resumes one iteration "
          "later: #5 makes T1 ready, #8 resumes it.",
          "定时器不运行任务，只让任务就绪；任务在下一轮才恢复运行：#5 让 T1 就绪，#8 恢复运行 "
          "T1。"},
         {"The last hello returns in #10. The future of gather() is done one iteration later "
          "(#13), and the loop stops one iteration after that: #14.",
          "最后一个 hello 在 #10 返回。gather() 的 future "
          "在下一轮完成（#13），再过一轮事件循环停止：#14。"}},
    .rules =
        {{.source = source::gather_iterates_arguments(),
          .meaning =
              {"wraps each argument in a task, in the order of the arguments; the results have "
               "this order, too, regardless of which task finishes first",
               "按参数的顺序把每个协程封装为任务；结果也按参数的顺序排列，与哪个任务先完成无关"}},
         {.source = {source::gather_iterates_set()},
          .meaning = {"iterates over a set: the tasks start in arbitrary order, which depends on "
                      "memory addresses; the results still have the order of the arguments",
                      "遍历的是集合：任务按任意顺序开始，取决于内存地址；结果仍按参数的顺序排列"}}},
    .next = "corodemo compare wait gather",
    .stand_in = "gather-print-sum",
};

const Lesson gather_two_lesson{
    .title = {"two hellos, one future", "两个 hello，一个 future"},
    .look_for =
        {{"gather() creates both tasks before the loop runs: #0.",
          "gather() 在事件循环运行之前就创建两个任务：#0。"},
         {"Both print their first line before either resumes: #1 #2, then #6 #7.",
          "两个都先打印第一行，之后才有一个恢复运行：#1 #2，然后是 #6 #7。"},
         {"gather() counts: 1 of 2 done in #8, 2 of 2 in #9, and then its future is done.",
          "gather() 计数：#8 时 2 个中已完成 1 个，#9 时 2 个都已完成，于是它的 future 完成。"}},
    .rules = {{.source = source::gather_counts(),
               .meaning = {"the outer future gets its result when the last child is done",
                           "最后一个子任务完成时，外层 future 才得到结果"}}},
    .next = "corodemo gather --trace",
};

const Lesson run_forever_lesson{
    .title = {"run_forever() does not return", "run_forever() 不会返回"},
    .look_for =
        {{"Both hellos return in #6 and #7, and the future of gather() is done in #9.",
          "两个 hello 在 #6、#7 返回，gather() 的 future 在 #9 完成。"},
         {"Nothing asks the loop to stop. The ready queue is empty and no timer is left: a real "
          "loop waits here forever.",
          "没有谁要求事件循环停止。就绪队列为空，也没有定时器：真实的事件循环会永远等在这里。"},
         {"What follows run_forever() is never reached: see corodemo stop-after-run-forever.",
          "run_forever() 之后的语句永远执行不到：见 corodemo stop-after-run-forever。"}},
    .rules =
        {{.source = {{"asyncio/base_events.py, BaseEventLoop.run_forever",
                      "while True:\n    self._run_once()\n    if self._stopping:\n        break"}},
          .meaning = {"the loop goes on until stop() has set _stopping",
                      "循环一直运行，直到 stop() 设置了 _stopping"}}},
    .next = "corodemo stop-in-callback --trace",
};

const Lesson stop_after_run_forever_lesson{
    .title = {"a stop() that is never reached", "永远执行不到的 stop()"},
    .look_for = {{"Both hellos return in #6 and #7, the future of gather() is done in #9; then "
                  "nothing is left to do.",
                  "两个 hello 在 #6、#7 返回，gather() 的 future 在 #9 完成；再没有事可做。"},
                 {"run_forever() does not return, so the lines after it do not run: neither stop() "
                  "nor print().",
                  "run_forever() 不返回，所以后面的语句不会运行：stop() 和 print() 都不会。"}},
    .rules =
        {{.source = {{"asyncio/base_events.py, BaseEventLoop.run_forever",
                      "while True:\n    self._run_once()\n    if self._stopping:\n        break"}},
          .meaning = {"stop() has to be called by something that the loop runs",
                      "stop() 必须由事件循环所运行的代码来调用"}}},
    .next = "corodemo stop-in-coroutine --trace",
};

const Lesson stop_in_coroutine_lesson{
    .title = {"stop() in a coroutine: both finish", "在协程里 stop()：两个都完成"},
    .look_for =
        {{"T1 calls stop() in #6, and yet T2 runs to its end in #7: both were ready in this "
          "iteration.",
          "T1 在 #6 调用 stop()，但 T2 仍在 #7 运行到结束：这一轮里两个都已就绪。"},
         {"The loop stops at the end of the iteration, before the tasks' done callbacks run: the "
          "future of gather() is still pending.",
          "事件循环在这一轮结束时停止，任务的完成回调还没有运行：gather() 的 future 仍未完成。"},
         {"With unequal sleeps the second one does not finish: corodemo stop-in-coroutine-unequal.",
          "sleep 不相等时，第二个就完成不了：corodemo stop-in-coroutine-unequal。"}},
    .rules = {{.source = {{"asyncio/base_events.py, BaseEventLoop._run_once",
                           "ntodo = len(self._ready)\nfor i in range(ntodo):"}},
               .meaning = {"all handles that are ready when the iteration begins to run them do "
                           "run; later ones wait for the next iteration",
                           "这一轮开始运行句柄时已就绪的都会运行；之后加入的等到下一轮"}}},
    .next = "corodemo stop-in-coroutine-unequal --trace",
};

const Lesson stop_in_coroutine_unequal_lesson{
    .title = {"stop() in a coroutine: one is left", "在协程里 stop()：丢下一个"},
    .look_for =
        {{"T1 sleeps 1 s, T2 sleeps 2 s: #1 #2.", "T1 睡 1 s，T2 睡 2 s：#1 #2。"},
         {"T1 calls stop() in #5, and the loop stops: T2's timer has not expired, and T2 never "
          "resumes.",
          "T1 在 #5 调用 stop()，事件循环停止：T2 的定时器还没到期，T2 再也不会恢复运行。"}},
    .rules = {{.source = {{"asyncio/base_events.py, BaseEventLoop.stop", "self._stopping = True"}},
               .meaning = {"run_forever() checks it after each iteration; timers that have not "
                           "expired are left as they are",
                           "run_forever() 在每一轮之后检查它；未到期的定时器留在原处"}}},
    .next = "corodemo stop-in-callback --trace",
};

const Lesson stop_in_callback_lesson{
    .title = {"gather, a callback, then stop()", "gather、回调，然后 stop()"},
    .look_for =
        {{"The future of gather() is done in #9; its done callback runs one iteration later, in "
          "#10, and prints \"Done\".",
          "gather() 的 future 在 #9 完成；它的完成回调在下一轮 #10 运行，打印 \"Done\"。"},
         {"stop() interrupts nothing: the loop finishes the iteration, then run_forever() returns.",
          "stop() 不会中断什么：事件循环先完成这一轮，run_forever() 才返回。"},
         {"\"Done\" comes once, after both hellos: the callback was added to the future of "
          "gather(), not to a task.",
          "\"Done\" 只打印一次，在两个 hello 之后：回调加在 gather() 的 future "
          "上，而不是某个任务上。"}},
    .rules = {{.source = {{"asyncio/base_events.py, BaseEventLoop.stop", "self._stopping = True"}},
               .meaning = {"stop() only sets a flag: the current iteration is finished first",
                           "stop() 只设置一个标志：当前这一轮会先完成"}}},
    .next = "corodemo callback --trace",
};

}  // namespace corodemo::scenarios
