#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// asyncio as today's programs use it, and what the loop does with it.

namespace corodemo::scenarios {

namespace {

using source::Quotations;

Quotations run_cancels_tasks() {
    return {{"asyncio/runners.py, _cancel_all_tasks", "for task in to_cancel:\n    task.cancel()",
             Versions::since(7)}};
}

Quotations loop_runs_what_is_ready() {
    return {{"asyncio/base_events.py, BaseEventLoop._run_once",
             "while self._scheduled:\n    ...\n    self._ready.append(handle)\n...\n"
             "ntodo = len(self._ready)\nfor i in range(ntodo):"}};
}

Quotations sleep_zero_yields() {
    return {{"asyncio/tasks.py, sleep", "if delay <= 0:\n    await __sleep0()\n    return result",
             Versions::since(7)}};
}

Quotations timers_compare_deadlines() {
    return {
        {"asyncio/events.py, TimerHandle.__lt__", "return self._when < other._when"},
    };
}

Quotations task_copies_context() {
    return {{"asyncio/tasks.py, Task.__init__", "self._context = contextvars.copy_context()",
             Versions::since(7)}};
}

Quotations server_exit_awaits() {
    return {{"asyncio/events.py, AbstractServer.__aexit__",
             "self.close()\nawait self.wait_closed()", Versions::since(7)}};
}

Quotations dropped_generator_is_closed() {
    return {{"asyncio/base_events.py, BaseEventLoop._asyncgen_finalizer_hook",
             "self.call_soon_threadsafe(self.create_task, agen.aclose())"}};
}

Quotations to_thread_uses_executor() {
    return {{"asyncio/threads.py, to_thread", "return await loop.run_in_executor(None, func_call)",
             Versions::since(9)}};
}

Quotations eager_task_starts() {
    return {{"asyncio/tasks.py, Task.__init__",
             "if eager_start and self._loop.is_running():\n    self.__eager_start()",
             Versions::since(12)}};
}

}  // namespace

const Lesson run_lesson{
    .title = {"asyncio.run(), and how it cleans up", "asyncio.run() 以及它的收尾"},
    .look_for = {{"main returns in #8, while T2 ticker still waits for its sleep. asyncio.run() "
                  "then cancels what is left, and runs the loop until that has ended: T2 resumes "
                  "with CancelledError in #10. It never prints a third tick.",
                  "main 在 #8 返回，那时 T2 ticker 还在等待它的 sleep。随后 asyncio.run() "
                  "取消剩下的任务，并运行事件循环直到它们结束：T2 在 #10 恢复运行并收到 "
                  "CancelledError，没有机会打印第三次 tick。"},
                 {"Two more short runs (corodemo run --trace --all) close async generators (#13) "
                  "and, since 3.9, the executor's threads (#15).",
                  "还有两次短暂的运行（corodemo run --trace --all）：关闭异步生成器（#13），3.9 "
                  "起还关闭执行器的线程（#15）。"},
                 {"The mistake: to create a task and return from main() without awaiting it.",
                  "常见错误：创建任务后不等待它，就从 main() 返回。"}},
    .rules = {{.source = run_cancels_tasks(),
               .meaning = {"whatever main() leaves running is cancelled, and then awaited",
                           "main() 结束时仍在运行的任务都被取消，然后等待它们结束"}}},
    .next = "corodemo exception --trace",
};

const Lesson call_soon_order_lesson{
    .title = {"call_soon before call_later(0)", "call_soon 先于 call_later(0)"},
    .look_for = {{"A plain call runs at once: \"a call\" is printed within #1. All else is only "
                  "scheduled there, and runs in the next iteration: #2 #3 #4 #5.",
                  "普通调用立即执行：\"a call\" 在 #1 "
                  "中打印。其余的只是在那里被安排，到下一轮才运行：#2、#3、#4、#5。"},
                 {"call_soon(), create_task() and sleep(0) put handles at the end of the ready "
                  "queue, so they run in the order of these calls: #2 #3 #4.",
                  "call_soon()、create_task() 和 sleep(0) "
                  "都把句柄放到就绪队列末尾，所以按调用的先后运行：#2、#3、#4。"},
                 {"call_later(0) came first, but runs last, in #5: a timer joins the ready queue "
                  "when the iteration begins, behind all that is ready. The mistake: to expect "
                  "call_later(0) to run like call_soon().",
                  "call_later(0) 最先调用，却在 #5 "
                  "最后运行：定时器在一轮开始时才进入就绪队列，排在所有已就绪的之后。常见错误：以为"
                  " call_later(0) 会像 call_soon() 那样运行。"}},
    .rules = {{.source = loop_runs_what_is_ready(),
               .meaning = {"timers that are due go to the end of the ready queue; then as many "
                           "handles run as it has",
                           "到期的定时器排到就绪队列末尾；然后运行此刻队列中的全部句柄"}}},
    .next = "corodemo equal-deadlines --trace",
};

const Lesson sleep_zero_lesson{
    .title = {"sleep(0) lets other tasks run", "sleep(0)：让其他任务运行"},
    .look_for =
        {{"T2 and T4 yield to the event loop after each line, and take turns: #2 #4, #5 #7, #8 #9.",
          "T2 和 T4 每打印一行就向事件循环让出控制权，轮流运行：#2、#4，#5、#7，#8、#9。"},
         {"T3 greedy never awaits: it prints all its lines in #3, while all others wait.",
          "T3 greedy 从不 await：它在 #3 中打印完所有行，其他任务都在等待。"},
         {"sleep(0) takes no time and sets no timer: the task is ready again at once. The mistake: "
          "a long loop without any await, which blocks the event loop.",
          "sleep(0) 不花时间，也不设定时器：任务立即再次就绪。常见错误：长循环里没有 "
          "await，阻塞了事件循环。"}},
    .rules = {{.source = sleep_zero_yields(),
               .meaning = {"a bare yield: the task's next step goes to the end of the ready queue",
                           "只是一次 yield：任务的下一步排到就绪队列末尾"}}},
    .next = "corodemo blocking --trace",
};

const Lesson equal_deadlines_lesson{
    .title = {"equal deadlines: no promised order", "到期时间相同：顺序没有保证"},
    .look_for = {{"Deadlines decide, not the order of the calls: 0.2 expires first, in #3.",
                  "起决定作用的是到期时间，而不是调用顺序：0.2 最先到期（#3）。"},
                 {"The clock jumps once more, to 0.3 s, and all four timers expire in one "
                  "iteration, here in the order in which they were created: #5 #6 #7 #8. (0.1 + "
                  "0.2 is not 0.3, but differs by less than the clock's resolution.) main itself "
                  "resumes one iteration later, in #9.",
                  "时钟再跳一次，到 0.3 "
                  "s，四个定时器在同一轮中到期，这里按创建的先后：#5、#6、#7、#8。（0.1 + 0.2 "
                  "不等于 0.3，但差别小于时钟的分辨率。）main 自己在下一轮才恢复运行（#9）。"},
                 {"The mistake: to rely on this order. Between two calls of call_later() a real "
                  "clock moves on, so that the deadlines differ; with several equal call_at(), "
                  "CPython's heap may give another order.",
                  "常见错误：依赖这个顺序。两次 call_later() "
                  "之间真实时钟会前进，到期时间并不相同；有多个相同的 call_at() 时，CPython "
                  "的堆可能给出别的顺序。"}},
    .rules = {{.source = timers_compare_deadlines(),
               .meaning = {"timers are sorted by their deadlines alone",
                           "定时器只按到期时间排序"}}},
    .next = "corodemo call-soon-order --trace",
};

const Lesson context_variables_lesson{
    .title = {"context variables: one copy per task", "上下文变量：每个任务各有一份"},
    .look_for = {{"T2 and T3 both set the variable, in #2 and #3, before either reads it.",
                  "T2 和 T3 在 #2 和 #3 先后设置这个变量，然后才有人读取。"},
                 {"Each reads its own value: ann in #7, bob in #8. A global variable would be bob "
                  "for both.",
                  "各自读到自己的值：#7 是 ann，#8 是 bob。换成全局变量，两者都会读到 bob。"},
                 {"main, which has set nothing, still sees the default, in #11. The mistake: to "
                  "set a context variable in a task and expect its creator to see it.",
                  "main 没有设置过它，在 #11 "
                  "看到的仍是默认值。常见错误：在任务里设置上下文变量，却期望创建者能看到。"}},
    .rules = {{.source = task_copies_context(),
               .meaning = {"a task gets a copy of all values when it is created; what it sets "
                           "stays in its copy",
                           "任务在创建时得到所有值的一份副本；它设置的值只留在自己的副本里"}}},
    .next = "corodemo lost-update --trace",
};

const Lesson async_with_lesson{
    .title = {"async with: entry and exit may await", "async with：进入和退出都可以等待"},
    .look_for = {{"The entry awaits: main suspends in __aenter__ in #1, and the block runs in #4.",
                  "进入时等待：main 在 #1 于 __aenter__ 中挂起，语句块在 #4 才运行。"},
                 {"So does the exit: after \"body\" main suspends again, in __aexit__, until #7.",
                  "退出时也等待：打印 \"body\" 之后，main 又在 __aexit__ 中挂起，直到 #7。"},
                 {"Other tasks can run during both. The mistake: to take the end of the block for "
                  "a moment in which nothing else can happen.",
                  "这两段时间里其他任务都可以运行。常见错误：以为离开语句块是一瞬间的事，其间不会发"
                  "生别的。"}},
    .rules = {{.source = server_exit_awaits(),
               .meaning =
                   {"leaving async with server closes the server, and suspends until it is closed",
                    "离开 async with server 时关闭服务器，并挂起到它关闭为止"}}},
    .next = "corodemo async-generator --trace",
};

const Lesson async_generator_lesson{
    .title = {"an async generator, left early", "提前离开的异步生成器"},
    .look_for =
        {{"The generator has no task of its own: its awaits suspend T1 main (#1 #4).",
          "生成器没有自己的任务：它的 await 挂起的是 T1 main（#1、#4）。"},
         {"In #7 main breaks out of async for. The generator's finally does not run there: the "
          "event loop's hook only schedules a call, which creates a task (#8), which closes the "
          "generator (#10).",
          "main 在 #7 跳出 async for，生成器的 finally "
          "并不在那时执行：事件循环的钩子只安排一次调用，它创建一个任务（#"
          "8），由该任务关闭生成器（#10）。"},
         {"So \"ticks ends\" comes after \"main ends\" (#9). The mistake: to rely on a generator's "
          "finally when breaking out of it. async with contextlib.aclosing(ticks()) closes it on "
          "the spot.",
          "所以 \"ticks ends\" 在 \"main ends\"（#9）之后。常见错误：跳出循环时依赖生成器的 "
          "finally。async with contextlib.aclosing(ticks()) 会当场关闭它。"}},
    .rules = {{.source = dropped_generator_is_closed(),
               .meaning = {"closing it may need to await, so it takes a task",
                           "关闭它可能需要 await，所以要用一个任务"}}},
    .next = "corodemo run --trace",
};

const Lesson to_thread_lesson{
    .title = {"to_thread(): only the thread blocks", "to_thread()：把阻塞的代码放到线程里"},
    .look_for = {{"T2 hands read() to a thread in #2 and suspends. time.sleep() blocks that thread "
                  "only: main runs on in #5.",
                  "T2 在 #2 把 read() 交给一个线程，然后挂起。time.sleep() 只阻塞那个线程：main 在 "
                  "#5 继续运行。"},
                 {"The loop waits for the thread in #6. The thread does not touch T2: it schedules "
                  "a handle in the loop, which sets the future's result in #7; T2 resumes in #9.",
                  "事件循环在 #6 等待线程。线程不碰 T2：它在事件循环中安排一个句柄，该句柄在 #7 "
                  "设置 future 的结果；T2 在 #9 恢复运行。"},
                 {"A job can't be cancelled once it has begun. The mistake: to call a blocking "
                  "function directly in a coroutine, as corodemo blocking does.",
                  "作业一旦开始就不能取消。常见错误：在协程里直接调用会阻塞的函数，如 corodemo "
                  "blocking。"}},
    .rules = {{.source = to_thread_uses_executor(),
               .meaning = {"the loop's default executor runs it, and the task awaits a future",
                           "由事件循环的默认执行器运行，任务等待一个 future"}}},
    .next = "corodemo blocking --trace",
};

const Lesson eager_tasks_lesson{
    .title = {"eager tasks start at once", "eager 任务：立即开始运行"},
    .look_for = {{"T2 and T3 start within #1, inside create_task(), and not in the next iteration.",
                  "T2 和 T3 在 #1 之中、在 create_task() 里面就开始运行，而不是等到下一轮。"},
                 {"T2 finds its value in the cache, never suspends, and is done when create_task() "
                  "returns: it costs no iteration. T3 has to wait for its sleep.",
                  "T2 在缓存里找到了值，没有挂起，create_task() 返回时它已完成：不花一轮。T3 "
                  "则要等待它的 sleep。"},
                 {"The mistake: to count on the creator running first. An eager task runs first, "
                  "until it suspends for the first time.",
                  "常见错误：以为创建者会先运行。先运行的是 eager 任务，直到它第一次挂起。"}},
    .rules = {{.source = eager_task_starts(),
               .meaning = {"the first step runs in the step that creates the task",
                           "第一步在创建任务的那一步之中运行"}}},
    .next = "corodemo run --trace",
};

}  // namespace corodemo::scenarios
