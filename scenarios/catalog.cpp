#include <array>

#include "scenarios/listings.hpp"
#include "scenarios/program.hpp"
#include "scenarios/scenario.hpp"

// The scenarios, in teaching order. Numbers such as #4 are steps of the default run: a test holds
// that they exist.

namespace corodemo::scenarios {

namespace {

using namespace std::chrono_literals;

constexpr std::array kHello{
    Bilingual{"T1 starts one iteration after run_until_complete() made it: #1.",
              "run_until_complete() 创建 T1，T1 在第一轮才开始：#1。"},
    Bilingual{
        "At the await it stops, and the loop has nothing to do: the clock jumps to the timer: #2.",
        "T1 停在 await 处，循环无事可做，时钟跳到定时器：#2。"},
    Bilingual{"A timer wakes no task. It makes the task ready (#3); the task runs one iteration "
              "later (#4).",
              "定时器不唤醒任务，只让任务就绪（#3）；任务在下一轮才运行（#4）。"},
    Bilingual{"run_until_complete() ends one iteration after the task: the task's callback stops "
              "the loop: #5.",
              "run_until_complete() 比任务晚一轮结束：停止循环的是任务的回调：#5。"},
};

constexpr std::array kGather{
    Bilingual{"All three print \"Hello world!\" before any sleep is over: #1 #2 #3.",
              "任何一个 sleep 到期之前，三个都已打印 \"Hello world!\"：#1 #2 #3。"},
    Bilingual{"The clock moves once, 0 to 1 s: three sleeps of 1 s take 1 s, not 3 s: #4.",
              "时钟只走一次，0 到 1 s：三个 1 s 的 sleep 共用 1 s，不是 3 s：#4。"},
    Bilingual{"A timer wakes no task. It makes the task ready; the task runs one iteration later: "
              "#5 makes T1 ready, #8 runs it.",
              "定时器不唤醒任务，只让任务就绪；任务在下一轮才运行：#5 让 T1 就绪，#8 运行 T1。"},
    Bilingual{"gather ends two iterations after the last hello: #10, #13, #14.",
              "gather 在最后一个 hello 之后两轮才结束：#10、#13、#14。"},
};

constexpr std::array kRunForever{
    Bilingual{"Both hellos end at #6 and #7, and gather is done at #9.",
              "两个 hello 在 #6、#7 结束，gather 在 #9 完成。"},
    Bilingual{"Nobody asks the loop to stop. Nothing is ready, no timer is left: a real loop waits "
              "here for ever.",
              "没有人让循环停下。没有就绪的任务，也没有定时器：真实的循环会永远等在这里。"},
    Bilingual{"A stop() written behind run_forever() would never be reached.",
              "写在 run_forever() 后面的 stop() 永远执行不到。"},
};

constexpr std::array kStopInCallback{
    Bilingual{"gather is done at #9; the callback runs one iteration later, at #10, and prints "
              "\"Done\".",
              "gather 在 #9 完成；回调在下一轮 #10 运行，打印 \"Done\"。"},
    Bilingual{
        "stop() ends nothing at once: the loop finishes its iteration, then run_forever() returns.",
        "stop() 不会立刻中断：循环跑完本轮，run_forever() 才返回。"},
    Bilingual{"\"Done\" comes once, after both: the callback waits for gather, not for one hello.",
              "\"Done\" 只打印一次，在两个 hello 之后：回调等的是 gather，不是某一个 hello。"},
};

constexpr std::array kPrintSum{
    Bilingual{"There is one task, T1. compute() has none: awaiting a coroutine costs no turn of "
              "the loop: #1.",
              "只有一个任务 T1。compute() 没有任务：等待协程不占用循环的一轮：#1。"},
    Bilingual{"T1 waits at line 8, in compute, which print_sum awaits at line 13: --trace=full "
              "shows the stack of two.",
              "T1 停在 compute 的第 8 行，而 print_sum 在第 13 行等待 compute：--trace=full "
              "可以看到这两层的栈。"},
    Bilingual{"When the sleep is over both go on, one inside the other, in the same step: #4.",
              "sleep 到期后，两者在同一步里先后继续：#4。"},
};

constexpr std::array kWait{
    Bilingual{"wait() is a coroutine: it gets a task of its own, T1, and makes the other tasks "
              "when it runs: #1.",
              "wait() 本身是协程：它有自己的任务 T1，运行时才创建其他任务：#1。"},
    Bilingual{"wait() turns its list into a set, and a set has no order. Here the order is the one "
              "that the tutorial saw: 3, 2, 1. "
              "Try --set-order 2,3,1.",
              "wait() 把列表变成 set，而 set 没有顺序。这里用的是教程看到的顺序：3、2、1。试试 "
              "--set-order 2,3,1。"},
    Bilingual{"The tasks end in the order in which they started: equal sleeps end in order of "
              "creation: #9 #10 #11.",
              "任务按开始的顺序结束：相同的 sleep 按创建顺序到期：#9 #10 #11。"},
    Bilingual{"7 iterations, where gather takes 5: wait wakes as a task (#15) before the loop can "
              "stop (#16).",
              "共 7 轮，gather 只要 5 轮：wait 要先作为任务醒来（#15），循环才能停止（#16）。"},
};

constexpr std::array kResult{
    Bilingual{"The coroutine returns 'end' at #4: that becomes the result of its task.",
              "协程在 #4 返回 'end'：这就是它的任务的结果。"},
    Bilingual{"futu.result() and what run_until_complete() returns are the same value.",
              "futu.result() 与 run_until_complete() 的返回值是同一个值。"},
};

constexpr std::array kCallback{
    Bilingual{"T1 ends at #4. Its callbacks do not run there: each gets a handle, for the next "
              "iteration.",
              "T1 在 #4 结束。回调不在那里运行：每个回调得到一个句柄，排到下一轮。"},
    Bilingual{"\"Done\" comes first (#5), then the loop stops (#6): callbacks run in the order in "
              "which they were added, and "
              "run_until_complete() adds its own last.",
              "先打印 \"Done\"（#5），再停止循环（#6）：回调按添加的顺序运行，而 "
              "run_until_complete() 最后才添加自己的。"},
};

constexpr Arguments delay(asyncio::Duration duration) {
    return {0, duration};
}

const std::array kCatalog{
    Scenario{"hello",
             "3(3)",
             {"one coroutine, one loop", "一个协程，一个循环"},
             kHello,
             {"asyncio/base_events.py, run_until_complete",
              "future.add_done_callback(_run_until_complete_cb)",
              {"the loop stops by a callback, so one iteration after the task is done",
               "循环由回调停止，所以比任务完成晚一轮"}},
             "corodemo gather --trace",
             delay(1s),
             false,
             true,
             hello_program,
             "hello.py",
             listing("hello.py"),
             "hello.cpp",
             listing("hello.cpp")},
    Scenario{"gather",
             "3(4)",
             {"several hellos at once", "几个 hello 同时进行"},
             kGather,
             {"asyncio/tasks.py, gather, 3.7 to 3.14",
              "for arg in coros_or_futures:",
              {"makes one task each, in your order; results come in the order of the arguments, "
               "whoever ends first",
               "按你的顺序逐个创建任务；结果按参数的顺序排列，与谁先结束无关"}},
             "corodemo wait --trace",
             {3, 1s},
             true,
             true,
             gather_program,
             "gather.py",
             listing("gather.py"),
             "gather.cpp",
             listing("gather.cpp")},
    Scenario{"run-forever",
             "3(4)",
             {"run_forever() does not return", "run_forever() 不会返回"},
             kRunForever,
             {"asyncio/base_events.py, run_forever",
              "while True:\n    self._run_once()\n    if self._stopping:\n        break",
              {"only stop() sets _stopping", "只有 stop() 会设置 _stopping"}},
             "corodemo stop-in-callback --trace",
             delay(1s),
             false,
             true,
             run_forever_program,
             "run_forever.py",
             listing("run_forever.py"),
             "run_forever.cpp",
             listing("run_forever.cpp")},
    Scenario{"stop-in-callback",
             "3(4)",
             {"gather, a callback, then stop", "gather、回调、再停止"},
             kStopInCallback,
             {"asyncio/base_events.py, stop",
              "self._stopping = True",
              {"stop() only leaves a note: the iteration that runs is finished first",
               "stop() 只做个标记：当前这一轮会先跑完"}},
             "corodemo callback --trace",
             delay(1s),
             false,
             true,
             stop_in_callback_program,
             "stop_in_callback.py",
             listing("stop_in_callback.py"),
             "stop_in_callback.cpp",
             listing("stop_in_callback.cpp")},
    Scenario{"print-sum",
             "3(5)",
             {"a coroutine awaits a coroutine", "协程等待协程"},
             kPrintSum,
             {"asyncio/tasks.py, Task.__step",
              "result = coro.send(None)",
              {"runs the whole chain of awaits until one of them waits for a future",
               "一直运行整条 await 链，直到其中一个等待 future"}},
             "corodemo wait --trace",
             delay(10s),
             false,
             true,
             print_sum_program,
             "print_sum.py",
             listing("print_sum.py"),
             "print_sum.cpp",
             listing("print_sum.cpp")},
    Scenario{"wait",
             "3(5)",
             {"wait() and the order of a set", "wait() 与集合的顺序"},
             kWait,
             {"asyncio/tasks.py, wait, 3.10",
              "fs = set(fs)",
              {"the order of a set of coroutines is that of their addresses: an accident; 3.11 "
               "refuses coroutines here",
               "协程集合的顺序取决于内存地址，纯属偶然；3.11 起这里不再接受协程"}},
             "corodemo gather --trace",
             {3, 10s},
             true,
             true,
             wait_program,
             "wait.py",
             listing("wait.py"),
             "wait.cpp",
             listing("wait.cpp")},
    Scenario{"result",
             "3(6)",
             {"where a return value goes", "返回值去了哪里"},
             kResult,
             {"asyncio/tasks.py, Task.__step",
              "except StopIteration as exc:\n    super().set_result(exc.value)",
              {"what the coroutine returns is set as the task's result",
               "协程的返回值被设为任务的结果"}},
             "corodemo callback --trace",
             delay(1s),
             false,
             true,
             result_program,
             "result.py",
             listing("result.py"),
             "result.cpp",
             listing("result.cpp")},
    Scenario{
        "callback",
        "4(1)",
        {"told when a task is done", "任务完成时得到通知"},
        kCallback,
        {"asyncio/futures.py, __schedule_callbacks",
         "for callback, ctx in callbacks:\n    self._loop.call_soon(callback, self, context=ctx)",
         {"a callback is never called directly: always through the loop's queue",
          "回调从不直接调用：总是经过循环的队列"}},
        "corodemo stop-in-callback --trace",
        delay(1s),
        false,
        true,
        callback_program,
        "callback.py",
        listing("callback.py"),
        "callback.cpp",
        listing("callback.cpp")},
};

}  // namespace

std::span<const Scenario> catalog() {
    return kCatalog;
}

}  // namespace corodemo::scenarios
