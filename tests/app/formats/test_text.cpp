#include <string>

#include <doctest/doctest.h>

#include "tests/app/texts.hpp"

namespace corodemo::tests {

TEST_CASE("gather, step by step") {
    CHECK(text_of(record("gather", 2)) ==
          R"(
gather: one thread for all hellos   tasks=2 delay=1 · Python 3.10 · virtual time

   3  n = 2
   4  delay = 1
   7  async def hello():
   8      print("Hello world!")
   9      r = await asyncio.sleep(delay)
  10      print("Hello again!")
  13  loop = asyncio.get_event_loop()
  14  gathers = asyncio.gather(*[hello() for i in range(n)])
  15  loop.run_until_complete(gathers)
  16  loop.close

step                                       ready queue after it
  0  line 14: gather() creates tasks T1    T1 T2
     T2 and future G1; line 15 starts the
     loop
── iteration 1 ── 0 s ── runs T1 T2 ────────────────────────────────────────────
  1  T1 starts, prints "Hello world!",     T2
     awaits sleep(1) at line 9
  2  T2 starts, prints "Hello world!",     - (2 timers, next at 1 s)
     awaits sleep(1) at line 9
── iteration 2 ── 0 → 1 s ── runs the timers of T1 T2 ──────────────────────────
  3  nothing is ready: the clock jumps to  timers T1 T2
     the next deadline, 1 s
  4  T1's sleep expires: T1 is ready       timer T2 | T1
  5  T2's sleep expires: T2 is ready       | T1 T2
── iteration 3 ── 1 s ── runs T1 T2 ────────────────────────────────────────────
  6  T1 resumes (its sleep expired in      T2 | done T1
     step 4), prints "Hello again!",
     returns None
  7  T2 resumes (its sleep expired in      | done T1 T2
     step 5), prints "Hello again!",
     returns None
── iteration 4 ── 1 s ── runs the done callbacks of T1 T2 ──────────────────────
  8  gather's done callback on T1: 1 of 2  done T2
     done
  9  gather's done callback on T2: 2 of 2  | done G1
     done, gather's future G1 is done
── iteration 5 ── 1 s ── runs the done callback of G1 ──────────────────────────
 10  G1 is done: run_until_complete's      -
     callback stops the loop
────────────────────────────────────────────────────────────────────────────────
run_until_complete() returns [None, None]            10 steps, 5 iterations, 1 s

An iteration runs what is ready when it begins, and the timers that have expired
(if nothing is ready, the clock jumps first); what becomes ready meanwhile
(after |) waits for the next. A step is one callback, or a jump of the clock.
done T1: the done callbacks of T1.

step        1  2  3  4  5  6  7  8  9 10
iteration   1     2        3     4     5
loop              ⇢  ►  ►        ►  ►  ►
T1          ► ░░░░░░ ▻  ▻  ►▪
T2          ▻  ► ░░░░░░ ▻  ▻  ►▪

► runs   ░ waits   ▻ ready   ▪ returned   ⇢ clock jump
)");
}

TEST_CASE("gather, step by step, in ASCII") {
    CHECK(text_of(record("gather", 2), {.ascii = true}) ==
          R"(
gather: one thread for all hellos   tasks=2 delay=1 - Python 3.10 - virtual time

   3  n = 2
   4  delay = 1
   7  async def hello():
   8      print("Hello world!")
   9      r = await asyncio.sleep(delay)
  10      print("Hello again!")
  13  loop = asyncio.get_event_loop()
  14  gathers = asyncio.gather(*[hello() for i in range(n)])
  15  loop.run_until_complete(gathers)
  16  loop.close

step                                       ready queue after it
  0  line 14: gather() creates tasks T1    T1 T2
     T2 and future G1; line 15 starts the
     loop
-- iteration 1 -- 0 s -- runs T1 T2 --------------------------------------------
  1  T1 starts, prints "Hello world!",     T2
     awaits sleep(1) at line 9
  2  T2 starts, prints "Hello world!",     - (2 timers, next at 1 s)
     awaits sleep(1) at line 9
-- iteration 2 -- 0 -> 1 s -- runs the timers of T1 T2 -------------------------
  3  nothing is ready: the clock jumps to  timers T1 T2
     the next deadline, 1 s
  4  T1's sleep expires: T1 is ready       timer T2 | T1
  5  T2's sleep expires: T2 is ready       | T1 T2
-- iteration 3 -- 1 s -- runs T1 T2 --------------------------------------------
  6  T1 resumes (its sleep expired in      T2 | done T1
     step 4), prints "Hello again!",
     returns None
  7  T2 resumes (its sleep expired in      | done T1 T2
     step 5), prints "Hello again!",
     returns None
-- iteration 4 -- 1 s -- runs the done callbacks of T1 T2 ----------------------
  8  gather's done callback on T1: 1 of 2  done T2
     done
  9  gather's done callback on T2: 2 of 2  | done G1
     done, gather's future G1 is done
-- iteration 5 -- 1 s -- runs the done callback of G1 --------------------------
 10  G1 is done: run_until_complete's      -
     callback stops the loop
--------------------------------------------------------------------------------
run_until_complete() returns [None, None]            10 steps, 5 iterations, 1 s

An iteration runs what is ready when it begins, and the timers that have expired
(if nothing is ready, the clock jumps first); what becomes ready meanwhile
(after |) waits for the next. A step is one callback, or a jump of the clock.
done T1: the done callbacks of T1.

step        1  2  3  4  5  6  7  8  9 10
iteration   1     2        3     4     5
loop              =  >  >        >  >  >
T1          > ~~~~~~ ^  ^  >.
T2          ^  > ~~~~~~ ^  ^  >.

> runs   ~ waits   ^ ready   . returned   = clock jump
)");
}

TEST_CASE("gather, step by step, in Chinese") {
    CHECK(text_of(record("gather", 2), {.lang = Language::zh}) ==
          R"(
gather：所有 hello 共用一个线程         tasks=2 delay=1 · Python 3.10 · 虚拟时间

   3  n = 2
   4  delay = 1
   7  async def hello():
   8      print("Hello world!")
   9      r = await asyncio.sleep(delay)
  10      print("Hello again!")
  13  loop = asyncio.get_event_loop()
  14  gathers = asyncio.gather(*[hello() for i in range(n)])
  15  loop.run_until_complete(gathers)
  16  loop.close

步                                         此步之后的就绪队列
  0  第 14 行：gather() 创建任务 T1、T2    T1 T2
     和 Future 对象 G1；第 15 行启动事件
     循环
── 第 1 轮 ── 0 s ── 运行 T1、T2 ───────────────────────────────────────────────
  1  T1 开始运行，打印 "Hello world!"，在  T2
     第 9 行等待 sleep(1)
  2  T2 开始运行，打印 "Hello world!"，在  -（2 个定时器，最早 1 s）
     第 9 行等待 sleep(1)
── 第 2 轮 ── 0 → 1 s ── 运行 T1、T2 的定时器 ──────────────────────────────────
  3  就绪队列为空：时钟跳到下一个定时器的  定时器 T1 T2
     到期时间 1 s
  4  T1 的 sleep 到期：T1 就绪             定时器 T2 | T1
  5  T2 的 sleep 到期：T2 就绪             | T1 T2
── 第 3 轮 ── 1 s ── 运行 T1、T2 ───────────────────────────────────────────────
  6  T1 恢复运行（它的 sleep 在第 4 步到   T2 | 回调 T1
     期），打印 "Hello again!"，返回 None
  7  T2 恢复运行（它的 sleep 在第 5 步到   | 回调 T1 T2
     期），打印 "Hello again!"，返回 None
── 第 4 轮 ── 1 s ── 运行 T1、T2 的完成回调 ────────────────────────────────────
  8  gather 在 T1 上的完成回调：2 个中已   回调 T2
     完成 1 个
  9  gather 在 T2 上的完成回调：2 个全部   | 回调 G1
     完成，gather 的 Future 对象 G1 随之
     完成
── 第 5 轮 ── 1 s ── 运行 G1 的完成回调 ────────────────────────────────────────
 10  G1 已完成：run_until_complete 的回调  -
     停止事件循环
────────────────────────────────────────────────────────────────────────────────
run_until_complete() 返回 [None, None]                          10 步，5 轮，1 s

每一轮（事件循环的一次迭代）运行该轮开始时已就绪的回调和到期的定时器（若就绪队列
为空，时钟先跳转）；其间新就绪的（| 之后）留到下一轮。一步是一个回调，或时钟的一
次跳转。回调 T1：T1 的完成回调。

步         1  2  3  4  5  6  7  8  9 10
轮         1     2        3     4     5
事件循环         ⇢  ►  ►        ►  ►  ►
T1         ► ░░░░░░ ▻  ▻  ►▪
T2         ▻  ► ░░░░░░ ▻  ▻  ►▪

► 运行   ░ 等待   ▻ 就绪   ▪ 返回   ⇢ 时钟跳转
)");
}

TEST_CASE("run_forever hangs, and the last line says so") {
    CHECK(text_of(record("run-forever")) ==
          R"(
run-forever: run_forever() does not return  delay=1 · Python 3.10 · virtual time

   3  delay = 1
   6  async def hello():
   7      print("Hello world!")
   8      r = await asyncio.sleep(delay)
   9      print("Hello again!")
  12  loop = asyncio.get_event_loop()
  13  gathers = asyncio.gather(hello(), hello())
  14  asyncio.ensure_future(gathers)
  15  loop.run_forever()
  16  loop.close

step                                       ready queue after it
  0  line 13: gather() creates tasks T1    T1 T2
     T2 and future G1; starts the loop
── iteration 1 ── 0 s ── runs T1 T2 ────────────────────────────────────────────
  1  T1 starts, prints "Hello world!",     T2
     awaits sleep(1) at line 8
  2  T2 starts, prints "Hello world!",     - (2 timers, next at 1 s)
     awaits sleep(1) at line 8
── iteration 2 ── 0 → 1 s ── runs the timers of T1 T2 ──────────────────────────
  3  nothing is ready: the clock jumps to  timers T1 T2
     the next deadline, 1 s
  4  T1's sleep expires: T1 is ready       timer T2 | T1
  5  T2's sleep expires: T2 is ready       | T1 T2
── iteration 3 ── 1 s ── runs T1 T2 ────────────────────────────────────────────
  6  T1 resumes (its sleep expired in      T2 | done T1
     step 4), prints "Hello again!",
     returns None
  7  T2 resumes (its sleep expired in      | done T1 T2
     step 5), prints "Hello again!",
     returns None
── iteration 4 ── 1 s ── runs the done callbacks of T1 T2 ──────────────────────
  8  gather's done callback on T1: 1 of 2  done T2
     done
  9  gather's done callback on T2: 2 of 2  -
     done, gather's future G1 is done
── iteration 5 ── 1 s ── runs nothing ──────────────────────────────────────────
  9+ hangs: nothing is ready and no timer  -
     is set
────────────────────────────────────────────────────────────────────────────────
the program hangs: it never ends                      9 steps, 5 iterations, 1 s

warning: run_forever() never returns: nothing is left to run, and nothing stops
         the loop. Call loop.stop() when all is done, or run the loop with
         run_until_complete().

An iteration runs what is ready when it begins, and the timers that have expired
(if nothing is ready, the clock jumps first); what becomes ready meanwhile
(after |) waits for the next. A step is one callback, or a jump of the clock.
done T1: the done callbacks of T1.

step        1  2  3  4  5  6  7  8  9
iteration   1     2        3     4
loop              ⇢  ►  ►        ►  ►
T1          ► ░░░░░░ ▻  ▻  ►▪
T2          ▻  ► ░░░░░░ ▻  ▻  ►▪

► runs   ░ waits   ▻ ready   ▪ returned   ⇢ clock jump
)");
}

TEST_CASE("wait runs in a task of its own") {
    CHECK(text_of(record("wait")) ==
          R"(
wait: wait() and the order of a set
                                   tasks=3 delay=10 · Python 3.10 · virtual time

   3  n = 3
   4  delay = 10.0
   7  async def compute(x, y):
   8      print("Compute %s + %s ..." % (x, y))
   9      await asyncio.sleep(delay)
  10      return x + y
  13  async def print_sum(x, y):
  14      result = await compute(x, y)
  15      print("%s + %s = %s" % (x, y, result))
  18  loop = asyncio.get_event_loop()
  19  tasks = [print_sum(2 * i + 1, 2 * i + 2) for i in range(n)]
  20  loop.run_until_complete(asyncio.wait(tasks))
  21  loop.close()

step                                       ready queue after it
  0  line 19: calls print_sum() 3 times,   T1 wait
     which only creates coroutine
     objects; line 20: creates task T1
     wait, starts the loop
── iteration 1 ── 0 s ── runs T1 wait ──────────────────────────────────────────
  1  T1 wait starts, iterates the set in   | T2 T3 T4 print_sum
     wait() in the order 3 2 1, creates
     tasks T2 T3 T4 print_sum, awaits its
     tasks
── iteration 2 ── 0 s ── runs T2 T3 T4 print_sum ───────────────────────────────
  2  T2 print_sum starts, prints "Compute  T3 T4 print_sum
     5 + 6 ...", awaits sleep(10) at line
     9
  3  T3 print_sum starts, prints "Compute  T4 print_sum
     3 + 4 ...", awaits sleep(10) at line
     9
  4  T4 print_sum starts, prints "Compute  - (3 timers, next at 10 s)
     1 + 2 ...", awaits sleep(10) at line
     9
── iteration 3 ── 0 → 10 s ── runs the timers of T2 T3 T4 print_sum ────────────
  5  nothing is ready: the clock jumps to  timers T2 T3 T4 print_sum
     the next deadline, 10 s
  6  T2 print_sum's sleep expires: T2      timers T3 T4 print_sum | T2 print_sum
     print_sum is ready
  7  T3 print_sum's sleep expires: T3      timer T4 print_sum | T2 T3 print_sum
     print_sum is ready
  8  T4 print_sum's sleep expires: T4      | T2 T3 T4 print_sum
     print_sum is ready
── iteration 4 ── 10 s ── runs T2 T3 T4 print_sum ──────────────────────────────
  9  T2 print_sum resumes (its sleep       T3 T4 print_sum | done T2 print_sum
     expired in step 6), prints "5 + 6 =
     11", returns None
 10  T3 print_sum resumes (its sleep       T4 print_sum | done T2 T3 print_sum
     expired in step 7), prints "3 + 4 =
     7", returns None
 11  T4 print_sum resumes (its sleep       | done T2 T3 T4 print_sum
     expired in step 8), prints "1 + 2 =
     3", returns None
── iteration 5 ── 10 s ── runs the done callbacks of T2 T3 T4 print_sum ────────
 12  wait's done callback on T2            done T3 T4 print_sum
     print_sum: 1 of 3 done
 13  wait's done callback on T3            done T4 print_sum
     print_sum: 2 of 3 done
 14  wait's done callback on T4            | T1 wait
     print_sum: 3 of 3 done, T1 wait is
     ready
── iteration 6 ── 10 s ── runs T1 wait ─────────────────────────────────────────
 15  T1 wait resumes (what it waits for    | done T1 wait
     was done in step 14), returns ({T2,
     T3, T4}, set())
── iteration 7 ── 10 s ── runs the done callback of T1 wait ────────────────────
 16  T1 wait is done:                      -
     run_until_complete's callback stops
     the loop
────────────────────────────────────────────────────────────────────────────────
run_until_complete() returns ({T2, T3, T4}, set())  16 steps, 7 iterations, 10 s

An iteration runs what is ready when it begins, and the timers that have expired
(if nothing is ready, the clock jumps first); what becomes ready meanwhile
(after |) waits for the next. A step is one callback, or a jump of the clock.
done T1: the done callbacks of T1.

step           1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16
iteration      1  2        3           4        5        6  7
loop                       ⇢  ►  ►  ►           ►  ►  ►     ►
T1 wait        ► ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ ▻  ►▪
T2 print_sum   ▻  ► ░░░░░░░░░ ▻  ▻  ▻  ►▪
T3 print_sum   ▻  ▻  ► ░░░░░░░░░ ▻  ▻  ▻  ►▪
T4 print_sum   ▻  ▻  ▻  ► ░░░░░░░░░ ▻  ▻  ▻  ►▪

► runs   ░ waits   ▻ ready   ▪ returned   ⇢ clock jump
)");
}

TEST_CASE("cancellations, exceptions, timers, several runs and a hang, step by step") {
    CHECK(text_of(motley()) ==
          R"(
script                                                Python 3.10 · virtual time

step                                       ready queue after it
  0  creates task T1 main, adds done       T1 main, (soon())
     callback done to T1 main, schedules
     tick() in 0.5 s with call_later,
     schedules soon() with call_soon,
     cancels the call of soon(), starts
     the loop
── run 1 ── run_until_complete(T1 main) ────────────────────────────────────────
── iteration 1 ── 0 s ── runs T1 main; soon() ──────────────────────────────────
  1  T1 main starts, creates task T2       (soon()) | T2 other T1 main
     other, cancels T2 other, prints
     "cancelled it", yields to the event
     loop
  1+ the loop skips soon(), which was      | T2 other T1 main
     cancelled
── iteration 2 ── 0 s ── runs T2 other and T1 main ─────────────────────────────
  2  T2 other is cancelled before it       T1 main
     starts: its body never runs (T1 main
     cancelled it in step 1)
  3  T1 main resumes (it yielded in step   | done T1 main
     1), raises ValueError: too big
── iteration 3 ── 0 s ── runs the done callback of T1 main ─────────────────────
  4  T1 main is done: its done callback    - (1 timer, at 0.5 s)
     done() is called, prints "Done",
     asks the loop to stop after this
     iteration
── run 1 ── run_until_complete() raises ValueError: too big ────────────────────
  4+ prints "between", starts the loop     - (1 timer, at 0.5 s)
── run 2 ── run_forever() ──────────────────────────────────────────────────────
── iteration 1 ── 0 → 0.5 s ── runs tick() ─────────────────────────────────────
  5  nothing is ready: the clock jumps to  tick()
     the next deadline, 0.5 s
  6  a timer expires: tick() is called;    -
     asyncio reports: Exception in
     callback tick() (TypeError: tick()
     takes 1 argument)
── iteration 2 ── 0.5 s ── runs nothing ────────────────────────────────────────
  6+ hangs: nothing is ready and no timer  -
     is set
── run 2 ── the program hangs: it never ends ───────────────────────────────────
────────────────────────────────────────────────────────────────────────────────
the program hangs: it never ends                    6 steps, 5 iterations, 0.5 s

warning: run_forever() never returns: nothing is left to run, and nothing stops
         the loop. Call loop.stop() when all is done, or run the loop with
         run_until_complete().

An iteration runs what is ready when it begins, and the timers that have expired
(if nothing is ready, the clock jumps first); what becomes ready meanwhile
(after |) waits for the next. A step is one callback, or a jump of the clock.
done T1: the done callbacks of T1.

step        1  2  3  4  5  6
run         1           2
iteration   1  2     3  1
loop                 ►  ⇢  ►
T1 main     ►  ▻  ►✗
T2 other    ▻  ►⊘

► runs   ▻ ready   ✗ raised   ⊘ cancelled   ⇢ clock jump
)");
}

TEST_CASE("the completion of a task precedes the tasks that it makes ready") {
    Script script;
    script.make_task(1);
    script.make_task(2);
    script.begin_run();
    script.begin_iteration();
    script.run_step(1, 1, trace::End::suspended);
    script.begin_handle(2);
    script.begin_step(2, true);
    script.add(trace::FutureDone{task(2), trace::FutureState::result, "7", {}});
    script.schedule(3, trace::Role::wakeup, task(1));
    script.end_step(trace::End::returned, "7");
    script.end_handle();
    const std::string text = text_of(script.take());
    CHECK(text.find("  2  T2 starts, returns 7, schedules") == std::string::npos);
    CHECK(text.find("returns 7") != std::string::npos);
}

TEST_CASE("colour marks who runs, what is ready, and what was printed; all else is dimmed") {
    const std::string text = text_of(record("gather", 2), {.colour = true});
    CHECK(first_with(text, "starts, prints") ==
          "  \x1b[38;5;244m1\x1b[0m  \x1b[1;38;5;166mT1\x1b[0m starts, prints \x1b[1m\"Hello "
          "world!\"\x1b[0m,     \x1b[38;5;32mT2\x1b[0m");
    CHECK(first_with(text, "nothing is ready") ==
          "  \x1b[38;5;244m3\x1b[0m  nothing is ready: the clock jumps to  \x1b[38;5;32mtimers T1 "
          "T2\x1b[0m");
    CHECK(first_with(text, "sleep expires") ==
          "  \x1b[38;5;244m4\x1b[0m  T1's sleep expires: T1 is ready       \x1b[38;5;32mtimer T2 | "
          "T1\x1b[0m");
    CHECK(first_with(text, "step 4") ==
          "     \x1b[38;5;32mstep 4\x1b[0m), prints \x1b[1m\"Hello again!\"\x1b[0m,");
    CHECK(first_with(text, "run_until_complete() returns") ==
          "\x1b[1mrun_until_complete() returns [None, None]\x1b[0m            \x1b[38;5;244m10 "
          "steps, 5 "
          "iterations, 1 s\x1b[0m");
    CHECK(first_with(text, "loop   ") == "loop              \x1b[1m⇢\x1b[0m  ►  ►        ►  ►  ►");
}

}  // namespace corodemo::tests
