#include <string>

#include <doctest/doctest.h>

#include "tests/app/texts.hpp"

namespace corodemo::tests {

using app::Detail;

TEST_CASE("gather, one line per iteration") {
    CHECK(text_of(record("gather"), {}, Detail::brief) ==
          R"(
it1  0.000 s  T1 T2 T3 start, each prints "Hello world!"
it2  1.000 s  clock jumps 0 → 1 s, timers make T1 T2 T3 ready
it3  1.000 s  T1 T2 T3 wake, each prints "Hello again!", done
it4  1.000 s  gather counts T1 T2 T3: all done
it5  1.000 s  run_until_complete stops the loop, returns [None, None, None]
)");
}

TEST_CASE("gather, one line per iteration, in Chinese") {
    CHECK(text_of(record("gather"), {.lang = Language::zh}, Detail::brief) ==
          R"(
it1  0.000 s  T1 T2 T3 开始，各打印 "Hello world!"
it2  1.000 s  时钟从 0 跳到 1 s，定时器使 T1 T2 T3 就绪
it3  1.000 s  T1 T2 T3 醒来，各打印 "Hello again!"，完成
it4  1.000 s  gather 计入 T1 T2 T3：全部完成
it5  1.000 s  run_until_complete 停止循环，返回 [None, None, None]
)");
}

TEST_CASE("a hang is the last line of the brief text") {
    CHECK(text_of(record("run-forever"), {}, Detail::brief) ==
          R"(
it1  0.000 s  T1 T2 start, each prints "Hello world!"
it2  1.000 s  clock jumps 0 → 1 s, timers make T1 T2 ready
it3  1.000 s  T1 T2 wake, each prints "Hello again!", done
it4  1.000 s  gather counts T1 T2: all done
it5  1.000 s  nothing ready, no timer: a real loop would wait for ever
)");
}

TEST_CASE("neighbours that print different texts still share an entry") {
    CHECK(text_of(record("wait"), {}, Detail::brief) ==
          R"(
it1   0.000 s  T1 starts, set order 3 2 1, makes T2 T3 T4: print_sum()
it2   0.000 s  T2 T3 T4 start, print "Compute 5 + 6 ..." "Compute 3 + 4 ..." +1
it3  10.000 s  clock jumps 0 → 10 s, timers make T2 T3 T4 ready
it4  10.000 s  T2 T3 T4 wake, print "5 + 6 = 11" "3 + 4 = 7" "1 + 2 = 3", done
it5  10.000 s  wait counts T2 T3 T4: all done, T1 ready
it6  10.000 s  T1 wakes, returns ({T2, T3, T4}, set())
it7  10.000 s  run_until_complete stops the loop, returns ({T2, T3, T4}, set())
)");
}

TEST_CASE("cancellations, exceptions, timers, several runs and a hang, one line per iteration") {
    CHECK(text_of(motley(), {}, Detail::brief) ==
          R"(
run 1: run_until_complete(T1)
it1  0.000 s  T1 starts, makes T2: other(), cancels T2, prints "cancelled it", …
it2  0.000 s  T2 gets CancelledError, cancelled · T1 goes on, raises ValueError
it3  0.000 s  ► done(T1), calls stop(), prints "Done" · the loop stops, raises …
-    0.000 s  the program prints "between"
run 2: run_forever()
it1  0.500 s  clock jumps 0 → 0.5 s · call_later: ► tick() · +1
it2  0.500 s  nothing ready, no timer: a real loop would wait for ever
)");
}

TEST_CASE("the same in Chinese") {
    CHECK(text_of(motley(), {.lang = Language::zh}, Detail::brief) ==
          R"(
第 1 次运行：run_until_complete(T1)
it1  0.000 s  T1 开始，创建 T2: other()，取消 T2，打印 "cancelled it"，让出 · +1
it2  0.000 s  T2 收到 CancelledError，已取消 · T1 继续，抛出 ValueError
it3  0.000 s  ► done(T1)，调用 stop()，打印 "Done" · 循环停止，抛出 ValueError:…
-    0.000 s  程序打印 "between"
第 2 次运行：run_forever()
it1  0.500 s  时钟从 0 跳到 0.5 s · call_later：► tick() · asyncio 报告 TypeErr…
it2  0.500 s  无就绪，也无定时器：真正的循环会一直等下去
)");
}

TEST_CASE("one line per event, indented within handles and steps, with its cause") {
    CHECK(text_of(Script::one_step("Hello world!"), {}, Detail::full) ==
          R"(
  1  0.000 -    task_created T1 C1 coro=hello
  2  0.000 -    handle_scheduled H1 step T1
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
returned None · 1 step, 1 iteration, 0.000 s
)");
}

TEST_CASE("an event's line number is given for both listings") {
    const std::string text = text_of(record("hello"), {}, Detail::full);
    const std::string line = first_with(text, "timer_scheduled");
    CHECK(line.find(" when=1s sleep F1 py:") != std::string::npos);
    CHECK(line.find(" cpp:") != std::string::npos);
}

}  // namespace corodemo::tests
