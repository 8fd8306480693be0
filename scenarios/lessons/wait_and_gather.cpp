#include <string>

#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// Section 3(5): wait() compared with gather().

namespace corodemo::scenarios {

namespace {

/// print_sum(2 * i + 1, 2 * i + 2)
std::string sum(std::size_t position) {
    return std::to_string((2 * position) - 1) + " + " + std::to_string(2 * position);
}

}  // namespace

const Lesson print_sum_lesson{
    .title = {"a coroutine awaits a coroutine", "协程等待协程"},
    .look_for =
        {{"There is one task, T1. compute() has none: awaiting a coroutine runs it at once, in the "
          "same step: #1.",
          "只有一个任务 T1。compute() 没有自己的任务：等待一个协程会立即运行它，在同一步里：#1。"},
         {"T1 waits at line 8, in compute(), which print_sum() awaits at line 13: --trace=full "
          "shows this stack of two.",
          "T1 在第 8 行等待，位于 compute() 中，而 print_sum() 在第 13 行等待 "
          "compute()：--trace=full 可以看到这个两层的栈。"},
         {"When the sleep expires, both resume in the same step, the inner one first: #4.",
          "sleep 到期后，两者在同一步里恢复运行，里层的在先：#4。"}},
    .rules = {{.source = source::step_runs_coroutine(),
               .meaning = {"runs the whole chain of awaits until one of them suspends",
                           "一直运行整条 await 链，直到其中一个挂起"}}},
    .next = "corodemo wait --trace",
    .label = sum,
};

const Lesson wait_lesson{
    .title = {"wait() and the order of a set", "wait() 与集合的顺序"},
    .look_for = {{"wait() is a coroutine: it is wrapped in a task of its own, T1, and wraps the "
                  "others in tasks when it runs: #1.",
                  "wait() 本身是协程：它被封装为自己的任务 T1，运行时才把其他协程封装为任务：#1。"},
                 {"wait() makes a set of its list, and the order of that set is arbitrary. Here it "
                  "is the one that the tutorial saw: 3, 2, 1. Try --set-order 2,3,1.",
                  "wait() "
                  "把列表变成集合，而这个集合的顺序是任意的。这里用的是教程看到的顺序：3、2、1。试"
                  "试 --set-order 2,3,1。"},
                 {"The tasks finish in the order in which they started: equal sleeps expire in the "
                  "order of their creation: #9 #10 #11.",
                  "任务按开始的顺序完成：相同的 sleep 按创建的顺序到期：#9 #10 #11。"},
                 {"7 iterations, where gather() takes 5: one more at the start, in which wait() "
                  "creates the tasks (#1), and one more at the end, in which it resumes (#15).",
                  "共 7 轮，而 gather() 是 5 轮：开头多一轮，由 wait() "
                  "创建任务（#1）；结尾多一轮，wait() 自己恢复运行（#15）。"}},
    .rules = {{.source = source::wait_makes_set(),
               .meaning =
                   {"the order of a set of coroutines is arbitrary: it depends on memory addresses",
                    "协程集合的顺序是任意的：取决于内存地址"}},
              {.source = {source::wait_rejects_coroutines()},
               .meaning = {"wait() rejects coroutines since Python 3.11: wrap them in tasks first",
                           "Python 3.11 起 wait() 不接受协程：应先把它们封装为任务"}}},
    .next = "corodemo explore wait",
    .label = sum,
};

const Lesson wait_tasks_lesson{
    .title = {"wait() on tasks: today's way", "把任务交给 wait()：如今的写法"},
    .look_for =
        {{"create_task() creates the tasks in your order, before wait() runs: #0. So they start in "
          "your order: #1 #2 #3.",
          "create_task() 按你的顺序创建任务，在 wait() 运行之前：#0。所以它们按你的顺序开始：#1 #2 "
          "#3。"},
         {"wait() still makes a set of them (#4), but this only decides in which order it adds its "
          "callbacks.",
          "wait() 仍把它们变成集合（#4），但这只决定它添加回调的顺序。"},
         {"6 iterations: one fewer than with coroutines, which wait() has to wrap in tasks itself.",
          "共 6 轮：比传入协程少一轮，那时任务要由 wait() 自己创建。"}},
    .rules = {{.source = source::wait_keeps_tasks(),
               .meaning = {"ensure_future() returns a task as it is: wait() creates none",
                           "ensure_future() 原样返回任务：wait() 不再创建任务"}},
              {.source = {source::wait_rejects_coroutines()},
               .meaning = {"coroutines have to be wrapped in tasks first",
                           "协程必须先封装为任务"}}},
    .next = "corodemo wait --trace",
    .label = sum,
};

const Lesson gather_print_sum_lesson{
    .title = {"the same sums with gather()", "同样的求和，改用 gather()"},
    .look_for =
        {{"The tasks start in the order of the arguments: 1 + 2 first (#1), 5 + 6 last (#3).",
          "任务按参数的顺序开始：1 + 2 最先（#1），5 + 6 最后（#3）。"},
         {"They finish in the same order: equal sleeps expire in the order of their creation: #8 "
          "#9 #10.",
          "完成的顺序也一样：相同的 sleep 按创建的顺序到期：#8 #9 #10。"},
         {"On Python 3.6 gather() iterates over a set, so that the order is arbitrary: try "
          "--python 3.6.",
          "Python 3.6 的 gather() 遍历的是集合，顺序是任意的：试试 --python 3.6。"}},
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
    .next = "corodemo wait --trace",
    .label = sum,
};

}  // namespace corodemo::scenarios
