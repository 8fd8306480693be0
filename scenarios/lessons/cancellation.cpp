#include <string_view>
#include <vector>

#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// Cancellation and timeouts.

namespace corodemo::scenarios {

namespace {

/// cancel() of a task that waits.
std::vector<Quotation> cancel_cancels_waiter() {
    return {{"asyncio/tasks.py, Task.cancel", "if self._fut_waiter.cancel():", Versions::until(8)},
            {"asyncio/tasks.py, Task.cancel",
             "if self._fut_waiter.cancel(msg=msg):", Versions::since(9)}};
}

/// The next step of a task that was cancelled.
std::vector<Quotation> step_throws() {
    constexpr std::string_view kCode = "result = coro.throw(exc)";
    return {{"asyncio/tasks.py, Task._step", kCode, Versions::until(6)},
            {"asyncio/tasks.py, Task.__step", kCode, {7, 11}},
            {"asyncio/tasks.py, Task.__step_run_and_handle_result", kCode, Versions::since(12)}};
}

constexpr std::string_view kWaitFor = "asyncio/tasks.py, wait_for";

Quotation wait_for_is_timeout() {
    return {kWaitFor, "async with timeouts.timeout(timeout):\n    return await fut",
            Versions::since(12)};
}

}  // namespace

const Lesson cancel_lesson{
    .title = {"cancel() is a request", "cancel() 只是请求"},
    .look_for =
        {{"cancel() in #5 ends nothing: it schedules the task and returns True. The task is not "
          "done yet.",
          "#5 中的 cancel() 并没有结束任何东西：它只安排任务恢复运行，并返回 True。任务尚未完成。"},
         {"In #6 the task resumes with CancelledError, at the line at which it waited. It cleans "
          "up and raises the exception again: only now is it cancelled.",
          "任务在 #6 恢复运行，在它等待的那一行收到 "
          "CancelledError。它做完清理，再次引发该异常：此时才真正被取消。"},
         {"The mistake: to go on right after cancel(), as if the task had ended. Await it, as #5 "
          "does: whoever awaits a cancelled task gets CancelledError (#7).",
          "常见错误：cancel() 之后立刻继续，好像任务已经结束。应像 #5 "
          "那样等待它：等待已取消的任务会收到 CancelledError（#7）。"}},
    .rules = {{.source = cancel_cancels_waiter(),
               .meaning = {"cancel() cancels the future that the task waits for, which schedules "
                           "the task: its next step resumes it with CancelledError",
                           "cancel() 取消任务所等待的 "
                           "future，从而安排任务运行：它在下一步恢复运行并收到 CancelledError"}}},
    .next = "corodemo cancel-before-start --trace",
};

const Lesson cancel_before_start_lesson{
    .title = {"cancelled before it starts", "在开始运行前被取消"},
    .look_for =
        {{"The task is created and cancelled in one step (#1), so it has no chance to start.",
          "任务在同一步（#1）中创建并取消，所以没有机会开始运行。"},
         {"In #2 it is cancelled without its body having run: neither try nor finally. It prints "
          "nothing.",
          "它在 #2 被取消，协程体从未执行：try 和 finally 都没有。它什么也没有打印。"},
         {"The mistake: to pass a task something that only the task closes. Here nobody closes the "
          "connection. Open it in the task, or close it where it was opened.",
          "常见错误：把只由任务负责关闭的东西交给任务。这里谁也没有关闭连接。应在任务中打开它，或在"
          "打开它的地方关闭。"}},
    .rules = {{.source = step_throws(),
               .meaning = {"an exception that is thrown into a coroutine that has not started is "
                           "raised before its first line",
                           "向尚未开始的协程抛入异常，异常在它的第一行之前就引发"}}},
    .next = "corodemo cancel-swallowed --trace",
};

const Lesson cancel_swallowed_lesson{
    .title = {"a swallowed cancellation", "被抑制的取消"},
    .look_for =
        {{"The task catches CancelledError in #6, cleans up, and does not raise it again. So it "
          "keeps running: it awaits another sleep, and returns in #9.",
          "任务在 #6 捕获 CancelledError，做了清理，却没有再次引发。于是它继续运行：再等待一次 "
          "sleep(1)，在 #9 返回。"},
         {"main() asked for the cancellation, and gets a result in #10: the task is not cancelled.",
          "main() 请求了取消，在 #10 得到的却是结果：任务没有被取消。"},
         {"The mistake: except without raise. A bare except: and except BaseException: swallow a "
          "cancellation, too; except Exception: did so until 3.7. timeout() and TaskGroup rely on "
          "CancelledError getting out.",
          "常见错误：except 之后没有 raise。except: 和 except BaseException: 也会抑制取消；在 3.7 "
          "及以前 except Exception: 也会。timeout() 和 TaskGroup 都依赖 CancelledError "
          "能够传出来。"}},
    .rules = {{.source = source::step_sets_result(),
               .meaning = {"a coroutine that returns ends its task with that result, whatever was "
                           "thrown into it before",
                           "协程返回，任务就以该结果结束，无论之前向它抛入过什么"}}},
    .next = "corodemo cancel --trace",
};

const Lesson shield_lesson{
    .title = {"shield(): the task is not cancelled", "shield()：被屏蔽的任务不会被取消"},
    .look_for =
        {{"T3 handle awaits shield(saving) in #3: a future of shield()'s own, not the task itself.",
          "T3 handle 在 #3 等待 shield(saving)：那是 shield() 自己的 future，不是任务本身。"},
         {"The cancellation in #6 reaches only that future. T3 is cancelled in #8, while T2 save "
          "keeps running, and is done in #12.",
          "#6 的取消只到达那个 future。T3 在 #8 被取消，T2 save 则继续运行，在 #12 完成。"},
         {"The mistake: shield(save()) with no other reference to the task. Once the request is "
          "cancelled, nobody awaits the saving, and asyncio.run() cancels it when main() returns. "
          "Here main() keeps the task and awaits it in #9.",
          "常见错误：只写 shield(save())，别处没有引用该任务。请求被取消后就没有人等待它，main() "
          "返回时 asyncio.run() 会取消它。这里 main() 保留着该任务，并在 #9 等待它。"}},
    .rules = {{.source = {{"asyncio/tasks.py, shield", "outer = loop.create_future()"}},
               .meaning = {"cancelling whoever awaits shield() cancels only this future",
                           "取消 shield() 的等待者，取消的只是这个 future"}}},
    .next = "corodemo wait-for --trace",
};

const Lesson wait_for_lesson{
    .title = {"wait_for() waits for the cleanup", "wait_for() 等待清理完成"},
    .look_for = {{"After 1 s the timeout cancels the query (#3), which needs 10 s. It resumes with "
                  "CancelledError in #4 and cleans up, which takes 2 s.",
                  "1 s 后超时触发，在 #3 取消需要 10 s 的查询。它在 #4 收到 "
                  "CancelledError，开始清理，这需要 2 s。"},
                 {"TimeoutError is raised only after that (#7): wait_for(..., 1) has taken 3 s.",
                  "清理完成后才引发 TimeoutError（#7）：wait_for(..., 1) 用了 3 s。"},
                 {"The mistake: to take the timeout for an upper bound. If the awaited coroutine "
                  "swallows its cancellation, wait_for() waits until it ends. (Until 3.11 the "
                  "query is a task of its own: corodemo wait-for --python 3.11 --trace.)",
                  "常见错误：把超时当作时间的上限。如果被等待的协程抑制取消，wait_for() "
                  "就一直等到它结束。（到 3.11 为止，查询是一个单独的任务：corodemo wait-for "
                  "--python 3.11 --trace。）"}},
    .rules = {{.source = {{kWaitFor, "await _cancel_and_wait(fut, loop=loop)", {7, 11}}},
               .meaning = {"wait_for() waits until what it has cancelled is done",
                           "wait_for() 一直等到被它取消的任务完成为止"}},
              {.source = {wait_for_is_timeout()},
               .meaning =
                   {"wait_for() is a block with a timeout around an await: there is only one task, "
                    "so that nothing can be left behind",
                    "wait_for() 就是把 await 放进带超时的代码块：只有一个任务，所以不会遗留什么"}}},
    .next = "corodemo timeout --trace",
};

const Lesson wait_for_race_lesson{
    .title = {"wait_for() may lose a cancellation", "wait_for() 可能丢失取消"},
    .look_for = {{"On Python 3.11: the answer comes and T2 request is cancelled in one step (#5), "
                  "before T2 runs again.",
                  "在 Python 3.11 上：答案的到来和 T2 request 的取消发生在同一步（#5），此时 T2 "
                  "还没有再次运行。"},
                 {"In #7 CancelledError reaches wait_for(), which sees that the answer is there, "
                  "and returns it: the cancellation is lost, and T2 is still running in #10.",
                  "CancelledError 在 #7 到达 "
                  "wait_for()。它看到答案已经有了，就返回答案：取消丢失了，T2 在 #10 仍在运行。"},
                 {"The mistake: to trust that cancel() ends a task whatever it awaits. From 3.8 to "
                  "3.11 a wait_for() can lose the cancellation (gh-86296); 3.7, and 3.12 and "
                  "later, lose the answer instead: corodemo compare wait-for-race",
                  "常见错误：相信无论任务在等什么，cancel() 都会结束它。从 3.8 到 3.11，wait_for() "
                  "可能丢失取消（gh-86296）；3.7 以及 3.12 起丢失的则是答案：corodemo compare "
                  "wait-for-race"}},
    .rules = {{.source = {{kWaitFor,
                           "except futures.CancelledError:\n"
                           "    fut.remove_done_callback(cb)\n"
                           "    fut.cancel()\n"
                           "    raise",
                           {7, 7}}},
               .meaning =
                   {"a wait_for() that is cancelled raises CancelledError: what it waited for is "
                    "lost, even if it is done",
                    "被取消的 wait_for() 引发 CancelledError：它等待的结果即使已经有了，也会丢失"}},
              {.source = {{kWaitFor,
                           "except exceptions.CancelledError:\n"
                           "    if fut.done():\n"
                           "        return fut.result()",
                           {8, 11}}},
               .meaning = {"a wait_for() that is cancelled when the result is there returns it, "
                           "and the cancellation is lost",
                           "如果结果已经有了，被取消的 wait_for() 就返回结果，取消则丢失"}},
              {.source = {wait_for_is_timeout()},
               .meaning = {"a cancellation is never lost: it is thrown in at the await",
                           "取消不会丢失：它在 await 处抛入"}}},
    .next = "corodemo compare wait-for-race",
    .fixed_in = 12,
};

const Lesson timeout_lesson{
    .title = {"a block with a timeout", "带超时的代码块"},
    .look_for =
        {{"One deadline holds for the whole block: it is set in #1, and the second part gets what "
          "the first has left of it.",
          "整个代码块共用一个到期时间：它在 #1 设定，第二部分只能用第一部分剩下的时间。"},
         {"In #6 the timeout expires and cancels the task that runs the block. Within the block "
          "that is a CancelledError (#7), which timeout() turns into TimeoutError as it leaves the "
          "block.",
          "超时在 #6 触发，并取消运行该代码块的任务。在代码块里这是 "
          "CancelledError（#7）；离开代码块时，timeout() 把它变成 TimeoutError。"},
         {"The mistake: except TimeoutError within the block, where none is raised. What follows "
          "the block runs as usual: the third part takes longer than the timeout.",
          "常见错误：在代码块里写 except "
          "TimeoutError，那里不会引发它。代码块之后一切照常：第三部分用的时间比超时更长。"}},
    .rules = {{.source = {{"asyncio/timeouts.py, Timeout.__aexit__", "raise TimeoutError",
                           Versions::since(11)}},
               .meaning = {"a CancelledError that this timeout brought about leaves the block as "
                           "TimeoutError; one from elsewhere stays what it is",
                           "由本次超时引起的 CancelledError 离开代码块时变为 "
                           "TimeoutError；来自别处的保持不变"}}},
    .next = "corodemo wait-for --trace",
};

}  // namespace corodemo::scenarios
