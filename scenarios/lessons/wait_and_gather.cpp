#include "scenarios/lessons/lessons.hpp"

// Section 3(5): wait() compared with gather().

namespace corodemo::scenarios {

const Lesson print_sum_lesson{
    .title = {"a coroutine awaits a coroutine", "协程等待协程"},
    .look_for =
        {{"There is one task, T1. compute() has none: awaiting a coroutine costs no turn of the "
          "loop: #1.",
          "只有一个任务 T1。compute() 没有自己的任务：await 一个协程并不会多花一轮循环：#1。"},
         {"T1 waits at line 8, in compute, which print_sum awaits at line 13: --trace=full shows "
          "the stack of two.",
          "T1 停在 compute 的第 8 行，而 print_sum 在第 13 行等待 compute：--trace=full "
          "可以看到这两层的栈。"},
         {"When the sleep is over both go on, one inside the other, in the same step: #4.",
          "sleep 到期后，两者在同一步里先后继续：#4。"}},
    .rule = {.where = "asyncio/tasks.py, Task.__step, 3.7-3.11",
             .code = "result = coro.send(None)",
             .meaning = {"runs the whole chain of awaits until one of them waits for a future",
                         "一直运行整条 await 链，直到其中一个等待 future"}},
    .next = "corodemo wait --trace",
};

const Lesson wait_lesson{
    .title = {"wait() and the order of a set", "wait() 与集合的顺序"},
    .look_for = {{"wait() is a coroutine: it gets a task of its own, T1, and makes the other tasks "
                  "when it runs: #1.",
                  "wait() 本身是协程：它有自己的任务 T1，运行时才创建其他任务：#1。"},
                 {"wait() turns its list into a set, and a set has no order. Here the order is the "
                  "one that the tutorial saw: 3, 2, 1. Try --set-order 2,3,1.",
                  "wait() 把列表变成 set，而 set 没有顺序。这里用的是教程看到的顺序：3、2、1。试试 "
                  "--set-order 2,3,1。"},
                 {"The tasks end in the order in which they started: equal sleeps end in order of "
                  "creation: #9 #10 #11.",
                  "任务按开始的顺序结束：相同的 sleep 按创建顺序到期：#9 #10 #11。"},
                 {"7 iterations, where gather takes 5: one more at the start, in which wait() "
                  "makes the tasks (#1), and one more at the end, in which it wakes (#15).",
                  "共 7 轮，gather 只要 5 轮：开头多一轮，由 wait() "
                  "创建任务（#1）；结尾多一轮，wait() 自己醒来（#15）。"}},
    .rule = {.where = "asyncio/tasks.py, wait, 3.9-3.14",
             .code = "fs = set(fs)",
             .meaning = {"the order of a set of coroutines is that of their addresses: an "
                         "accident; 3.11 refuses coroutines here",
                         "协程集合的顺序取决于内存地址，纯属偶然；3.11 起这里不再接受协程"}},
    .next = "corodemo explore wait",
};

const Lesson wait_tasks_lesson{
    .title = {"wait() as it is written today", "wait() 如今的写法"},
    .look_for = {{"The tasks are made by create_task(), in your order, before wait() runs: #0. So "
                  "they start in your order: #1 #2 #3.",
                  "任务由 create_task() 按你的顺序创建，在 wait() "
                  "运行之前：#0。所以它们按你的顺序开始：#1 #2 #3。"},
                 {"wait() still makes a set of them (#4); but that only decides in which order it "
                  "adds its callbacks.",
                  "wait() 仍把它们变成 set（#4）；但这只决定添加回调的顺序。"},
                 {"6 iterations: one less than with coroutines, whose tasks wait() makes itself.",
                  "共 6 轮：比传入协程少一轮，那时任务由 wait() 自己创建。"}},
    .rule = {.where = "asyncio/tasks.py, wait, 3.11-3.14",
             .code = "if any(coroutines.iscoroutine(f) for f in fs):",
             .meaning = {"raises TypeError: coroutines have to be made tasks first",
                         "引发 TypeError：协程必须先变成任务"}},
    .next = "corodemo wait --trace",
};

const Lesson gather_print_sum_lesson{
    .title = {"the sums with gather()", "用 gather() 求和"},
    .look_for =
        {{"The order is that of the arguments: 1 + 2 first (#1), 5 + 6 last (#3).",
          "顺序就是参数的顺序：1 + 2 最先（#1），5 + 6 最后（#3）。"},
         {"The sums come in the same order: equal sleeps end in order of creation: #8 #9 #10.",
          "结果也是同样的顺序：相同的 sleep 按创建顺序到期：#8 #9 #10。"},
         {"On 3.6 gather() iterated a set, so the order was an accident: try --python 3.6.",
          "3.6 的 gather() 遍历的是 set，顺序纯属偶然：试试 --python 3.6。"}},
    .rule = {.where = "asyncio/tasks.py, gather, 3.6",
             .code = "for arg in set(coros_or_futures):",
             .meaning = {"3.7 walks the arguments themselves", "3.7 起直接遍历参数"}},
    .next = "corodemo wait --trace",
};

}  // namespace corodemo::scenarios
