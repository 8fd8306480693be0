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
    .title = {"three hellos: today's way", "三个 hello：如今的写法"},
    .title_of_any_number = {"hellos: today's way", "多个 hello：如今的写法"},
    .look_for =
        {{"asyncio.run() creates the loop, runs main(), and closes the loop: no get_event_loop(), "
          "no run_until_complete().",
          "asyncio.run() 创建事件循环、运行 main()、再关闭事件循环：不再需要 get_event_loop() 和 "
          "run_until_complete()。"},
         {"The block creates the three tasks, and then waits at its end (#1). The done callback of "
          "the last task (#14) schedules main(), which leaves the block in #15.",
          "代码块在 #1 创建三个任务，然后在末尾等待。最后一个任务的完成回调（#14）安排 main() "
          "运行，它在 #15 离开代码块。"},
         {"The mistake: create_task() in main(), and nobody awaits the tasks. asyncio.run() "
          "cancels them as soon as main() returns; a task group waits for them.",
          "常见错误：在 main() 里 create_task()，却没有人等待这些任务。main() "
          "一返回，asyncio.run() 就取消它们；任务组则会等待它们。"}},
    .rules = {{.source = {{"asyncio/taskgroups.py, TaskGroup.create_task", "self._tasks.add(task)",
                           Versions::since(11)}},
               .meaning = {"a task group keeps its tasks, so that none is lost, and waits for them",
                           "任务组保存自己的任务，所以不会丢失任何一个，并等待它们"}}},
    .next = "corodemo task-group --trace",
};

const Lesson first_completed_lesson{
    .title = {"wait() until the first task is done", "wait() 等待第一个完成的任务"},
    .look_for =
        {{"The first task is done in #6. Its done callback runs in the next iteration (#7), and "
          "wait() returns in the one after that (#8) with two sets: one task done, one pending.",
          "第一个任务在 #6 完成；下一轮运行它的完成回调（#7），再下一轮 wait() 在 #8 "
          "返回两个集合：一个已完成，一个未完成。"},
         {"wait() cancels nothing: the other task keeps running, and is done in #11.",
          "wait() 不取消任何任务：另一个任务继续运行，在 #11 完成。"},
         {"The mistake: to forget the pending tasks. Await them, as #8 does, or cancel them. Check "
          "the done tasks too: wait() does not raise their exceptions.",
          "常见错误：忘了未完成的任务。应像 #8 "
          "那样等待它们，或者取消它们。已完成的任务也要查看：wait() 不会引发它们的异常。"}},
    .rules = {{.source = {{"asyncio/tasks.py, _wait", "return_when == FIRST_COMPLETED or"}},
               .meaning = {"wait() adds a done callback to each task; with FIRST_COMPLETED the "
                           "first to run ends the wait",
                           "wait() 给每个任务添加完成回调；用 FIRST_COMPLETED "
                           "时，第一个运行的回调就结束等待"}}},
    .next = "corodemo as-completed --trace",
};

const Lesson as_completed_lesson{
    .title = {"results in the order of completion", "按完成的先后得到结果"},
    .look_for =
        {{"The downloads are wrapped in tasks in the order of a set (#1), and their results come "
          "in the order in which they are done: #9 #14 #19.",
          "各次下载按集合的顺序封装为任务（#1），结果按完成的先后到来：#9、#14、#19。"},
         {"The loop variable is not a task but a coroutine, which waits for whichever task is done "
          "next. Since 3.13, async for gives the tasks themselves.",
          "循环变量不是任务，而是协程，它等待下一个完成的任务。从 3.13 起，async for "
          "得到的是任务本身。"},
         {"The mistake: to take the first result for that of the first argument. Let each result "
          "carry its name, as download() does; gather() keeps the order of the arguments.",
          "常见错误：把先到的结果当作第一个参数的结果。应让每个结果带上自己的名字，像 download() "
          "那样；gather() 才保持参数的顺序。"}},
    .rules = {{.source = {{"asyncio/tasks.py, as_completed", "done.put_nowait(f)",
                           Versions::until(12)},
                          {"asyncio/tasks.py, _AsCompletedIterator._handle_completion",
                           "self._done.put_nowait(f)", Versions::since(13)}},
               .meaning = {"a task that is done goes into an asyncio.Queue, and each await gets "
                           "the next from it",
                           "完成的任务放入一个 asyncio.Queue，每次 await 从中取出下一个"}}},
    .next = "corodemo explore as-completed",
};

const Lesson task_group_lesson{
    .title = {"a task group waits for its tasks", "任务组等待它的任务"},
    .look_for =
        {{"create_task() starts nothing: \"end of the block\" is printed in #1, before the first "
          "task starts in #2.",
          "create_task() 并不开始运行任务：#1 就打印了 \"end of the block\"，第一个任务在 #2 "
          "才开始运行。"},
         {"The end of the block waits for both tasks: the group's done callback runs for the first "
          "in #7; with the last, in #11, main() is ready.",
          "代码块的末尾等待两个任务：任务组的完成回调在 #7 处理第一个；在 #11 处理最后一个，main() "
          "随之就绪。"},
         {"The mistake: result() within the block, where the task is not done: InvalidStateError. "
          "After the block (#12) each task has its result.",
          "常见错误：在代码块里调用 "
          "result()，那时任务尚未完成：InvalidStateError。代码块之后（#12），每个任务都有结果。"}},
    .rules = {{.source = group_waits(),
               .meaning = {"a block is left when all of its tasks are done",
                           "代码块中的所有任务都完成后，才离开代码块"}}},
    .next = "corodemo task-group-failure --trace",
};

const Lesson task_group_failure_lesson{
    .title = {"one task fails: others are cancelled", "一个任务失败：其余任务被取消"},
    .look_for = {{"One task raises in #7. In #8 the group's done callback cancels the others, in "
                  "the order of a set, and main(), which waits for them.",
                  "一个任务在 #7 引发异常。任务组的完成回调在 #8 "
                  "按集合的顺序取消其余任务，并取消等待它们的 main()。"},
                 {"They resume with CancelledError: #9 #10 #11. Only when all are done does the "
                  "block raise an ExceptionGroup (#14).",
                  "它们恢复运行并收到 CancelledError：#9、#10、#11。全部完成后，代码块才引发 "
                  "ExceptionGroup（#14）。"},
                 {"The mistake: except ValueError around the block. The block raises a group, even "
                  "of one exception: catch ExceptionGroup, or write except* ValueError.",
                  "常见错误：在代码块外写 except "
                  "ValueError。代码块引发的是异常组，哪怕只有一个异常：应捕获 ExceptionGroup，或写 "
                  "except* ValueError。"}},
    .rules =
        {{.source =
              {{"asyncio/taskgroups.py, TaskGroup._on_task_done",
                "self._abort()\nself._parent_cancel_requested = True\nself._parent_task.cancel()",
                Versions::since(11)}},
          .meaning =
              {"the first exception cancels the other tasks, and the one that runs the block",
               "第一个异常使其余任务被取消，运行代码块的任务也被取消"}}},
    .next = "corodemo gather-exception --trace",
};

}  // namespace corodemo::scenarios
