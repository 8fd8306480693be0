#include <string>

#include <doctest/doctest.h>

#include "tests/app/texts.hpp"

namespace corodemo::tests {

TEST_CASE("gather, step by step") {
    CHECK(text_of(record("gather", 2)) ==
          R"(
gather: several hellos at once                       CPython 3.10 · virtual time

 step   time it   who   what happens                 why     ready        timer
 #0    0.000 -    prog  gather() makes T1 T2                 T1 T2          -
── iteration 1 ── runs T1 T2 ───────────────────────────────────────────────────
 #1    0.000 it1  T1    ► starts, ░ at 9: sleep(1)   <- #0   T2             1@1s
                        ┃ Hello world!
 #2    0.000 it1  T2    ► starts, ░ at 9: sleep(1)   <- #0   -              2@1s
                        ┃ Hello world!
── iteration 2 ── runs @T1 @T2 ─────────────────────────────────────────────────
 #3    1.000 it2  clock ⇢ 0 s to 1 s: none was ready <- #1   @T1 @T2        -
 #4    1.000 it2  timer sleep over: T1 ▻ ready       <- #1   @T2 | T1       -
 #5    1.000 it2  timer sleep over: T2 ▻ ready       <- #2   | T1 T2        -
── iteration 3 ── runs T1 T2 ───────────────────────────────────────────────────
 #6    1.000 it3  T1    ► wakes, ▪ returns None      <- #4   T2 | ▪T1       -
                        ┃ Hello again!
 #7    1.000 it3  T2    ► wakes, ▪ returns None      <- #5   | ▪T1 ▪T2      -
                        ┃ Hello again!
── iteration 4 ── runs ▪T1 ▪T2 ─────────────────────────────────────────────────
 #8    1.000 it4  G1    gather counts 1 of 2         <- #6   ▪T2            -
 #9    1.000 it4  G1    gather counts 2 of 2, ▪ done <- #7   | ▪G1          -
── iteration 5 ── runs ▪G1 ─────────────────────────────────────────────────────
 #10   1.000 it5  loop  G1 is done: stop             <- #9   -              -
────────────────────────────────────────────────────────────────────────────────
returned [None, None] · 10 steps, 5 iterations, 1.000 s

step   1  2  3  4  5  6  7  8  9 10
it     1     2        3     4     5
loop         ⇢  ►  ►        ►  ►  ►
T1     ► ░░░░░░ ▻  ▻  ►  ▪
T2     ▻  ► ░░░░░░ ▻  ▻  ►  ▪
      ► runs   ░ waits   ▻ ready   ▪ done   ⇢ the clock jumps
      @T1 timer of T1   ▪T1 news that T1 is done   | end of this iteration
      2@1s two timers are set, the first goes off at 1 s
)");
}

TEST_CASE("gather, step by step, in ASCII") {
    CHECK(text_of(record("gather", 2), {.ascii = true}) ==
          R"(
gather: several hellos at once                       CPython 3.10 - virtual time

 step   time it   who   what happens                 why     ready        timer
 #0    0.000 -    prog  gather() makes T1 T2                 T1 T2          -
-- iteration 1 -- runs T1 T2 ---------------------------------------------------
 #1    0.000 it1  T1    > starts, ~ at 9: sleep(1)   <- #0   T2             1@1s
                        | Hello world!
 #2    0.000 it1  T2    > starts, ~ at 9: sleep(1)   <- #0   -              2@1s
                        | Hello world!
-- iteration 2 -- runs @T1 @T2 -------------------------------------------------
 #3    1.000 it2  clock = 0 s to 1 s: none was ready <- #1   @T1 @T2        -
 #4    1.000 it2  timer sleep over: T1 ^ ready       <- #1   @T2 | T1       -
 #5    1.000 it2  timer sleep over: T2 ^ ready       <- #2   | T1 T2        -
-- iteration 3 -- runs T1 T2 ---------------------------------------------------
 #6    1.000 it3  T1    > wakes, . returns None      <- #4   T2 | .T1       -
                        | Hello again!
 #7    1.000 it3  T2    > wakes, . returns None      <- #5   | .T1 .T2      -
                        | Hello again!
-- iteration 4 -- runs .T1 .T2 -------------------------------------------------
 #8    1.000 it4  G1    gather counts 1 of 2         <- #6   .T2            -
 #9    1.000 it4  G1    gather counts 2 of 2, . done <- #7   | .G1          -
-- iteration 5 -- runs .G1 -----------------------------------------------------
 #10   1.000 it5  loop  G1 is done: stop             <- #9   -              -
--------------------------------------------------------------------------------
returned [None, None] - 10 steps, 5 iterations, 1.000 s

step   1  2  3  4  5  6  7  8  9 10
it     1     2        3     4     5
loop         =  >  >        >  >  >
T1     > ~~~~~~ ^  ^  >  .
T2     ^  > ~~~~~~ ^  ^  >  .
      > runs   ~ waits   ^ ready   . done   = the clock jumps
      @T1 timer of T1   .T1 news that T1 is done   | end of this iteration
      2@1s two timers are set, the first goes off at 1 s
)");
}

TEST_CASE("gather, step by step, in Chinese") {
    CHECK(text_of(record("gather", 2), {.lang = Language::zh}) ==
          R"(
gather：几个 hello 同时进行                              CPython 3.10 · 虚拟时间

 步     时间 轮   谁    发生了什么                   原因    就绪         定时
 #0    0.000 -    程序  gather() 创建 T1 T2                  T1 T2          -
── 第 1 轮 ── 运行 T1 T2 ───────────────────────────────────────────────────────
 #1    0.000 it1  T1    ► 开始，░ 停在 9: sleep(1)   <- #0   T2             1@1s
                        ┃ Hello world!
 #2    0.000 it1  T2    ► 开始，░ 停在 9: sleep(1)   <- #0   -              2@1s
                        ┃ Hello world!
── 第 2 轮 ── 运行 @T1 @T2 ─────────────────────────────────────────────────────
 #3    1.000 it2  时钟  ⇢ 0 s 到 1 s：无任务就绪     <- #1   @T1 @T2        -
 #4    1.000 it2  定时  sleep 到期：T1 ▻ 就绪        <- #1   @T2 | T1       -
 #5    1.000 it2  定时  sleep 到期：T2 ▻ 就绪        <- #2   | T1 T2        -
── 第 3 轮 ── 运行 T1 T2 ───────────────────────────────────────────────────────
 #6    1.000 it3  T1    ► 醒来，▪ 返回 None          <- #4   T2 | ▪T1       -
                        ┃ Hello again!
 #7    1.000 it3  T2    ► 醒来，▪ 返回 None          <- #5   | ▪T1 ▪T2      -
                        ┃ Hello again!
── 第 4 轮 ── 运行 ▪T1 ▪T2 ─────────────────────────────────────────────────────
 #8    1.000 it4  G1    gather 计数 1/2              <- #6   ▪T2            -
 #9    1.000 it4  G1    gather 计数 2/2，▪ 完成      <- #7   | ▪G1          -
── 第 5 轮 ── 运行 ▪G1 ─────────────────────────────────────────────────────────
 #10   1.000 it5  循环  G1 已完成：停止              <- #9   -              -
────────────────────────────────────────────────────────────────────────────────
返回 [None, None] · 10 步，5 轮，1.000 s

步     1  2  3  4  5  6  7  8  9 10
轮     1     2        3     4     5
循环         ⇢  ►  ►        ►  ►  ►
T1     ► ░░░░░░ ▻  ▻  ►  ▪
T2     ▻  ► ░░░░░░ ▻  ▻  ►  ▪
      ► 运行   ░ 等待   ▻ 就绪   ▪ 完成   ⇢ 时钟跳转
      @T1 T1 的定时器   ▪T1 T1 完成的通知   | 本轮到此为止
      2@1s 设有两个定时器，最早的在 1 s 到期
)");
}

TEST_CASE("run_forever hangs, and the last line says so") {
    CHECK(text_of(record("run-forever")) ==
          R"(
run-forever: run_forever() does not return           CPython 3.10 · virtual time

 step   time it   who   what happens                 why     ready        timer
 #0    0.000 -    prog  gather() makes T1 T2                 T1 T2          -
── iteration 1 ── runs T1 T2 ───────────────────────────────────────────────────
 #1    0.000 it1  T1    ► starts, ░ at 8: sleep(1)   <- #0   T2             1@1s
                        ┃ Hello world!
 #2    0.000 it1  T2    ► starts, ░ at 8: sleep(1)   <- #0   -              2@1s
                        ┃ Hello world!
── iteration 2 ── runs @T1 @T2 ─────────────────────────────────────────────────
 #3    1.000 it2  clock ⇢ 0 s to 1 s: none was ready <- #1   @T1 @T2        -
 #4    1.000 it2  timer sleep over: T1 ▻ ready       <- #1   @T2 | T1       -
 #5    1.000 it2  timer sleep over: T2 ▻ ready       <- #2   | T1 T2        -
── iteration 3 ── runs T1 T2 ───────────────────────────────────────────────────
 #6    1.000 it3  T1    ► wakes, ▪ returns None      <- #4   T2 | ▪T1       -
                        ┃ Hello again!
 #7    1.000 it3  T2    ► wakes, ▪ returns None      <- #5   | ▪T1 ▪T2      -
                        ┃ Hello again!
── iteration 4 ── runs ▪T1 ▪T2 ─────────────────────────────────────────────────
 #8    1.000 it4  G1    gather counts 1 of 2         <- #6   ▪T2            -
 #9    1.000 it4  G1    gather counts 2 of 2, ▪ done <- #7   -              -
── iteration 5 ── runs nothing ─────────────────────────────────────────────────
       1.000 it5  loop  ░ nothing ready, no timer            -              -
────────────────────────────────────────────────────────────────────────────────
never ends: a real loop would wait for ever · 9 steps, 5 iterations, 1.000 s

step   1  2  3  4  5  6  7  8  9
it     1     2        3     4
loop         ⇢  ►  ►        ►  ►
T1     ► ░░░░░░ ▻  ▻  ►  ▪
T2     ▻  ► ░░░░░░ ▻  ▻  ►  ▪
      ► runs   ░ waits   ▻ ready   ▪ done   ⇢ the clock jumps
      @T1 timer of T1   ▪T1 news that T1 is done   | end of this iteration
      2@1s two timers are set, the first goes off at 1 s
)");
}

TEST_CASE("wait runs in a task of its own") {
    CHECK(text_of(record("wait")) ==
          R"(
wait: wait() and the order of a set                  CPython 3.10 · virtual time

 step   time it   who   what happens                 why     ready        timer
 #0    0.000 -    prog  calls print_sum() 3 times,           T1             -
                        makes T1: wait()
── iteration 1 ── runs T1 ──────────────────────────────────────────────────────
 #1    0.000 it1  T1    ► starts, set order 3 2 1,   <- #0   | T2 T3 T4     -
                        makes T2 T3 T4: print_sum(), ░ in wait()
── iteration 2 ── runs T2 T3 T4 ────────────────────────────────────────────────
 #2    0.000 it2  T2    ► starts, ░ at 9: sleep(10)  <- #1   T3 T4         1@10s
                        ┃ Compute 5 + 6 ...
 #3    0.000 it2  T3    ► starts, ░ at 9: sleep(10)  <- #1   T4            2@10s
                        ┃ Compute 3 + 4 ...
 #4    0.000 it2  T4    ► starts, ░ at 9: sleep(10)  <- #1   -             3@10s
                        ┃ Compute 1 + 2 ...
── iteration 3 ── runs @T2 @T3 @T4 ─────────────────────────────────────────────
 #5   10.000 it3  clock ⇢ 0 s to 10 s: none ready    <- #2   @T2 @T3 @T4    -
 #6   10.000 it3  timer sleep over: T2 ▻ ready       <- #2   @T3 @T4 | T2   -
 #7   10.000 it3  timer sleep over: T3 ▻ ready       <- #3   @T4 | T2 T3    -
 #8   10.000 it3  timer sleep over: T4 ▻ ready       <- #4   | T2 T3 T4     -
── iteration 4 ── runs T2 T3 T4 ────────────────────────────────────────────────
 #9   10.000 it4  T2    ► wakes, ▪ returns None      <- #6   T3 T4 | ▪T2    -
                        ┃ 5 + 6 = 11
 #10  10.000 it4  T3    ► wakes, ▪ returns None      <- #7   T4 | ▪T2 ▪T3   -
                        ┃ 3 + 4 = 7
 #11  10.000 it4  T4    ► wakes, ▪ returns None      <- #8   | ▪T2 ▪T3 ▪T4  -
                        ┃ 1 + 2 = 3
── iteration 5 ── runs ▪T2 ▪T3 ▪T4 ─────────────────────────────────────────────
 #12  10.000 it5  wait  counts 1 of 3                <- #9   ▪T3 ▪T4        -
 #13  10.000 it5  wait  counts 2 of 3                <- #10  ▪T4            -
 #14  10.000 it5  wait  counts 3 of 3, T1 ▻ ready    <- #11  | T1           -
── iteration 6 ── runs T1 ──────────────────────────────────────────────────────
 #15  10.000 it6  T1    ► wakes,                     <- #14  | ▪T1          -
                        ▪ returns ({T2, T3, T4}, set())
── iteration 7 ── runs ▪T1 ─────────────────────────────────────────────────────
 #16  10.000 it7  loop  T1 is done: stop             <- #15  -              -
────────────────────────────────────────────────────────────────────────────────
returned ({T2, T3, T4}, set()) · 16 steps, 7 iterations, 10.000 s

step   1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16
it     1  2        3           4        5        6  7
loop               ⇢  ►  ►  ►           ►  ►  ►     ►
T1     ► ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ ▻  ►  ▪
T2     ▻  ► ░░░░░░░░░ ▻  ▻  ▻  ►  ▪
T3     ▻  ▻  ► ░░░░░░░░░ ▻  ▻  ▻  ►  ▪
T4     ▻  ▻  ▻  ► ░░░░░░░░░ ▻  ▻  ▻  ►  ▪
      ► runs   ░ waits   ▻ ready   ▪ done   ⇢ the clock jumps
      @T1 timer of T1   ▪T1 news that T1 is done   | end of this iteration
      2@1s two timers are set, the first goes off at 1 s
)");
}

TEST_CASE("cancellations, exceptions, timers, several runs and a hang, step by step") {
    CHECK(text_of(motley()) ==
          R"(
script                                               CPython 3.10 · virtual time

 step   time it   who   what happens                 why     ready        timer
 #0    0.000 -    prog  makes T1: main(),                    T1 (soon())  1@0.5s
                        T1.add_done_callback(done), call_later(0.5, tick),
                        call_soon(soon), cancels soon()
── run 1 ── run_until_complete(T1) ─────────────────────────────────────────────
── iteration 1 ── runs T1 (soon()) ─────────────────────────────────────────────
 #1    0.000 it1  T1    ► starts, makes T2: other(), <- #0   +1 | +2      1@0.5s
                        cancels T2, ▻ gives way
                        ┃ cancelled it
       0.000 it1  loop  soon() cancelled: skipped            | T2 T1      1@0.5s
── iteration 2 ── runs T2 T1 ───────────────────────────────────────────────────
 #2    0.000 it2  T2    ► gets CancelledError,       <- #1   T1           1@0.5s
                        ▪ cancelled
 #3    0.000 it2  T1    ► goes on,                   <- #1   | ▪T1        1@0.5s
                        ▪ raises ValueError: too big
── iteration 3 ── runs ▪T1 ─────────────────────────────────────────────────────
 #4    0.000 it3  call  ► done(T1), calls stop()     <- #3   -            1@0.5s
                        ┃ Done
── run 1 ── raised ValueError: too big ─────────────────────────────────────────
       0.000 -    prog  goes on                              -            1@0.5s
                        ┃ between
── run 2 ── run_forever() ──────────────────────────────────────────────────────
── iteration 1 ── runs @tick ───────────────────────────────────────────────────
 #5    0.500 it1  clock ⇢ 0 s to 0.5 s: none ready   <- #0   @tick          -
 #6    0.500 it1  timer call_later: ► tick()         <- #0   -              -
                        asyncio reports: Exception in callback tick()
                        (TypeError: tick() takes 1 argument)
── iteration 2 ── runs nothing ─────────────────────────────────────────────────
       0.500 it2  loop  ░ nothing ready, no timer            -              -
── run 2 ── never ends ─────────────────────────────────────────────────────────
────────────────────────────────────────────────────────────────────────────────
never ends: a real loop would wait for ever · 6 steps, 5 iterations, 0.500 s

step   1  2  3  4  5  6
run    1           2
it     1  2     3  1
loop            ►  ⇢  ►
T1     ►  ▻  ►  ▪
T2     ▻  ►  ▪
      ► runs   ░ waits   ▻ ready   ▪ done   ⇢ the clock jumps
      @T1 timer of T1   ▪T1 news that T1 is done   | end of this iteration
      2@1s two timers are set, the first goes off at 1 s
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
    CHECK(first_with(text, "#2 ") ==
          " #2    0.000 it1  T2    ► starts, ▪ returns 7,       <- #0   | T1           -");
    CHECK(text.find("\n                        T1 ▻ ready\n") != std::string::npos);
}

TEST_CASE(
    "colour marks who runs, what is ready and why, and what was printed; all else is dimmed") {
    const std::string text = text_of(record("gather", 2), {.colour = true});
    CHECK(first_with(text, "#1 ") ==
          "\x1b[38;5;244m #1    0.000 it1  \x1b[0m\x1b[1mT1\x1b[0m    \x1b[1;38;5;166m► "
          "starts\x1b[0m, ░ at 9: sleep(1)   \x1b[38;5;32m<- #0\x1b[0m   T2             1@1s");
    CHECK(first_with(text, "Hello world") ==
          "                        \x1b[1m┃ Hello world!\x1b[0m");
    CHECK(first_with(text, "#3 ") ==
          "\x1b[38;5;244m #3    1.000 it2  \x1b[0m\x1b[1mclock\x1b[0m \x1b[1m⇢ 0 s to 1 s\x1b[0m: "
          "none was ready \x1b[38;5;32m<- #1\x1b[0m   @T1 @T2        -");
    CHECK(first_with(text, "#4 ") ==
          "\x1b[38;5;244m #4    1.000 it2  \x1b[0m\x1b[1mtimer\x1b[0m sleep over: T1 "
          "\x1b[38;5;32m▻ ready\x1b[0m       \x1b[38;5;32m<- #1\x1b[0m   @T2 | T1       -");
    CHECK(first_with(text, "returned [") ==
          "\x1b[1mreturned [None, None]\x1b[0m\x1b[38;5;244m · 10 steps, 5 iterations, 1.000 "
          "s\x1b[0m");
    CHECK(first_with(text, "loop   ") ==
          "loop         \x1b[1m⇢\x1b[0m  \x1b[1;38;5;166m►\x1b[0m  \x1b[1;38;5;166m►\x1b[0m        "
          "\x1b[1;38;5;166m►\x1b[0m  \x1b[1;38;5;166m►\x1b[0m  \x1b[1;38;5;166m►\x1b[0m");
    CHECK(first_with(text, "T1     ") ==
          "\x1b[38;5;244m #4    1.000 it2  \x1b[0m\x1b[1mtimer\x1b[0m sleep over: T1 "
          "\x1b[38;5;32m▻ ready\x1b[0m       \x1b[38;5;32m<- #1\x1b[0m   @T2 | T1       -");
}

}  // namespace corodemo::tests
