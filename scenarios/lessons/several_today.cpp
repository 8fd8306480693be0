#include <string_view>
#include <vector>

#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// Waiting for several, as it is written today.

namespace corodemo::scenarios {

namespace {

constexpr std::string_view kWaitsForTasks = "while self._tasks:";

/// A task group waits for its tasks.
std::vector<Quotation> group_waits() {
    return {{"asyncio/taskgroups.py, TaskGroup.__aexit__", kWaitsForTasks, {11, 13}},
            {"asyncio/taskgroups.py, TaskGroup._aexit", kWaitsForTasks, Versions::since(14)}};
}

}  // namespace

const Lesson gather_today_lesson{
    .title = {"three hellos, told today", "今天的写法：三个 hello"},
    .title_of_any_number = {"hellos, told today", "今天的写法：多个 hello"},
    .look_for =
        {{"asyncio.run() makes the loop, runs main(), and closes the loop: no get_event_loop(), no "
          "run_until_complete().",
          "asyncio.run() 创建事件循环、运行 main()、再关闭循环：不再需要 get_event_loop() 和 "
          "run_until_complete()。"},
         {"The block creates the three tasks, and then waits at its end, #1. It is left when the "
          "last task is done: #14, #15.",
          "代码块创建三个任务，然后在末尾等待，见 #1。最后一个任务完成后才离开代码块：#14、#15。"},
         {"The mistake: create_task() in main(), and nobody waits for the tasks. asyncio.run() "
          "cancels them as soon as main() returns; a group waits for them.",
          "常见的错误：在 main() 里 create_task()，却没有人等待这些任务。main() 一返回，"
          "asyncio.run() 就取消它们；任务组则会等待它们。"}},
    .rules = {{.source = {{"asyncio/taskgroups.py, TaskGroup.create_task", "self._tasks.add(task)",
                           Versions::since(11)}},
               .meaning = {"a task group keeps its tasks, so that none is lost, and waits for them",
                           "任务组保存自己的任务，所以不会丢失任何一个，并等待它们"}}},
    .next = "corodemo task-group --trace",
};

const Lesson first_completed_lesson{
    .title = {"wait() for the first", "wait() 等待最先完成的"},
    .look_for =
        {{"The first task is done in #6, and wait() returns in #8, with two sets: one task is "
          "done, one pending.",
          "第一个任务在 #6 完成，wait() 在 #8 返回两个集合：一个已完成，一个未完成。"},
         {"It cancels nothing: the other task goes on, and is done in #11.",
          "它不取消任何任务：另一个任务继续运行，在 #11 完成。"},
         {"The mistake: to forget the pending tasks. Await them, as #8 does, or cancel them. Those "
          "that are done are yours to ask, too: wait() raises none of their errors.",
          "常见的错误：忘了未完成的任务。应像 #8 那样 await "
          "它们，或者取消它们。已完成的任务也要由你查看：wait() 不会引发它们的异常。"}},
    .rules =
        {{.source = {{"asyncio/tasks.py, _wait", "return_when == FIRST_COMPLETED or"}},
          .meaning = {"each task that is done calls wait() back; with FIRST_COMPLETED the first "
                      "call ends it",
                      "每个任务完成时都回调 wait()；用 FIRST_COMPLETED 时第一次回调就结束等待"}}},
    .next = "corodemo as-completed --trace",
};

const Lesson as_completed_lesson{
    .title = {"results as they come", "谁先完成先得到谁"},
    .look_for =
        {{"The downloads are started in the order of a set, #1, and come in the order in which "
          "they are done: #9 #14 #19.",
          "各次下载按集合的顺序创建，见 #1，结果按完成的先后到来：#9、#14、#19。"},
         {"What the loop goes through are no tasks but coroutines, each of which waits for "
          "whichever is done next. Since 3.13 async for gives the tasks themselves.",
          "循环变量不是任务，而是协程，每个都等待下一个完成的任务。从 3.13 起，async for "
          "得到的是任务本身。"},
         {"The mistake: to take the first that comes for the first that was asked for. Let the "
          "result say what it is of, as download() does; gather() keeps the order of the "
          "arguments.",
          "常见的错误：以为先到的就是先请求的。应让结果说明自己是谁的，像 download() "
          "那样；gather() 才按参数的顺序给出结果。"}},
    .rules = {{.source = {{"asyncio/tasks.py, as_completed", "done.put_nowait(f)",
                           Versions::until(12)},
                          {"asyncio/tasks.py, _AsCompletedIterator._handle_completion",
                           "self._done.put_nowait(f)", Versions::since(13)}},
               .meaning = {"what is done goes into a queue, and each await takes the next from it",
                           "完成的任务进入一个队列，每次 await 取出下一个"}}},
    .next = "corodemo explore as-completed",
};

const Lesson task_group_lesson{
    .title = {"a group of tasks", "任务组"},
    .look_for =
        {{"create_task() starts nothing: \"end of the block\" comes before the first task begins, "
          "#1, #2.",
          "create_task() 并不开始运行：在第一个任务开始之前就打印了 \"end of the block\"，见 "
          "#1、#2。"},
         {"The end of the block waits for both tasks: the group's done callback counts the first "
          "in #7, and wakes main() with the last in #11.",
          "代码块的末尾等待两个任务：任务组的完成回调在 #7 记下第一个，在 #11 "
          "随最后一个唤醒 main()。"},
         {"The mistake: result() within the block, where the task is not done: InvalidStateError. "
          "Behind the block, #12, each has its result.",
          "常见的错误：在代码块里调用 result()，那时任务尚未完成：InvalidStateError。"
          "代码块之后，见 #12，每个任务都有结果。"}},
    .rules = {{.source = group_waits(),
               .meaning = {"a block is left when all of its tasks are done",
                           "代码块中的所有任务都完成后，才离开代码块"}}},
    .next = "corodemo task-group-failure --trace",
};

const Lesson task_group_failure_lesson{
    .title = {"one task fails: the group ends", "一个任务失败，整组结束"},
    .look_for =
        {{"One task raises in #7. The group's done callback cancels the others, in the order of a "
          "set, and main(), which waits for them: #8.",
          "一个任务在 #7 引发异常。任务组的完成回调按集合的顺序取消其余任务，"
          "并取消等待它们的 main()：#8。"},
         {"Each gets CancelledError where it waits, #9 #10. Only when all have ended does the "
          "block raise an ExceptionGroup, #14.",
          "它们各自在等待处收到 CancelledError，见 #9、#10。全部结束后，代码块才引发 "
          "ExceptionGroup，见 #14。"},
         {"The mistake: except ValueError around the block. What comes out is a group, even of "
          "one: catch ExceptionGroup, or write except* ValueError.",
          "常见的错误：在代码块外写 except ValueError。出来的是异常组，哪怕只有一个异常：应捕获 "
          "ExceptionGroup，或写 except* ValueError。"}},
    .rules =
        {{.source = {{"asyncio/taskgroups.py, TaskGroup._on_task_done",
                      "self._abort()\nself._parent_cancel_requested = "
                      "True\nself._parent_task.cancel()",
                      Versions::since(11)}},
          .meaning = {"the first error cancels the other tasks, and the one that runs the block",
                      "第一个异常使其余任务被取消，运行代码块的任务也被取消"}}},
    .next = "corodemo gather-exception --trace",
};

}  // namespace corodemo::scenarios
