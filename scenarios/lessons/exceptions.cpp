#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// Exceptions: where they go.

namespace corodemo::scenarios {

namespace {

using source::Quotations;

Quotations result_raises_exception() {
    return {{"asyncio/futures.py, Future.result",
             "if self._exception is not None:\n    raise self._exception", Versions::until(9)},
            {"asyncio/futures.py, Future.result",
             "if self._exception is not None:\n"
             "    raise self._exception.with_traceback(self._exception_tb)",
             Versions::since(10)}};
}

Quotations dying_future_reports() {
    return {{"asyncio/futures.py, Future.__del__",
             "f'{self.__class__.__name__} exception was never retrieved',", Versions::since(7)}};
}

Quotations dying_task_reports() {
    return {{"asyncio/tasks.py, Task.__del__",
             "if self._state == futures._PENDING and self._log_destroy_pending:"}};
}

}  // namespace

const Lesson exception_lesson{
    .title = {"a task keeps its exception", "异常保存在任务里"},
    .look_for =
        {{"T2 raises in #5. Nothing else happens then: main still waits for its sleep, and the "
          "task keeps the exception.",
          "T2 在 #5 引发异常。当时没有别的事发生：main 继续等待它的 sleep，异常保存在任务里。"},
         {"It is raised where the task is awaited, one second later, in #8; main can catch it "
          "there like any other.",
          "一秒之后，在 #8，它在等待该任务的地方被引发；main 可以像别的异常一样在那里捕获它。"},
         {"The mistake: to put try around create_task(), which only creates the task.",
          "常见错误：把 try 写在 create_task() 外面，而它只是创建任务。"}},
    .rules = {{.source = result_raises_exception(),
               .meaning = {"awaiting a task asks for its result, and that raises the exception",
                           "等待任务就是取它的结果，这时引发异常"}}},
    .next = "corodemo unretrieved-exception --trace",
};

const Lesson gather_exception_lesson{
    .title = {"gather() raises the first exception", "gather() 引发第一个异常"},
    .look_for =
        {{"T3 fail raises in #6; gather()'s future is done with that exception in #7, though only "
          "1 of 2 is done.",
          "T3 fail 在 #6 引发异常；虽然 2 个中只完成了 1 个，gather() 的 future 在 #7 "
          "就以该异常完成。"},
         {"main() catches it in #8. T2 work was not cancelled: it prints in #11, as if nothing had "
          "happened.",
          "main() 在 #8 捕获它。T2 work 没有被取消：它在 #11 照常打印。"},
         {"The mistake: to think that all tasks are done when gather() raises. If main() returned "
          "in #8, asyncio.run() would cancel T2 halfway. A TaskGroup cancels the other tasks "
          "itself, and waits for them.",
          "常见错误：以为 gather() 引发异常时所有任务都已完成。如果 main() 在 #8 "
          "返回，asyncio.run() 就会在半途取消 T2。TaskGroup 会自己取消其余任务，并等待它们。"}},
    .rules = {{.source = source::gather_since_3_7("outer.set_exception(exc)"),
               .meaning =
                   {"the first exception is that of gather(); what is still running is left alone",
                    "第一个异常就是 gather() 的异常；仍在运行的任务不受影响"}}},
    .next = "corodemo gather-return-exceptions --trace",
};

const Lesson gather_return_exceptions_lesson{
    .title = {"exceptions as results", "把异常当作结果"},
    .look_for = {{"T3 fail raises in #6, but gather() keeps waiting: 1 of 2 done (#7).",
                  "T3 fail 在 #6 引发异常，gather() 却继续等待：2 个中已完成 1 个（#7）。"},
                 {"When all are done (#11), the list has a value and an exception object. Nothing "
                  "is raised.",
                  "全部完成后（#11），列表里有一个值和一个异常对象。什么也没有引发。"},
                 {"The mistake: not to check the list. An exception in it is silent: test each "
                  "result with isinstance(result, BaseException).",
                  "常见错误：不检查列表。其中的异常悄无声息：应对每个结果检查 isinstance(result, "
                  "BaseException)。"}},
    .rules = {{.source = source::gather_since_3_7("if not return_exceptions:"),
               .meaning = {"with return_exceptions an exception does not complete gather(): it is "
                           "a result like any other",
                           "用 return_exceptions 时，异常并不使 gather() 完成：它和其他结果一样"}}},
    .next = "corodemo gather-exception --trace",
};

const Lesson unretrieved_exception_lesson{
    .title = {"an exception that nobody retrieves", "没有人获取的异常"},
    .look_for =
        {{"T2 raises in #2, and nobody notices: main only asks whether it is done.",
          "T2 在 #2 引发异常，没有人注意到：main 只问它是否完成。"},
         {"In #5 main drops the last reference to the task, which then reports that its exception "
          "was never retrieved. Had main kept the task, the report would come when main returns.",
          "main 在 #5 丢掉对任务的最后一个引用，这时任务报告异常从未被获取。如果 main "
          "一直保留着任务，报告要到 main 返回时才出现。"},
         {"main goes on as if nothing had happened. The mistake: to create a task and never await "
          "it.",
          "main 若无其事地继续。常见错误：创建任务，却从不等待它。"}},
    .rules = {{.source = dying_future_reports(),
               .meaning = {"only when the task is destroyed is it certain that nobody will ask",
                           "只有任务被销毁时，才能确定没有人会来获取"}}},
    .next = "corodemo lost-task --trace",
};

const Lesson lost_task_lesson{
    .title = {"a task that nothing refers to", "没有任何地方引用的任务"},
    .look_for = {{"T2 starts in #2 and awaits a future that only it knows; main has kept no "
                  "reference to the task.",
                  "T2 在 #2 开始运行，等待一个只有它知道的 future；main 没有保留对任务的引用。"},
                 {"The task, its coroutine and the future refer only to each other. In #5 the "
                  "garbage collector finds that, and destroys the task while it is pending: \"job "
                  "ends\" is never printed.",
                  "任务、它的协程和那个 future 只是互相引用。#5 "
                  "中垃圾回收器发现了这一点，任务尚未完成就被销毁：\"job ends\" 永远不会打印。"},
                 {"The mistake: create_task() without keeping what it returns. The event loop has "
                  "only weak references to tasks (gh-91887); a TaskGroup keeps its tasks.",
                  "常见错误：调用 create_task() "
                  "却不保存它返回的任务。事件循环对任务只有弱引用（gh-91887）；TaskGroup "
                  "会保存它的任务。"}},
    .rules = {{.source = dying_task_reports(),
               .meaning = {"a task that is destroyed while pending reports it; nobody else could",
                           "任务尚未完成就被销毁时自己报告；别人无从得知"}}},
    .next = "corodemo run --trace",
};

}  // namespace corodemo::scenarios
