#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// What tasks share: locks, events, semaphores, conditions, barriers, queues.

namespace corodemo::scenarios {

namespace {

using source::Quotations;

Quotations event_schedules_waiters() {
    return {{"asyncio/locks.py, Event.set",
             "for fut in self._waiters:\n    if not fut.done():\n        fut.set_result(True)"}};
}

Quotations lock_looks_for_waiters() {
    return {
        {"asyncio/locks.py, Lock.acquire",
         "if not self._locked and all(w.cancelled() for w in self._waiters):", Versions::until(7)},
        {"asyncio/locks.py, Lock.acquire",
         "if (not self._locked and (self._waiters is None or\n"
         "        all(w.cancelled() for w in self._waiters))):",
         Versions::since(8)}};
}

Quotations semaphore_waits_at_zero() {
    return {{"asyncio/locks.py, Semaphore.locked", "return self._value == 0", Versions::until(9)}};
}
Quotations semaphore_waits_behind_others() {
    return {{"asyncio/locks.py, Semaphore.locked",
             "return self._value == 0 or (\n"
             "    any(not w.cancelled() for w in (self._waiters or ())))",
             Versions::since(10)}};
}

Quotations semaphore_gives_to_nobody() {
    return {{"asyncio/locks.py, Semaphore.release", "self._value += 1\nself._wake_up_next()",
             Versions::until(8)}};
}
Quotations semaphore_knows_of_wakeup() {
    return {{"asyncio/locks.py, Semaphore.acquire",
             "while self._wakeup_scheduled or self._value <= 0:",
             {9, 9}}};
}
Quotations semaphore_gives_to_waiter() {
    return {{"asyncio/locks.py, Semaphore._wake_up_next", "self._value -= 1\nfut.set_result(True)",
             Versions::since(10)}};
}

Quotations condition_asks_again() {
    return {
        {"asyncio/locks.py, Condition.wait_for",
         "while not result:\n    yield from self.wait()\n    result = predicate()",
         Versions::until(6)},
        {"asyncio/locks.py, Condition.wait_for",
         "while not result:\n    await self.wait()\n    result = predicate()", Versions::since(7)}};
}

Quotations condition_forgets_wakeup() {
    return {{"asyncio/locks.py, Condition.wait", "finally:\n    self._waiters.remove(fut)",
             Versions::until(12)}};
}
Quotations condition_passes_wakeup_on() {
    return {{"asyncio/locks.py, Condition.wait",
             "except BaseException:\n    ...\n    self._notify(1)\n    raise",
             Versions::since(13)}};
}

Quotations barrier_counts() {
    return {{"asyncio/locks.py, Barrier.wait",
             "if index + 1 == self._parties:\n    ...\n    await self._release()\nelse:\n"
             "    await self._wait()",
             Versions::since(11)}};
}

Quotations put_waits_for_room() {
    return {{"asyncio/queues.py, Queue.put", "while self.full():"}};
}

Quotations get_takes_when_it_runs() {
    return {{"asyncio/queues.py, Queue.get", "return self.get_nowait()"}};
}

Quotations lock_does_not_ask_who() {
    return {{"asyncio/locks.py, Lock.acquire", "self._waiters.append(fut)"}};
}

}  // namespace

const Lesson event_lesson{
    .title = {"set() schedules all, and runs none", "set() 只是安排等待者运行"},
    .look_for =
        {{"A (T2) and B (T3) wait for the event: #2 #3. set() in #6 schedules both, but main keeps "
          "running: \"set\" is printed first.",
          "A（T2）和 B（T3）等待事件：#2、#3。#6 中的 set() 安排两者运行，但 main 继续运行：先打印 "
          "\"set\"。"},
         {"C comes last and runs first: the event is set, so wait() does not suspend. A and B "
          "resume in #7 and #8.",
          "C 最后到来却最先运行：事件已设置，wait() 不会挂起。A 和 B 在 #7 和 #8 恢复运行。"},
         {"The mistake: to believe that the waiters have run when set() returns. If main calls "
          "clear() next, they run all the same, while the event is no longer set.",
          "常见错误：以为 set() 返回时等待者已经运行过。即使 main 接着调用 "
          "clear()，它们照样会运行，而那时事件已不再是设置状态。"}},
    .rules =
        {{.source = event_schedules_waiters(),
          .meaning =
              {"each waiter's future is done: its task is scheduled, to run in the next iteration",
               "每个等待者的 future 都完成了：它的任务被安排在下一轮运行"}}},
    .next = "corodemo condition --trace",
};

const Lesson lock_lesson{
    .title = {"a lock is fair", "锁是公平的"},
    .look_for =
        {{"B (T3) waits for the lock that A (T2) holds: #3. In #6 A releases it, asks for it again "
          "at once, and has to wait, although nobody holds it: B is first in line.",
          "B（T3）等待 A（T2）持有的锁：#3。A 在 #6 "
          "释放锁，随即再次请求，尽管此刻无人持有，它也得等待：B 排在前面。"},
         {"So they take turns: #7 #11 #15.", "于是两者轮流：#7、#11、#15。"},
         {"The mistake: to guard one thing with two Lock objects, such as one that each call "
          "creates. Only tasks that share the lock wait for each other.",
          "常见错误：用两个 Lock "
          "对象保护同一样东西，例如每次调用都新建一个。只有共用同一把锁的任务才会互相等待。"}},
    .rules = {{.source = lock_looks_for_waiters(),
               .meaning = {"a lock that nobody holds is still not free while somebody waits for it",
                           "无人持有的锁，只要还有任务在等待，就不是空闲的"}}},
    .next = "corodemo semaphore-fairness --trace",
};

const Lesson semaphore_lesson{
    .title = {"at most two at a time", "同时最多两个"},
    .look_for = {{"All four tasks start, but the semaphore has only two permits: T2 and T3 get one "
                  "each (#2 #3), T4 and T5 wait (#4 #5).",
                  "四个任务都开始运行，但信号量只有两个许可：T2 和 T3 各得一个（#2、#3），T4 和 T5 "
                  "等待（#4、#5）。"},
                 {"Each that leaves lets the next one in: #9 schedules T4, #10 T5. It all takes 2 "
                  "s instead of 1 s.",
                  "每离开一个，就放下一个进来：#9 安排 T4 运行，#10 安排 T5 运行。总共用了 2 "
                  "s，而不是 1 s。"},
                 {"The mistake: to create the semaphore inside the coroutine. Then each task has "
                  "its own, and nobody ever waits.",
                  "常见错误：在协程内部创建信号量。那样每个任务各有一个，谁也不会等待。"}},
    .rules =
        {{.source = semaphore_waits_at_zero(),
          .meaning = {"a semaphore counts its permits; at 0, acquire() waits",
                      "信号量对许可计数；为 0 时 acquire() 会等待"}},
         {.source = semaphore_waits_behind_others(),
          .meaning = {"a semaphore counts its permits; at 0, or while others wait, acquire() waits",
                      "信号量对许可计数；为 0 时，或有任务在等待时，acquire() 会等待"}}},
    .next = "corodemo semaphore-fairness --trace",
};

const Lesson semaphore_fairness_lesson{
    .title = {"a waiter may be overtaken", "等待者可能被插队"},
    .look_for =
        {{"On Python 3.8: B (T3) wants one turn, and waits (#3). A (T2) releases the semaphore in "
          "#6, which schedules B, and acquires it again in the same step. When B resumes, in #7, "
          "no permit is left: it waits again.",
          "在 Python 3.8 上：B（T3）只想要一次，正在等待（#3）。A（T2）在 #6 释放信号量，从而安排 "
          "B 运行，又在同一步中再次获取它。B 在 #7 恢复运行时已没有许可：它再次等待。"},
         {"B gets its turn only once A no longer wants one (#15). If A looped forever, B would "
          "starve (gh-90155).",
          "直到 A 不再需要，B 才轮到（#15）。如果 A 永远循环，B "
          "就一直得不到许可（饥饿，gh-90155）。"},
         {"Since 3.9.12 and 3.10.4, B's turn comes second: corodemo compare semaphore-fairness. "
          "The mistake: to take a semaphore for fair because a Lock is.",
          "从 3.9.12 和 3.10.4 起，B 第二个轮到：corodemo compare "
          "semaphore-fairness。常见错误：因为 Lock 公平，就以为信号量也公平。"}},
    .rules =
        {{.source = semaphore_gives_to_nobody(),
          .meaning =
              {"release() adds a permit and schedules a waiter, but gives the permit to nobody: "
               "whoever runs first takes it",
               "release() 增加一个许可并安排一个等待者运行，但不把许可交给谁：谁先运行谁拿走"}},
         {.source = semaphore_knows_of_wakeup(),
          .meaning = {"while a waiter that was scheduled has not run yet, all others wait",
                      "已安排的等待者还没运行时，其他任务都要等待"}},
         {.source = semaphore_gives_to_waiter(),
          .meaning = {"the permit is the waiter's from the moment in which it is scheduled",
                      "从被安排运行的那一刻起，许可就属于那个等待者"}}},
    .next = "corodemo compare semaphore-fairness",
    .fixed_in = 9,
};

const Lesson condition_lesson{
    .title = {"after notify, check again", "被通知还不够：要再检查一次"},
    .look_for =
        {{"A (T2) and B (T3) wait for an item: #2 #3. wait() releases the lock; otherwise B could "
          "not even begin to wait.",
          "A（T2）和 B（T3）等待一个元素：#2、#3。wait() 会释放锁，否则 B 连开始等待都做不到。"},
         {"One item comes, and notify_all() in #6 schedules both. A takes it in #7. B finds the "
          "list empty in #8 and waits again, until #13.",
          "来了一个元素，#6 中的 notify_all() 安排两者运行。A 在 #7 取走它。B 在 #8 "
          "发现列表为空，再次等待，直到 #13。"},
         {"The mistake: if instead of while. B would then take from an empty list: IndexError.",
          "常见错误：把 while 写成 if。那样 B 会从空列表中取元素：IndexError。"}},
    .rules = {{.source = condition_asks_again(),
               .meaning = {"condition.wait_for(predicate) is this loop: between the notification "
                           "and the lock, another task may have been faster",
                           "condition.wait_for(predicate) "
                           "就是这个循环：在被通知和取得锁之间，别的任务可能更快"}}},
    .next = "corodemo lost-wakeup --trace",
};

const Lesson lost_wakeup_lesson{
    .title = {"a notification is lost", "丢失的通知"},
    .look_for = {{"On Python 3.12: first (T2) and second (T3) wait. In #6 main notifies one of "
                  "them, which is first, and then cancels it, as a timeout might.",
                  "在 Python 3.12 上：first（T2）和 second（T3）在等待。main 在 #6 "
                  "通知其中一个，即 first，随后取消的正是它，超时就可能这样。"},
                 {"first resumes in #7 with CancelledError, and the notification is lost with it: "
                  "second waits forever, and the program hangs (gh-112202).",
                  "first 在 #7 恢复运行并收到 CancelledError，通知也随之丢失：second "
                  "永远等待，程序卡住（gh-112202）。"},
                 {"Since 3.13, wait() passes the notification on. The mistake: notify() when a "
                  "waiter may be cancelled; before 3.13, only notify_all() is safe.",
                  "从 3.13 起，wait() 会把通知转给别的等待者。常见错误：在等待者可能被取消时用 "
                  "notify()；3.13 之前，只有 notify_all() 是安全的。"}},
    .rules =
        {{.source = condition_forgets_wakeup(),
          .meaning = {"wait() that is cancelled leaves the condition's waiters, whether or not it "
                      "had been notified",
                      "被取消的 wait() 离开等待者之列，不管它是否已被通知"}},
         {.source = condition_passes_wakeup_on(),
          .meaning = {"wait() that ends with an exception notifies another waiter in its place",
                      "以异常结束的 wait() 会代为通知另一个等待者"}}},
    .next = "corodemo compare lost-wakeup",
    .fixed_in = 13,
};

const Lesson barrier_lesson{
    .title = {"the last to arrive leaves first", "最后到达的最先离开"},
    .look_for =
        {{"Two workers arrive and wait: #7 #10. The third fills the barrier in #13.",
          "两个 worker 先到并等待：#7、#10。第三个在 #13 到达，屏障满员。"},
         {"The third does not wait: wait() returns at once, in the same step. The others are "
          "scheduled, and resume in #14 and #15.",
          "第三个不等待：wait() 在同一步立即返回。其余的被安排运行，在 #14 和 #15 恢复运行。"},
         {"wait() returns how many arrived before: the worker that gets n - 1 is the last. The "
          "mistake: fewer tasks than the n that Barrier(n) asks for. Then all wait forever.",
          "wait() 返回在它之前到达的个数：得到 n - 1 的是最后一个。常见错误：任务数少于 Barrier(n) "
          "要求的 n。那样所有任务会永远等待。"}},
    .rules =
        {{.source = barrier_counts(),
          .meaning = {"the last of the parties releases the others, and has nothing to wait for",
                      "最后一个到达者放行其他任务，自己无需等待"}}},
    .next = "corodemo condition --trace",
};

const Lesson producer_consumer_lesson{
    .title = {"a full queue makes the producer wait", "队列满了，生产者等待"},
    .look_for =
        {{"main awaits producer() directly, so the producer is T1. The asyncio.Queue has room for "
          "two: T1 puts 0 and 1, and waits to put 2 (#1) until the consumer, T2, takes an item "
          "(#2).",
          "main 直接等待 producer()，所以生产者就是 T1。asyncio.Queue 只能容纳两个：T1 放入 0 和 "
          "1，放 2 时等待（#1），直到消费者 T2 取走一个元素（#2）。"},
         {"When everything is put, main waits in join() (#7). It returns only after the last "
          "task_done() (#16), not when the asyncio.Queue is empty (#13).",
          "全部放入后，main 在 join() 中等待（#7）。它要到最后一次 "
          "task_done()（#16）之后才返回，而不是在 asyncio.Queue 变空时（#13）。"},
         {"The mistake: to forget task_done(), or to leave it out when the work raises: then "
          "join() waits forever. And the consumer never ends by itself: main cancels it in #17.",
          "常见错误：忘记 task_done()，或者在处理引发异常时漏掉它：那样 join() "
          "会永远等待。另外消费者自己不会结束：main 在 #17 取消它。"}},
    .rules = {{.source = put_waits_for_room(),
               .meaning = {"put() waits while the asyncio.Queue is full, so that the producer is "
                           "never far ahead of the consumer",
                           "asyncio.Queue 满时 put() 会等待，因此生产者不会远远超前于消费者"}}},
    .next = "corodemo priority-queue --trace",
};

const Lesson priority_queue_lesson{
    .title = {"get() takes its item when it resumes", "get() 在恢复运行时才取元素"},
    .look_for = {{"The first order schedules T2 barista in #5. It resumes in #6, when there are "
                  "three orders, and takes the smallest, not the one that scheduled it.",
                  "第一份订单在 #5 安排 T2 barista 运行。它在 #6 "
                  "才恢复运行，那时已有三份订单，它取其中最小的，而不是最先到的那一份。"},
                 {"Tuples are compared element by element: with equal urgency, 'espresso' < "
                  "'latte', though latte was ordered first.",
                  "元组逐个元素比较：紧急程度相同时，'espresso' < 'latte'，尽管 latte 先下单。"},
                 {"The mistake: to rely on the order of arrival among equals, or to queue what "
                  "cannot be compared, such as (1, dict()) twice: TypeError. Put a counter second: "
                  "(1, next(counter), order).",
                  "常见错误：以为同级元素按到来的顺序排列，或者放入无法比较的元素，例如两次 (1, "
                  "dict())：TypeError。可以把计数器放在第二位：(1, next(counter), order)。"}},
    .rules =
        {{.source = get_takes_when_it_runs(),
          .meaning = {"get() takes its item when its task runs again, not when put() schedules it",
                      "get() 在任务恢复运行时才取元素，而不是在 put() 安排它时"}}},
    .next = "corodemo producer-consumer --trace",
};

const Lesson deadlock_lesson{
    .title = {"a task waits for its own lock", "任务等待自己持有的锁"},
    .look_for =
        {{"main holds the lock and awaits log(), which wants the same lock (#1). Both run in one "
          "task, T1, which waits for what only T1 could release.",
          "main 持有锁，等待 log()，而 log() 要同一把锁（#1）。两者在同一个任务 T1 中运行，T1 "
          "等待只有 T1 自己才能释放的东西。"},
         {"Nothing is ready and no timer is set: the program hangs. asyncio raises no exception.",
          "没有就绪的任务，也没有定时器：程序卡住。asyncio 不会引发异常。"},
         {"The mistake: a helper that takes the lock which its caller holds. Take it in one place "
          "only, or document that callers must already hold it, and don't take it in the helper.",
          "常见错误：辅助函数去取调用者已持有的锁。应只在一处取锁，或者约定调用者必须先持有锁，辅助"
          "函数不再取锁。"}},
    .rules = {{.source = lock_does_not_ask_who(),
               .meaning = {"acquire() does not know who holds the lock: if it is locked, it waits",
                           "acquire() 不知道谁持有锁：锁已被持有，它就等待"}}},
    .next = "corodemo lock-order-deadlock --trace",
};

}  // namespace corodemo::scenarios
