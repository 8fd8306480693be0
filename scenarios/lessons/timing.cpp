#include <string>
#include <vector>

#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// Beyond the tutorial: programs whose correctness depends on timing, and their fixed versions.

namespace corodemo::scenarios {

namespace {

const Property nothing_is_lost{
    .text = {"every deposit is in the balance at the end", "最后的余额包含每一笔存款"},
    .holds =
        [](const trace::Outcome& outcome, const Arguments& arguments) {
            const std::string end = "end " + std::to_string(10 * arguments.tasks) + "\n";
            return outcome.output.ends_with(end);
        },
};

const Property it_ends{
    .text = {"the program ends", "程序会结束"},
    .holds =
        [](const trace::Outcome& outcome, const Arguments& /*arguments*/) {
            return outcome.status == trace::Outcome::Status::returned;
        },
};

/// A task that does not get a lock.
std::vector<Quotation> lock_appends_waiter() {
    return {{"asyncio/locks.py, Lock.acquire", "self._waiters.append(fut)"}};
}

}  // namespace

const Lesson lost_update_lesson{
    .title = {"read, await, write: an update is lost", "读、await、写：丢失更新"},
    .look_for =
        {{"Each deposit reads the balance, awaits, and writes. With these sleeps one is over "
          "before "
          "the other begins, and nothing is lost: #9 #13.",
          "每次存款先读余额，再 await，然后写回。按这些 "
          "sleep，一个结束后另一个才开始，没有丢失：#9 "
          "#13。"},
         {"Sleeps stand for input and output, which take their time. If both read before one "
          "writes, one deposit is lost: corodemo explore --timing lost-update finds it.",
          "sleep 代表输入输出，快慢不定。若两个都先读、再写，就会丢一笔：corodemo explore --timing "
          "lost-update 能找到它。"}},
    .rules =
        {{.source = source::step_runs_coroutine(),
          .meaning = {"a coroutine runs until it awaits: nobody comes between without an await, "
                      "and anybody may at one",
                      "协程一直运行到 await 为止：没有 await 就没有别人插进来，有 await "
                      "就谁都可能"}}},
    .next = "corodemo explore lost-update --timing",
    .property = nothing_is_lost,
};

const Lesson lost_update_repaired_lesson{
    .title = {"the same with a Lock: nothing is lost", "用 Lock 修复：不再丢失"},
    .look_for = {{"The lock is held from the read to the write, across the await.",
                  "从读到写，跨过 await，一直持有锁。"},
                 {"Whoever comes meanwhile waits for a future of the lock's; release() completes "
                  "that of the first who waits.",
                  "这期间来的任务等待锁的一个 future；release() 让排在最前面的那个完成。"},
                 {"corodemo explore --timing lost-update-repaired tries every order: none loses "
                  "anything.",
                  "corodemo explore --timing lost-update-repaired 试遍所有顺序：都没有丢失。"}},
    .rules = {{.source = lock_appends_waiter(),
               .meaning = {"who waits for a lock gets it in the order of coming",
                           "等待锁的任务按到来的顺序得到锁"}}},
    .next = "corodemo explore lost-update-repaired --timing",
    .property = nothing_is_lost,
};

const Lesson lock_order_deadlock_lesson{
    .title = {"two locks in two orders: a deadlock", "两把锁、两种顺序：死锁"},
    .look_for =
        {{"One transfer takes A and then B, the other B and then A. With these sleeps the "
          "first is over before the second begins.",
          "一个转账先取 A 再取 B，另一个先取 B 再取 A。按这些 sleep，前一个结束后一个才开始。"},
         {"If each has its first lock, each waits for the other's, for ever: corodemo "
          "explore --timing lock-order-deadlock finds it.",
          "若双方各持有第一把锁，就会互相等待，永不结束：corodemo explore --timing "
          "lock-order-deadlock 能找到它。"}},
    .rules = {{.source = lock_appends_waiter(),
               .meaning = {"acquire() waits for as long as it takes: asyncio looks for no circle",
                           "acquire() 会一直等下去：asyncio 不检查循环等待"}}},
    .next = "corodemo explore lock-order-deadlock --timing",
    .property = it_ends,
};

const Lesson lock_order_repaired_lesson{
    .title = {"two locks in one order: no deadlock", "两把锁、同一顺序：没有死锁"},
    .look_for = {{"Both transfers take A first: who has A gets B, too.",
                  "两个转账都先取 A：拿到 A 的也能拿到 B。"},
                 {"corodemo explore --timing lock-order-repaired tries every order: each ends.",
                  "corodemo explore --timing lock-order-repaired 试遍所有顺序：都会结束。"}},
    .rules = {{.source = lock_appends_waiter(),
               .meaning = {"a circle of waiting tasks needs two orders of taking the locks",
                           "要形成循环等待，取锁的顺序必须有两种"}}},
    .next = "corodemo explore lock-order-repaired --timing",
    .property = it_ends,
};

}  // namespace corodemo::scenarios
