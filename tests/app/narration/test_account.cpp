#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "app/narration/wording.hpp"
#include "tests/app/texts.hpp"

// What is told of a step, in English, and in Chinese where word order differs.

namespace corodemo::tests {

using app::Step;
using app::Steps;
using trace::CallbackRole;
using trace::End;
using trace::Role;

namespace {

constexpr auto kVia = trace::Id{trace::Id::kCallback, 1};

/// The sentences of all steps that have one.
std::vector<std::string> sentences(const trace::Trace& trace, const app::Style& style = {}) {
    std::vector<std::string> all;
    Steps steps(trace);
    const app::Wording wording(style, steps.names());
    while (const Step* step = steps.next()) {
        const app::Account account = account_of(*step, steps);
        if (!account.empty()) {
            all.push_back(wording.sentence(account).text());
        }
    }
    return all;
}

void add_gather(Script& script, const std::vector<trace::Id>& children) {
    script.add(trace::FutureCreated{gather(1), "gather", children, kVia});
}

void add_gather_callback(Script& script, std::uint32_t child) {
    script.add(trace::CallbackAdded{task(child), CallbackRole::gather, {}, kVia, {}});
}

}  // namespace

TEST_CASE("gather() creates tasks of coroutines, and takes tasks that were there") {
    Script script;
    script.make_task(1);
    script.add(trace::CoroutineCreated{{trace::Id::kCoroutine, 9}, "hello"});
    add_gather_callback(script, 1);
    script.make_task(2);
    add_gather_callback(script, 2);
    add_gather(script, {task(1), task(2)});
    CHECK(sentences(script.take()).front() ==
          "creates task T1, calls hello(), which only creates a coroutine object, gather() takes "
          "T1, gather() creates task T2 and future G1");
}

TEST_CASE("a child that is done when gather() is called counts at once, as since Python 3.12") {
    Script script;
    script.make_task(1);
    script.make_task(2);
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.add(trace::FutureDone{task(1), trace::FutureState::result, "None", {}});
    script.end_step(End::returned, "None");
    script.end_handle();
    script.begin_handle(2);
    script.begin_step(2, true);
    script.make_task(3);
    add_gather_callback(script, 3);
    add_gather(script, {task(1), task(3)});
    script.end_step(End::yielded);
    script.end_handle();
    script.end_iteration();
    script.begin_iteration();
    script.begin_handle(3);
    script.begin_step(3, true);
    script.add(trace::FutureDone{task(3), trace::FutureState::result, "None", {}});
    script.schedule(4, Role::callback, task(3), {}, kVia);
    script.end_step(End::returned, "None");
    script.end_handle();
    script.end_iteration();
    script.begin_iteration();
    script.begin_handle(4);
    trace::Trace trace = script.take();
    trace.header.python_version = "3.12";
    const std::vector<std::string> told = sentences(trace);
    CHECK(
        told.at(2) ==
        "T2 starts, passes T1 to gather(), creates task T3 and future G1 with gather(), of which 1 "
        "is already done, yields to the event loop");
    CHECK(told.back() == "gather's done callback on T3: 2 of 2 done");
}

TEST_CASE("a task that resumes with CancelledError says who cancelled it") {
    Script script;
    script.make_task(1, "main");
    script.make_task(2, "worker");
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.add(trace::CancelRequested{task(2), {}, {}, trace::Delivered::flag});
    script.end_step(End::yielded);
    script.end_handle();
    script.begin_handle(2);
    script.begin_step(2, true, "CancelledError");
    script.add(trace::FutureDone{task(2), trace::FutureState::cancelled, {}, {}});
    script.end_step(End::cancelled);
    const trace::Trace trace = script.take();
    const std::vector<std::string> told = sentences(trace);
    CHECK(told.at(1) == "T1 main starts, cancels T2 worker, yields to the event loop");
    CHECK(told.at(2) ==
          "T2 worker is cancelled before it starts: its body never runs (T1 main cancelled it in "
          "step 1)");
    CHECK(sentences(trace, {.lang = Language::zh}).at(2) ==
          "T2 worker 在开始运行前被取消：协程体从未执行（T1 main 在第 1 步取消了它）");
}

TEST_CASE("a task that goes on after its cancellation swallows it") {
    Script script;
    script.make_task(1, "main");
    script.make_task(2, "stubborn");
    script.begin_run();
    script.begin_iteration();
    script.run_step(1, 1, End::yielded);
    script.begin_handle(2);
    script.begin_step(2, true);
    script.add(trace::CancelRequested{task(2), {}, {}, trace::Delivered::flag, {}, {}});
    script.schedule(3, Role::step, task(2));
    script.end_step(End::yielded);
    script.end_handle();
    script.end_iteration();
    script.begin_iteration();
    script.begin_handle(3);
    script.begin_step(2, false, "CancelledError");
    script.add(trace::CancelDelivered{task(2), trace::CancelOutcome::thrown});
    script.print("not now");
    script.add(trace::FutureDone{task(2), trace::FutureState::result, "1", {}});
    script.add(trace::CancelDelivered{task(2), trace::CancelOutcome::swallowed});
    script.end_step(End::returned, "1");
    CHECK(sentences(script.take()).back() ==
          "T2 stubborn resumes with CancelledError (cancel() was called in step 2), prints \"not "
          "now\", swallows its cancellation, returns 1");
}

TEST_CASE("a callback of asyncio's own is not said to stop the loop") {
    Script script;
    script.make_task(1);
    script.add(trace::CallbackAdded{task(1), CallbackRole::other, {}, kVia, {}});
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.add(trace::FutureDone{task(1), trace::FutureState::result, "None", {}});
    script.schedule(2, Role::callback, task(1), {}, kVia);
    script.end_step(End::returned, "None");
    script.end_handle();
    script.end_iteration();
    script.begin_iteration();
    script.begin_handle(2);
    CHECK(sentences(script.take()).back() == "T1 is done: an internal asyncio callback runs");
}

TEST_CASE("warnings stand where they were given, among what was printed") {
    Script script;
    script.add(trace::Warned{"RuntimeWarning", "coroutine 'hello' was never awaited", {}});
    script.print("after it");
    CHECK(sentences(script.take()).front() ==
          "Python warns: RuntimeWarning: coroutine 'hello' was never awaited; prints \"after it\"");
}

TEST_CASE("an eager task's first step is told within its creator's") {
    Script script;
    script.make_task(1, "main");
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.make_eager_task(2, "child");
    script.begin_eager_step(2);
    script.print("here");
    script.end_step(End::returned, "2");
    script.print("there");
    script.end_step(End::yielded);
    const trace::Trace trace = script.take();
    CHECK(
        sentences(trace).back() ==
        "T1 main starts, creates task T2 child, T2 child starts eagerly (prints \"here\", returns "
        "2), prints \"there\", yields to the event loop");
    CHECK(
        sentences(trace, {.lang = Language::zh}).back() ==
        "T1 main 开始运行，创建任务 T2 child，T2 child 立即开始运行（打印 \"here\"，返回 2），打印 "
        "\"there\"，向事件循环让出控制权");
}

TEST_CASE("tasks that the program has not named have their coroutine's name") {
    const auto named = [](trace::TaskCreated task) {
        Script script;
        script.make_task(1, "main");
        task.task = tests::task(2);
        script.add(task);
        return app::TaskNames(script.take())(tests::task(2));
    };
    constexpr trace::Id kCoroutine{trace::Id::kCoroutine, 2};
    CHECK(named({{}, {"Task-2"}, kCoroutine, "child", {}, {}}) == "T2 child");
    CHECK(named({{}, {"cook"}, kCoroutine, "child", {}, {}}) == "T2 cook");
    // CPython 3.13.0 gives eager tasks the name None.
    CHECK(named({{}, {"None"}, kCoroutine, "child", {}, {}, true}) == "T2 child");
    CHECK(named({{}, {"None"}, kCoroutine, "child", {}, {}}) == "T2 None");
    // asyncio's own
    CHECK(named({{}, {"Task-2"}, {}, "_accept_connection2", {}, {}}) == "T2 asyncio accept");
    CHECK(named({{}, {"Task-2"}, {}, "sleep", {}, {}}) == "T2 sleep");
    CHECK(named({{}, {"Task-2"}, kCoroutine, "_accept_connection2", {}, {}}) ==
          "T2 _accept_connection2");
}

TEST_CASE("what comes from outside of the loop is named") {
    const auto told = [](Role role, trace::Text about, trace::Text name) {
        Script script;
        trace::HandleScheduled scheduled;
        scheduled.handle = handle(1);
        scheduled.loop = {trace::Id::kLoop, 1};
        scheduled.role = role;
        scheduled.about = about;
        scheduled.name = name;
        script.begin_run(trace::How::run_forever, {});
        script.begin_iteration();
        script.add(scheduled);
        trace::Trace trace = script.take();
        trace::Event event = trace.events().back();
        event.cause = event.n++;
        event.payload = trace::HandleStarted{handle(1)};
        trace.append(event);
        return sentences(trace).back() + " | " + sentences(trace, {.lang = Language::zh}).back();
    };
    CHECK(told(Role::reader, "socket 7", {}) == "socket 7 is readable | 套接字 7 可读");
    CHECK(told(Role::writer, "pipe 1", {}) == "pipe 1 is writable | 管道 1 可写");
    CHECK(told(Role::reader, "socket 7", "got") ==
          "socket 7 is readable: got() is called | 套接字 7 可读：got() 被调用");
    CHECK(told(Role::signal, "SIGTERM", "set") ==
          "signal SIGTERM arrives: set() is called | 信号 SIGTERM 到达：set() 被调用");
    CHECK(told(Role::job, "job 1, sleep", {}) ==
          "job 1, sleep is done in its executor | 作业 1, sleep 在执行器中完成");
    CHECK(told(Role::thread, "thread worker-1", "set_result") ==
          "set_result() is called (scheduled by thread worker-1) | set_result() "
          "被调用（由线程 worker-1 安排）");
}

TEST_CASE("the loop waits for what is outside of it, where the clock does not jump") {
    Script script;
    script.header().clock = trace::ClockKind::mixed;
    script.begin_run(trace::How::run_forever, {});
    script.begin_iteration();
    const std::vector<trace::Text> what{"socket 7", "thread worker-1"};
    script.add(trace::WaitingOutside{what});
    script.pass_time(kSecond / 5);
    script.add(trace::ClockAdvanced{0, kSecond / 5, trace::AdvanceWhy::waited});
    const trace::Trace trace = script.take();
    CHECK(sentences(trace).back() ==
          "nothing is ready: the loop waits 0.2 s for socket 7, thread worker-1");
    CHECK(sentences(trace, {.lang = Language::zh}).back() ==
          "就绪队列为空：事件循环等待套接字 7、线程 worker-1，历时 0.2 s");
}

TEST_CASE("where a wait ends at a timer, its deadline is told") {
    const auto told = [](trace::Nanoseconds waited, Language language) {
        Script script;
        script.header().clock = trace::ClockKind::real;
        script.set_timer(1, kSecond, Role::call_later, "tick");
        script.begin_run(trace::How::run_forever, {});
        script.begin_iteration();
        script.pass_time(waited);
        script.add(trace::ClockAdvanced{0, waited, trace::AdvanceWhy::waited});
        script.add(trace::TimerDue{handle(1)});
        const trace::Trace trace = script.take();
        return sentences(trace, {.lang = language}).back();
    };
    constexpr trace::Nanoseconds kMilli = kSecond / 1000;
    CHECK(told(kSecond + kMilli, Language::en) ==
          "nothing is ready: the loop waits 1.001 s for the next deadline, 1 s");
    CHECK(told(kSecond + kMilli, Language::zh) ==
          "就绪队列为空：事件循环等待 1.001 s，下一个定时器的到期时间是 1 s");
    // A machine that is busy wakes it up too late.
    CHECK(told(kSecond + 13 * kMilli, Language::en) ==
          "nothing is ready: the loop waits 1.013 s for the next deadline, 1 s, and is 0.013 s "
          "late");
    CHECK(told(kSecond + 13 * kMilli, Language::zh) ==
          "就绪队列为空：事件循环等待 1.013 s，下一个定时器的到期时间是 1 s，晚了 0.013 s");
}

TEST_CASE("what happens while the loop waits belongs to the wait") {
    Script script;
    script.header().clock = trace::ClockKind::mixed;
    script.make_task(1, "serve");
    script.begin_run(trace::How::run_until_complete, task(1), 1, trace::Via::asyncio_run);
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.add(trace::FutureCreated{future(1), "Server.serve_forever", {}, {}});
    script.suspend(future(1), {{"serve", 11}});
    script.end_handle();
    script.end_iteration();
    script.begin_iteration();
    script.add(trace::CancelRequested{task(1), {}, {}, trace::Delivered::waiter});
    script.add(trace::FutureDone{future(1), trace::FutureState::cancelled, {}, {}});
    script.schedule(2, Role::wakeup, task(1));
    script.at_line(20);
    script.print("bye");
    script.at_line(0);
    script.pass_time(kSecond);
    script.add(trace::ClockAdvanced{0, kSecond, trace::AdvanceWhy::waited});
    script.begin_handle(2);
    script.begin_step(1, false, "CancelledError");
    script.end_step(End::cancelled);
    const trace::Trace trace = script.take();
    CHECK(sentences(trace).end()[-2] ==
          "nothing is ready: the loop waits 1 s; SIGINT (Ctrl-C) arrives: asyncio.run() cancels "
          "T1; line 20: prints \"bye\"");
    CHECK(sentences(trace, {.lang = Language::zh}).end()[-2] ==
          "就绪队列为空：事件循环等待 1 s；收到 SIGINT（Ctrl-C）：asyncio.run() 取消 T1；第 20 "
          "行：打印 \"bye\"");
    CHECK(sentences(trace).back() ==
          "T1 resumes with CancelledError (cancel() was called in step 2), is cancelled");
}

TEST_CASE("asyncio's own task for a client waits for its connection") {
    Script script;
    script.make_task(1);
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.add(
        trace::FutureCreated{future(1), "_UnixSelectorEventLoop.accept_connection2", {}, {}});
    script.suspend(future(1), {});
    const trace::Trace trace = script.take();
    CHECK(sentences(trace).back() == "T1 starts, awaits its connection");
    CHECK(sentences(trace, {.lang = Language::zh}).back() == "T1 开始运行，等待 accept() 的连接");
}

TEST_CASE("lines of another file have its name") {
    Script script;
    script.header().python = {{"shop.py", ""}, {"jobs.py", ""}};
    script.make_task(1);
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    const std::vector<trace::Frame> stack{{"main", 4}, {"job", 12, 0, 1}};
    script.end_step(End::yielded, {}, {}, stack);
    CHECK(sentences(script.take()).back() == "T1 starts, yields to the event loop at jobs.py:12");
}

}  // namespace corodemo::tests
