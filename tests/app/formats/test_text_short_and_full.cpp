#include <string>

#include <doctest/doctest.h>

#include "tests/app/texts.hpp"

namespace corodemo::tests {

using app::Detail;

TEST_CASE("gather, one line per iteration") {
    CHECK(text_of(record("gather"), {}, Detail::brief) ==
          R"(
iteration  time     what happens
        -  0 s      line 14: gather() creates tasks T1 T2 T3 and future G1
        1  0 s      T1 T2 T3 start, each prints "Hello world!", each awaits
                    sleep(1) at line 9
        2  1 s      nothing is ready: the clock jumps to the next deadline, 1 s;
                    the sleeps of T1 T2 T3 expire: they are ready
        3  1 s      T1 T2 T3 resume, each prints "Hello again!", each returns
                    None
        4  1 s      gather's done callbacks on T1 T2 T3: 3 of 3 done, gather's
                    future G1 is done
        5  1 s      G1 is done: run_until_complete's callback stops the loop
run_until_complete() returns [None, None, None]      14 steps, 5 iterations, 1 s
)");
}

TEST_CASE("gather, one line per iteration, in Chinese") {
    CHECK(text_of(record("gather"), {.lang = Language::zh}, Detail::brief) ==
          R"(
轮  时间     发生了什么
 -  0 s      第 14 行：gather() 创建任务 T1、T2、T3 和 Future 对象 G1
 1  0 s      T1、T2、T3 开始运行，分别打印 "Hello world!"，分别在第 9 行等待
             sleep(1)
 2  1 s      就绪队列为空：时钟跳到下一个定时器的到期时间 1 s；T1、T2、T3 的
             sleep 到期：它们就绪
 3  1 s      T1、T2、T3 恢复运行，分别打印 "Hello again!"，分别返回 None
 4  1 s      gather 在 T1、T2、T3 上的完成回调：3 个全部完成，gather 的 Future
             对象 G1 随之完成
 5  1 s      G1 已完成：run_until_complete 的回调停止事件循环
run_until_complete() 返回 [None, None, None]                    14 步，5 轮，1 s
)");
}

TEST_CASE("the brief text ends with the hang, and what to write instead") {
    CHECK(text_of(record("run-forever"), {}, Detail::brief) ==
          R"(
iteration  time     what happens
        -  0 s      line 13: gather() creates tasks T1 T2 and future G1
        1  0 s      T1 T2 start, each prints "Hello world!", each awaits
                    sleep(1) at line 8
        2  1 s      nothing is ready: the clock jumps to the next deadline, 1 s;
                    the sleeps of T1 T2 expire: they are ready
        3  1 s      T1 T2 resume, each prints "Hello again!", each returns None
        4  1 s      gather's done callbacks on T1 T2: 2 of 2 done, gather's
                    future G1 is done
        5  1 s      hangs: nothing is ready and no timer is set
the program hangs: it never ends                      9 steps, 5 iterations, 1 s
warning: run_forever() never returns: nothing is left to run, and nothing stops
         the loop. Call loop.stop() when all is done, or run the loop with
         run_until_complete().
)");
}

TEST_CASE("neighbours that print different texts still share an entry") {
    CHECK(text_of(record("wait"), {}, Detail::brief) ==
          R"(
iteration  time     what happens
        -  0 s      line 19: calls print_sum() 3 times, which only creates
                    coroutine objects; line 20: creates task T1 wait
        1  0 s      T1 wait starts, iterates the set in wait() in the order 3 2
                    1, creates tasks T2 T3 T4 print_sum, awaits its tasks
        2  0 s      T2 T3 T4 print_sum start, print "Compute 5 + 6 ..." "Compute
                    3 + 4 ..." "Compute 1 + 2 ...", each awaits sleep(10) at
                    line 9
        3  10 s     nothing is ready: the clock jumps to the next deadline,
                    10 s; the sleeps of T2 T3 T4 print_sum expire: they are
                    ready
        4  10 s     T2 T3 T4 print_sum resume, print "5 + 6 = 11" "3 + 4 = 7" "1
                    + 2 = 3", each returns None
        5  10 s     wait's done callbacks on T2 T3 T4 print_sum: 3 of 3 done, T1
                    wait is ready
        6  10 s     T1 wait resumes, returns ({T2, T3, T4}, set())
        7  10 s     T1 wait is done: run_until_complete's callback stops the
                    loop
run_until_complete() returns ({T2, T3, T4}, set())  16 steps, 7 iterations, 10 s
)");
}

TEST_CASE("cancellations, exceptions, timers, several runs and a hang, one line per iteration") {
    CHECK(text_of(motley(), {}, Detail::brief) ==
          R"(
iteration  time     what happens
        -  0 s      creates task T1 main, adds done callback done to T1 main,
                    schedules tick() in 0.5 s with call_later, schedules soon()
                    with call_soon, cancels the call of soon()
run 1: run_until_complete(T1 main)
        1  0 s      T1 main starts, creates task T2 other, cancels T2 other,
                    prints "cancelled it", yields to the event loop; the loop
                    skips soon(), which was cancelled
        2  0 s      T2 other is cancelled before it starts: its body never runs;
                    T1 main resumes, raises ValueError: too big
        3  0 s      T1 main is done: its done callback done() is called, prints
                    "Done", asks the loop to stop after this iteration
                    run_until_complete() raises ValueError: too big
        -  0 s      prints "between"
run 2: run_forever()
        1  0.5 s    nothing is ready: the clock jumps to the next deadline,
                    0.5 s; a timer expires: tick() is called; asyncio reports:
                    Exception in callback tick() (TypeError: tick() takes 1
                    argument)
        2  0.5 s    hangs: nothing is ready and no timer is set
                    the program hangs: it never ends
the program hangs: it never ends                    6 steps, 5 iterations, 0.5 s
warning: run_forever() never returns: nothing is left to run, and nothing stops
         the loop. Call loop.stop() when all is done, or run the loop with
         run_until_complete().
)");
}

TEST_CASE("the same in Chinese") {
    CHECK(text_of(motley(), {.lang = Language::zh}, Detail::brief) ==
          R"(
轮  时间     发生了什么
 -  0 s      创建任务 T1 main，给 T1 main 添加完成回调 done，用 call_later 安排
             tick() 在 0.5 s 后运行，用 call_soon 安排 soon()，取消对 soon() 的
             调用
第 1 次运行：run_until_complete(T1 main)
 1  0 s      T1 main 开始运行，创建任务 T2 other，取消 T2 other，打印 "cancelled
             it"，向事件循环让出控制权；事件循环跳过已被取消的 soon()
 2  0 s      T2 other 在开始运行前被取消：协程体从未执行；T1 main 恢复运行，引发
             ValueError: too big
 3  0 s      T1 main 已完成：它的完成回调 done() 被调用，打印 "Done"，请求事件循
             环在本轮结束后停止
             run_until_complete() 引发 ValueError: too big
 -  0 s      打印 "between"
第 2 次运行：run_forever()
 1  0.5 s    就绪队列为空：时钟跳到下一个定时器的到期时间 0.5 s；定时器到期：
             tick() 被调用；asyncio 报告：Exception in callback tick()
             (TypeError: tick() takes 1 argument)
 2  0.5 s    卡住：就绪队列为空，也没有定时器
             程序卡住：它永远不会结束
程序卡住：它永远不会结束                                       6 步，5 轮，0.5 s
警告：run_forever() 永远不会返回：没有可运行的回调，也没有停止事件循环的代码。全
      部完成后调用 loop.stop()，或用 run_until_complete() 运行事件循环。
)");
}

TEST_CASE("one line per event, indented within handles and steps, with its cause") {
    CHECK(text_of(Script::one_step("Hello world!"), {}, Detail::full) ==
          R"(
  1  0.000 -    task_created T1 C1 coro=hello
  2  0.000 -    handle_scheduled H1 L1 step T1
  3  0.000 -    run_started L1 run_until_complete until=T1
  4  0.000 it1  iteration_started ready=0 timers=0
  5  0.000 it1  handle_started H1                                         <- 2
  6  0.000 it1    step_started T1 first                                   <- 5
  7  0.000 it1      printed "Hello world!"                                <- 6
  8  0.000 it1    step_finished T1 returned value=None                    <- 6
  9  0.000 it1  handle_finished H1                                        <- 5
 10  0.000 it1  iteration_finished ready=0 timers=0
 11  0.000 -    run_finished stopped value=None
────────────────────────────────────────────────────────────────────────────────
run_until_complete() returns None                       1 step, 1 iteration, 0 s
)");
}

TEST_CASE("an event's line number is given for both listings") {
    const std::string text = text_of(record("hello"), {}, Detail::full);
    const std::string line = first_with(text, "timer_scheduled");
    CHECK(line.find(" when=1s sleep F1 py:") != std::string::npos);
    CHECK(line.find(" cpp:") != std::string::npos);
}

}  // namespace corodemo::tests
