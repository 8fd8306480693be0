#include "scenarios/lessons/lessons.hpp"

// Sections 1 and 2, and 3(1) and 3(2): what a coroutine is.

namespace corodemo::scenarios {

const Lesson blocking_lesson{
    .title = {"time.sleep() stops everything", "time.sleep() 让一切停下"},
    .look_for =
        {{"time.sleep() does not give way: T1 runs to its end in its first step, and nothing else "
          "moves meanwhile: #1.",
          "time.sleep() 不让出控制权：T1 在第一步里一直运行到结束，期间其他任务都无法运行：#1。"},
         {"Two of them take 2 s, one after the other: #1 #2.", "两个依次执行，总共 2 s：#1 #2。"},
         {"asyncio.sleep() lets the loop run the other one: both wait at the same time (#6 #7), "
          "and take 1 s together: #8.",
          "asyncio.sleep() 让循环去运行另一个：两个同时等待（#6 #7），一共只用 1 s：#8。"}},
    .rule =
        {.where = "asyncio/base_events.py, BaseEventLoop._run_once",
         .code = "handle._run()",
         .meaning =
             {"the loop calls, and waits until the call returns: no callback can be interrupted",
              "循环发起调用，并一直等到它返回：没有回调能被打断"}},
    .next = "corodemo hello --trace",
};

const Lesson coroutine_function_lesson{
    .title = {"async def: a coroutine function", "async def 定义协程函数"},
    .look_for =
        {{"iscoroutinefunction() looks at the function, and calls nothing: it is #0 that prints "
          "True.",
          "iscoroutinefunction() 只看函数本身，并不调用它：打印 True 的是 #0。"},
         {"Calling it gives a coroutine object. The body runs when the loop steps the task: #1.",
          "调用它得到协程对象。循环推进任务时函数体才运行：#1。"},
         {"3.14 warns that the function will be removed: --python 3.14 --preset-loop.",
          "3.14 警告这个函数将被移除：--python 3.14 --preset-loop。"}},
    .rule = {.where = "asyncio/coroutines.py, iscoroutinefunction, 3.7-3.13",
             .code = "return (inspect.iscoroutinefunction(func) or",
             .meaning = {"a flag that \"async def\" sets on the function",
                         "\"async def\" 在函数上设置的一个标志"}},
    .next = "corodemo coroutine-decorator --trace",
};

const Lesson coroutine_decorator_lesson{
    .title = {"@asyncio.coroutine, yield from", "@asyncio.coroutine 与 yield from"},
    .look_for = {{"The same four iterations as with async def: yield from suspends just as await "
                  "does: #1 #4.",
                  "与 async def 同样是四轮：yield from 与 await 一样挂起：#1 #4。"},
                 {"3.8 to 3.10 warn of the decorator when the function is defined, in #0.",
                  "3.8 到 3.10 在定义函数时就对这个装饰器发出警告，在 #0。"},
                 {"It is gone since 3.11: try --python 3.11.",
                  "从 3.11 起不复存在：试试 --python 3.11。"}},
    .rule = {.where = "asyncio/coroutines.py, coroutine, 3.8-3.10",
             .code = "warnings.warn('\"@coroutine\" decorator is deprecated since Python 3.8, use "
                     "\"async def\" instead',",
             .meaning = {"the decorator is gone since 3.11; since 3.12 asyncio takes no generators "
                         "as coroutines",
                         "3.11 移除了这个装饰器；3.12 起 asyncio 不再把生成器当作协程"}},
    .next = "corodemo coroutine-function --trace",
};

const Lesson never_awaited_lesson{
    .title = {"a coroutine object that never runs", "从未运行的协程对象"},
    .look_for = {{"No loop runs: the call gives an object, and nothing of its body is printed: #0.",
                  "没有循环在运行：调用只得到一个对象，函数体什么也没打印：#0。"},
                 {"The first object dies at once, and only then Python warns: before the next line "
                  "is printed.",
                  "第一个对象立即被销毁，这时 Python 才警告：在打印下一行之前。"},
                 {"The second one lives as long as its name: its warning comes after the last line "
                  "of the program.",
                  "第二个对象一直存活到程序结束、变量 kept 被清除：警告在最后一行之后才出现。"}},
    .rule = {.where = "Objects/genobject.c, _PyGen_Finalize, 3.7-3.14",
             .code = "_PyErr_WarnUnawaitedCoroutine((PyObject *)gen);",
             .meaning = {"the warning is part of the object's death, not of the call",
                         "警告发生在对象被销毁时，而不是调用时"}},
    .next = "corodemo await-and-ensure-future --trace",
};

const Lesson await_and_ensure_future_lesson{
    .title = {"await against ensure_future", "await 与 ensure_future"},
    .look_for =
        {{"ensure_future() makes T2, but runs nothing: \"Hello now!\" comes first, in #1.",
          "ensure_future() 创建 T2，但什么也不运行：先出现的是 \"Hello now!\"，在 #1。"},
         {"The awaited hello has no task: it runs inside T1, in the same step.",
          "被 await 的 hello 没有自己的任务：它在 T1 里、同一步中运行。"},
         {"T2 starts an iteration later: #2. Both sleeps go on at the same time: #3.",
          "T2 晚一轮开始：#2。两个 sleep 同时进行：#3。"},
         {"\"await futu\" waits for T2 (#6), and goes on one iteration after T2 is done: #7 #8.",
          "\"await futu\" 等待 T2（#6），在 T2 完成后的下一轮继续：#7 #8。"}},
    .rule = {.where = "asyncio/tasks.py, ensure_future, 3.12-3.14",
             .code = "return loop.create_task(coro_or_future)",
             .meaning = {"a task is put on the queue; an awaited coroutine never is",
                         "任务会进入队列；被 await 的协程从不进队列"}},
    .next = "corodemo hello --trace",
};

}  // namespace corodemo::scenarios
