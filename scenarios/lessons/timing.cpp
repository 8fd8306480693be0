#include <string>
#include <string_view>
#include <vector>

#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// Beyond the tutorial: programs whose correctness depends on timing, and their fixed versions.

namespace corodemo::scenarios {

namespace {

using asyncio::PythonVersion;

const Property nothing_is_lost{
    .text = {"every deposit is in the balance at the end", "最后的余额包含每一笔存款"},
    .holds =
        [](const trace::Outcome& outcome, const Arguments& arguments) {
            const std::string end = "end " + std::to_string(10 * arguments.tasks) + "\n";
            return outcome.output.ends_with(end);
        },
};

const std::vector<trace::FollowedVariable> balance_and_copies{{"balance", ""}, {"seen", "balance"}};

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

/// A schedule for `n` tasks that gather() runs: the order of its set, if it has one, and then which
/// sleep ends, as `answers` says. With too many tasks the default timing is good enough: an answer
/// takes time in proportion to the number of sleeps.
std::string schedule_of(std::uint64_t n, asyncio::Duration delay, PythonVersion python,
                        std::string_view first, std::string (*rest)(std::uint64_t n)) {
    constexpr std::uint64_t kMost = 100;
    if (n < 2 || n > kMost || delay.count() == 0) {  // no sleep, no choice
        return {};
    }
    std::string schedule;
    if (python.has(asyncio::Behaviour::gather_iterates_set)) {
        for (std::uint64_t i = 1; i <= n; ++i) {
            schedule += std::to_string(i) + (i < n ? "," : "/");
        }
    }
    return schedule.append(first) + rest(n);
}

/// All arrive before the first goes on.
std::string all_overlap(std::uint64_t n) {
    std::string answers;
    for (std::uint64_t i = 2; i <= n; ++i) {
        answers += "/@" + std::to_string(i);
    }
    for (std::uint64_t i = 2; i <= n; ++i) {
        answers += "/@1";
    }
    return answers;
}
/// All arrive while the first holds the lock. Those that wait for the lock do not sleep.
std::string all_wait(std::uint64_t n) {
    std::string answers;
    for (std::uint64_t i = 2; i <= n; ++i) {
        answers += "/@2";
    }
    return answers;
}

std::string deposits_overlap(const Arguments& arguments, PythonVersion python) {
    return schedule_of(arguments.tasks, arguments.delay, python, "@1", all_overlap);
}
std::string deposits_wait(const Arguments& arguments, PythonVersion python) {
    return schedule_of(arguments.tasks, arguments.delay, python, "@1", all_wait);
}
std::string transfers_overlap(const Arguments& arguments, PythonVersion python) {
    return schedule_of(2, arguments.delay, python, "@1", all_overlap);
}
std::string transfers_wait(const Arguments& arguments, PythonVersion python) {
    return schedule_of(2, arguments.delay, python, "@1", all_wait);
}

}  // namespace

const Lesson lost_update_lesson{
    .title = {"read, await, write: a lost update", "读、await、写：丢失更新"},
    .look_for = {{"Each deposit reads the balance, awaits, and writes. T3 reads in #9, before T2 "
                  "has written: both read 0.",
                  "每笔存款先读余额，再 await，然后写回。T3 在 #9 读余额，那时 T2 "
                  "还没有写回：两者读到的都是 0。"},
                 {"T2 writes 10 in #11, and T3 overwrites it with 10 in #15: one deposit is lost.",
                  "T2 在 #11 写回 10，T3 在 #15 又用 10 覆盖它：丢了一笔存款。"},
                 {"This is one schedule of several. In the order of the clock, --set-order "
                  "tutorial, nothing is lost: a race shows only sometimes. corodemo explore "
                  "lost-update --timing tries the others.",
                  "这只是其中一种调度。若按时钟的顺序（--set-order "
                  "tutorial），什么也不会丢：竞争只是有时才显现。corodemo explore lost-update "
                  "--timing 尝试其他调度。"}},
    .rules = {{.source = source::step_runs_coroutine(),
               .meaning = {"a coroutine runs until it suspends: no other task runs in between "
                           "without an await, and any may at an await",
                           "协程一直运行到挂起为止：没有 await 就不会有别的任务插进来，在 await "
                           "处则都有可能"}}},
    .next = "corodemo explore lost-update --timing",
    .property = nothing_is_lost,
    .schedule = deposits_overlap,
    .variables = balance_and_copies,
    .fixed = "lost-update-fixed",
};

const Lesson lost_update_fixed_lesson{
    .title = {"fixed with a Lock: nothing is lost", "修正版：用 Lock，不再丢失"},
    .look_for = {{"The lock is held from the read to the write, across the await.",
                  "从读到写，跨过 await，一直持有锁。"},
                 {"T3 arrives in #9, while T2 holds the lock: it waits for a future of the lock. "
                  "T2 releases the lock in #11, which makes T3 ready: it reads in #12.",
                  "T3 在 #9 到来，那时 T2 持有锁：它等待锁的一个 future。T2 在 #11 释放锁，使 T3 "
                  "就绪：它在 #12 读余额。"},
                 {"corodemo explore lost-update-fixed --timing tries the other schedules: none "
                  "loses a deposit.",
                  "corodemo explore lost-update-fixed --timing 尝试其他调度：都没有丢失存款。"}},
    .rules = {{.source = lock_appends_waiter(),
               .meaning = {"those that wait for a lock get it in the order in which they came",
                           "等待锁的任务按到来的顺序得到锁"}}},
    .next = "corodemo compare lost-update lost-update-fixed",
    .property = nothing_is_lost,
    .schedule = deposits_wait,
    .variables = balance_and_copies,
};

const Lesson lock_order_deadlock_lesson{
    .title = {"two locks in two orders: deadlock", "两把锁、两种顺序：死锁"},
    .look_for =
        {{"One transfer takes lock A and then B, the other B and then A. Here each gets its first "
          "lock, in #6 and #9.",
          "一笔转账先取锁 A 再取 B，另一笔先取 B 再取 A。这里双方各取得第一把锁：#6 和 #9。"},
         {"Each then waits for the lock that the other one holds (#11 #14), forever: the program "
          "hangs.",
          "然后各自等待对方持有的锁（#11 #14），永远等下去：程序卡住。"},
         {"In the order of the clock, --set-order tutorial, one is over before the other begins, "
          "and nothing happens. corodemo explore lock-order-deadlock --timing tries the other "
          "schedules.",
          "若按时钟的顺序（--set-order "
          "tutorial），一笔结束后另一笔才开始，什么也不会发生。corodemo explore "
          "lock-order-deadlock --timing 尝试其他调度。"}},
    .rules = {{.source = lock_appends_waiter(),
               .meaning =
                   {"acquire() waits as long as it takes: asyncio does not look for circular waits",
                    "acquire() 会一直等下去：asyncio 不检查循环等待"}}},
    .next = "corodemo explore lock-order-deadlock --timing",
    .property = it_ends,
    .schedule = transfers_overlap,
    .fixed = "lock-order-fixed",
};

const Lesson lock_order_fixed_lesson{
    .title = {"fixed: two locks in one order", "修正版：两把锁、同一顺序"},
    .look_for = {{"Both transfers take lock A first: T2 has it in #6, so T3 waits for it in #9.",
                  "两笔转账都先取锁 A：T2 在 #6 取得，所以 T3 在 #9 等待它。"},
                 {"T2 gets lock B, too, and releases both in #11; T3 resumes in #12.",
                  "T2 也取得锁 B，在 #11 释放两把锁；T3 在 #12 恢复运行。"},
                 {"corodemo explore lock-order-fixed --timing tries the other schedules: in each "
                  "the program ends.",
                  "corodemo explore lock-order-fixed --timing 尝试其他调度：程序都会结束。"}},
    .rules = {{.source = lock_appends_waiter(),
               .meaning = {"a circular wait needs two orders of taking the locks",
                           "要形成循环等待，取锁的顺序必须有两种"}}},
    .next = "corodemo compare lock-order-deadlock lock-order-fixed",
    .property = it_ends,
    .schedule = transfers_wait,
};

}  // namespace corodemo::scenarios
