#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// Sections 1 and 2, and 3(1) and 3(2): what a coroutine is.

namespace corodemo::scenarios {

const Lesson blocking_lesson{
    .title = {"time.sleep() blocks the event loop", "time.sleep() 阻塞事件循环"},
    .look_for =
        {{"time.sleep() does not yield to the event loop: T1 runs to its end in its first step, "
          "and no other task runs meanwhile: #1.",
          "time.sleep() 不会让出控制权：T1 在第一步里一直运行到结束，期间没有别的任务运行：#1。"},
         {"Two of them take 2 s, one after the other: #1 #2.", "两个依次执行，一共 2 s：#1 #2。"},
         {"asyncio.sleep() suspends its task, and the loop runs the other one: both wait "
          "concurrently (#6 #7), and take 1 s together: #8.",
          "asyncio.sleep() 挂起它的任务，事件循环去运行另一个：两个并发等待（#6 #7），一共只用 1 "
          "s：#8。"}},
    .rules = {{.source = {{"asyncio/base_events.py, BaseEventLoop._run_once", "handle._run()"}},
               .meaning =
                   {"the loop calls, and waits until the call returns: no callback is interrupted",
                    "事件循环发起调用，并一直等到它返回：没有回调会被中途打断"}}},
    .next = "corodemo hello --trace",
};

const Lesson coroutine_function_lesson{
    .title = {"async def: a coroutine function", "async def 定义协程函数"},
    .look_for =
        {{"iscoroutinefunction() looks at the function and calls nothing: #0 prints True.",
          "iscoroutinefunction() 只检查函数本身，并不调用它：#0 打印 True。"},
         {"Calling the function creates a coroutine object. Its body runs in the task's first "
          "step: #1.",
          "调用这个函数得到协程对象；任务的第一步才运行函数体：#1。"},
         {"Python 3.14 warns that iscoroutinefunction() will be removed: --python 3.14 "
          "--preset-loop.",
          "Python 3.14 警告 iscoroutinefunction() 将被移除：--python 3.14 --preset-loop。"}},
    .rules = {{.source = source::iscoroutinefunction(),
               .meaning = {"async def sets a flag on the code of the function (CO_COROUTINE)",
                           "async def 会在函数的代码对象上设置一个标志（CO_COROUTINE）"}}},
    .next = "corodemo coroutine-decorator --trace",
};

const Lesson coroutine_decorator_lesson{
    .title = {"@asyncio.coroutine, yield from", "@asyncio.coroutine 与 yield from"},
    .look_for =
        {{"Four iterations, as with async def: yield from suspends just as await does: #1 #4.",
          "与 async def 一样是四轮：yield from 与 await 一样挂起：#1 #4。"},
         {"Python 3.8 to 3.10 warn where the decorator is applied: #0.",
          "Python 3.8 到 3.10 在应用装饰器的地方发出警告：#0。"},
         {"Python 3.11 removed it: try --python 3.11.",
          "Python 3.11 移除了它：试试 --python 3.11。"}},
    .rules = {{.source = source::decorator(),
               .meaning = {"deprecated since Python 3.8, removed in 3.11: write async def",
                           "Python 3.8 起弃用，3.11 移除：应写 async def"}}},
    .next = "corodemo coroutine-function --trace",
};

const Lesson never_awaited_lesson{
    .title = {"a coroutine that is never awaited", "从未被等待的协程"},
    .look_for = {{"No loop runs: calling hello() only creates a coroutine object, whose body "
                  "prints nothing: #0.",
                  "没有事件循环在运行：调用 hello() 只得到协程对象，函数体什么也没打印：#0。"},
                 {"The first object is destroyed at once, and only then does Python warn: before "
                  "the next line is printed.",
                  "第一个对象立即被销毁，这时 Python 才发出警告：在打印下一行之前。"},
                 {"The second one lives as long as the variable that holds it: its warning comes "
                  "after the program's last line.",
                  "第二个对象的寿命与变量 kept 一样长：它的警告在程序的最后一行之后才出现。"}},
    .rules =
        {{.source = source::never_awaited(),
          .meaning =
              {"the warning comes when the object is destroyed, not when the function is called",
               "警告发生在对象被销毁时，而不是调用函数时"}}},
    .next = "corodemo await-and-ensure-future --trace",
};

const Lesson await_and_ensure_future_lesson{
    .title = {"await compared with ensure_future()", "await 与 ensure_future() 的区别"},
    .look_for =
        {{"ensure_future() creates task T2, but runs nothing yet: \"Hello now!\" comes first, in "
          "#1.",
          "ensure_future() 创建任务 T2，但还没有运行它：先出现的是 \"Hello now!\"，在 #1。"},
         {"The awaited hello() has no task: it runs inside T1, in the same step.",
          "被等待的 hello() 没有自己的任务：它在 T1 里、在同一步中运行。"},
         {"T2 starts one iteration later: #2. Both wait concurrently, so that the clock jumps only "
          "once: #3.",
          "T2 晚一轮开始运行：#2。两者并发等待，所以时钟只跳一次：#3。"},
         {"\"await futu\" waits for T2 (#6), and resumes one iteration after T2 is done: #7 #8.",
          "\"await futu\" 等待 T2（#6），在 T2 完成后的下一轮恢复运行：#7 #8。"}},
    .rules = {{.source = source::ensure_future_creates_task(),
               .meaning = {"a task is scheduled on the loop; an awaited coroutine is not",
                           "任务由事件循环安排运行；被等待的协程则不经过事件循环"}}},
    .next = "corodemo hello --trace",
};

}  // namespace corodemo::scenarios
