#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "app/narration/advice_wording.hpp"
#include "app/narration/python_source.hpp"
#include "tests/app/texts.hpp"

// What is wrong with a program: each mistake is found, and nothing that is none.

namespace corodemo::tests {

using app::Mistake;
using trace::CallbackRole;
using trace::End;
using trace::Role;

namespace {

constexpr auto kVia = trace::Id{trace::Id::kCallback, 1};

trace::Id coroutine(std::uint32_t number) {
    return {trace::Id::kCoroutine, number};
}

/// The texts of all findings, one per line.
std::string advice(const trace::Trace& trace, const app::Style& style = {}) {
    const app::TaskNames names(trace);
    const app::Wording wording(style, names);
    std::string texts;
    for (const app::Finding& finding : app::findings(trace)) {
        texts += (texts.empty() ? "" : "\n") + app::advice_text(finding, wording, style).text();
    }
    return texts;
}

trace::Trace with_program(Script& script, std::string_view python, std::string_view text) {
    script.header().python_version = python;
    script.header().python = {{"program.py", std::string(text)}};
    return script.take();
}

/// The program calls a coroutine function, and drops what it returns.
void drop_coroutine(Script& script, std::uint32_t number, std::string_view name) {
    script.add(trace::CoroutineCreated{coroutine(number), name});
    const std::string message = "coroutine '" + std::string(name) + "' was never awaited";
    script.add(trace::Warned{"RuntimeWarning", message, coroutine(number)});
}

/// Task 1 runs, and what happens in its first step.
template <class Body>
void run_first_step(Script& script, Body body, End end = End::returned) {
    script.make_task(1, "main");
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    body();
    script.end_step(end, "None");
    script.end_handle();
    script.end_iteration();
}

}  // namespace

TEST_CASE("a coroutine that was never awaited: its call is quoted, with await before it") {
    Script script;
    script.at_line(2);
    run_first_step(script, [&] {
        drop_coroutine(script, 2, "save");
        script.print("done");
    });
    const std::string_view program = "async def main():\n    self.save(\"a)\", n(1))\n";
    const trace::Trace trace = with_program(script, "3.10", program);
    CHECK(advice(trace) ==
          std::string{
              "step 1, line 2: save() was never awaited, so its body never ran. Write await "
              "self.save(\"a)\", n(1)), or asyncio.create_task(self.save(\"a)\", n(1))) to go on "
              "meanwhile."});
    CHECK(advice(trace, {.lang = Language::zh}) ==
          std::string{"第 1 步，第 2 行：save() 从未被等待，协程体从未执行。应写 await "
                      "self.save(\"a)\", n(1))；若要同时继续往下运行，写 "
                      "asyncio.create_task(self.save(\"a)\", n(1)))。"});
}

TEST_CASE("the remedy is one that the trace's Python has") {
    const auto in_python = [](std::string_view python) {
        Script script;
        script.at_line(1);
        drop_coroutine(script, 1, "hello");
        return advice(with_program(script, python, "hello()"));
    };
    CHECK(in_python("3.6").ends_with("Write loop.run_until_complete(hello())."));
    CHECK(in_python("3.7").ends_with("Write asyncio.run(hello())."));
}

TEST_CASE("equal coroutines of one line are one finding") {
    Script script;
    script.at_line(7);
    run_first_step(script, [&] {
        drop_coroutine(script, 2, "save");
        drop_coroutine(script, 3, "save");
        script.print("done");
    });
    CHECK(advice(script.take()) ==
          std::string{
              "step 1, line 7: save() was never awaited, 2 times, so its body never ran. Write "
              "await save(...), or asyncio.create_task(save(...)) to go on meanwhile."});
}

TEST_CASE("a coroutine that an exception dropped is no mistake of its own") {
    Script in_task;
    run_first_step(
        in_task,
        [&] {
            drop_coroutine(in_task, 2, "save");
            in_task.add(trace::FutureDone{
                task(1), trace::FutureState::exception, {}, {"ValueError", "no"}});
        },
        End::raised);
    CHECK(advice(in_task.take()).empty());

    Script in_program;
    drop_coroutine(in_program, 1, "hello");
    in_program.outcome().status = trace::Outcome::Status::raised;
    in_program.outcome().error = {"TypeError", "takes 2 positional arguments but 3 were given"};
    CHECK(advice(in_program.take()).empty());
}

TEST_CASE("a coroutine is the mistake if the exception comes of it, or came later") {
    Script of_it;
    run_first_step(
        of_it,
        [&] {
            drop_coroutine(of_it, 2, "load");
            of_it.add(trace::FutureDone{task(1),
                                        trace::FutureState::exception,
                                        {},
                                        {"TypeError", "'coroutine' object is not iterable"}});
        },
        End::raised);
    CHECK(advice(of_it.take()) != "");

    Script later;
    run_first_step(
        later,
        [&] {
            drop_coroutine(later, 2, "save");
            later.print("goes on");
            later.add(trace::FutureDone{
                task(1), trace::FutureState::exception, {}, {"ValueError", "no"}});
        },
        End::raised);
    CHECK(advice(later.take()) != "");
}

TEST_CASE("a step that blocks the event loop: what helps depends on the function around it") {
    const auto blocking = [](std::string_view program, std::uint32_t line,
                             std::string_view python = "3.12") {
        Script script;
        run_first_step(script, [&] {
            script.at_line(line);
            script.block(kSecond);
        });
        return advice(with_program(script, python, program));
    };
    CHECK(blocking("async def main():\n    time.sleep(1)\n", 2) ==
          "step 1, line 2: T1 blocks the event loop for 1 s: nothing else can run. Write await "
          "asyncio.sleep(1) instead.");
    constexpr std::string_view kFunction =
        "def fetch(url):\n    if url:\n\n# at the margin\n        time.sleep(1)\n";
    CHECK(blocking(kFunction, 5)
              .ends_with("Call fetch() in a thread: await asyncio.to_thread(fetch, ...)."));
    CHECK(blocking(kFunction, 5, "3.8")
              .ends_with("Call fetch() in a thread: await loop.run_in_executor(None, fetch, "
                         "...)."));
    CHECK(blocking("async def main():\n    compute()\n", 2)
              .ends_with("Move the slow part to a function, and call that in a thread: await "
                         "asyncio.to_thread(function)."));
}

TEST_CASE("a step within which an eager task blocks: that task does, not its creator") {
    Script script;
    run_first_step(script, [&] {
        script.make_eager_task(2, "child");
        script.begin_eager_step(2);
        script.at_line(2);
        script.block(kSecond);
        script.end_step(End::yielded);
    });
    CHECK(advice(with_program(script, "3.13", "async def child():\n    time.sleep(1)\n"))
              .starts_with("step 1, line 2: T2 child blocks the event loop for 1 s"));
}

TEST_CASE("steps that block for less than 0.1 s are quick, and the program may sleep outside") {
    Script script;
    script.block(kSecond);
    run_first_step(script, [&] { script.block(kSecond / 10 - 1); });
    CHECK(advice(script.take()).empty());
}

TEST_CASE("a task lost while the loop runs, and tasks left over when it stopped") {
    const auto destroyed = [](bool in_run, trace::Outcome::Status status) {
        Script script;
        script.make_task(1, "lost");
        script.make_task(2, "main");
        script.begin_run(trace::How::run_until_complete, task(2));
        script.begin_iteration();
        if (!in_run) {
            script.end_iteration();
            script.end_run(trace::FinishWhy::stopped);
        }
        script.at_line(7);
        script.add(
            trace::ExceptionReported{"Task was destroyed but it is pending!", {}, task(1), {}});
        script.add(trace::TaskDestroyed{task(1)});
        script.outcome().status = status;
        return advice(script.take());
    };
    CHECK(destroyed(true, trace::Outcome::Status::returned) ==
          std::string{"line 7: T1 lost, created here, was destroyed while pending: nobody held a "
                      "reference to it. Keep a reference until it is done: "
                      "tasks.add(asyncio.create_task(...))."});
    CHECK(destroyed(false, trace::Outcome::Status::returned) ==
          std::string{
              "line 7: T1 lost, created here, was still pending when the loop stopped for good. "
              "Await it before that, or cancel it and then await it."});
    CHECK(destroyed(false, trace::Outcome::Status::raised).empty());
}

namespace {

/// gather(T1, T2) fails with T1; T2 runs `later` iterations after that, and is cancelled first if
/// `cancelled`.
std::string after_failed_gather(std::uint32_t later, bool cancelled = false, bool awaited = false) {
    Script script;
    script.make_task(1, "fails");
    script.make_task(2, "other");
    script.at_line(9);
    for (const std::uint32_t child : {1U, 2U}) {
        script.add(trace::CallbackAdded{task(child), CallbackRole::gather, {}, kVia, {}});
    }
    script.add(trace::FutureCreated{gather(1), "gather", std::vector{task(1), task(2)}, kVia});
    if (awaited) {
        script.add(trace::CallbackAdded{task(2), CallbackRole::user, {}, callback(2), "done"});
    }
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.add(trace::FutureDone{task(1), trace::FutureState::exception, {}, {"ValueError", "no"}});
    script.add(
        trace::FutureDone{gather(1), trace::FutureState::exception, {}, {"ValueError", "no"}});
    script.end_step(End::raised, "no");
    if (cancelled) {
        script.add(trace::CancelRequested{task(2), {}, {}, trace::Delivered::flag});
    }
    script.end_handle();
    for (std::uint32_t i = 0; i < later; ++i) {
        script.end_iteration();
        script.begin_iteration();
    }
    script.begin_handle(2);
    script.begin_step(2, true);
    return advice(script.take());
}

}  // namespace

TEST_CASE("a gather that failed: its other children run on, unless somebody cares for them") {
    CHECK(after_failed_gather(2) ==
          std::string{
              "step 1, line 9: gather() failed with ValueError: no, but T2 other ran on. Cancel "
              "the others yourself, or wait for all with gather(..., return_exceptions=True)."});
    CHECK_MESSAGE(after_failed_gather(1).empty(), "the program had no time to cancel it");
    CHECK(after_failed_gather(2, true).empty());
    CHECK(after_failed_gather(2, false, true).empty());
}

TEST_CASE("what helps against a hang depends on who holds the lock, and on what got lost") {
    const auto advice_on = [](std::string_view name) {
        const scenarios::Scenario& scenario = *scenarios::find_scenario(name);
        return advice(scenarios::record(scenario, scenarios::default_options(scenario)));
    };
    CHECK(advice_on("deadlock") ==
          "line 5: T1 waits forever for lock.acquire(). T1 already holds M1: an asyncio.Lock is "
          "not reentrant.");
    CHECK(advice_on("lost-wakeup") ==
          "line 8: T3 waiter waits forever for condition.wait(). T2 waiter was notified, but "
          "cancelled before it ran: its notification is lost.");
    CHECK(advice_on("lock-order-deadlock") ==
          "line 11: T2 T3 transfer wait forever for lock.acquire(). Take several locks always in "
          "the same order.");
}

TEST_CASE("a loop that runs forever with nothing to run") {
    CHECK(advice(record("run-forever")) ==
          "run_forever() never returns: nothing is left to run, and nothing stops the loop. Call "
          "loop.stop() when all is done, or run the loop with run_until_complete().");
}

namespace {

/// Each task suspends on a future of that kind, or on the task before it; then the loop hangs.
std::string hung(std::vector<std::string_view> of) {
    Script script;
    for (std::uint32_t i = 1; i <= of.size(); ++i) {
        script.make_task(i, i == 1 ? "main" : "worker");
    }
    script.begin_run();
    script.begin_iteration();
    for (std::uint32_t i = 1; i <= of.size(); ++i) {
        script.begin_handle(i);
        script.begin_step(i, true);
        const bool on_task = of[i - 1] == "task";
        if (!on_task) {
            script.add(trace::FutureCreated{future(i), of[i - 1], {}, {}});
        }
        script.suspend(on_task ? task(i - 1) : future(i), {{"f", 10 + i, 0}});
        script.end_handle();
    }
    script.end_iteration();
    script.begin_iteration();
    script.add(trace::LoopHung{});
    return advice(script.take());
}

}  // namespace

TEST_CASE("tasks that wait forever: those that wait for another task are left out") {
    CHECK(hung({"user", "task"}) ==
          "line 11: T1 main waits forever for F1. Something must call its set_result() or "
          "set_exception().");
    CHECK(hung({"Queue.get", "Queue.get"}) ==
          "line 11: T1 main waits forever for queue.get(). Put an item for each get(), or cancel "
          "the tasks that wait for more.\n"
          "line 12: T2 worker waits forever for queue.get(). Put an item for each get(), or cancel "
          "the tasks that wait for more.");
    CHECK(hung({"Lock.acquire"}) ==
          "line 11: T1 waits forever for lock.acquire(). Take it with async with, which releases "
          "it.");
    CHECK(
        hung({"gather", "task"}) ==
        "line 11: T1 main waits forever for F1. Wait with a timeout: asyncio.wait_for(..., "
        "timeout).\n"
        "line 12: T2 worker waits forever for T1 main. Wait with a timeout: asyncio.wait_for(..., "
        "timeout).");
    CHECK(hung({"elsewhere"}) ==
          "line 11: T1 waits forever for F1. Wait with a timeout: asyncio.wait_for(..., timeout).");
}

TEST_CASE("a long list of findings is cut") {
    Script script;
    run_first_step(script, [&] {
        for (std::uint32_t i = 1; i <= 12; ++i) {
            script.at_line(i);
            drop_coroutine(script, i + 1, "f");
        }
        script.print("done");
    });
    const trace::Trace trace = script.take();
    const app::TaskNames names(trace);
    const app::Style style;
    const auto lines =
        app::advice_lines(app::findings(trace), app::Wording(style, names), style, 200);
    CHECK(lines.size() == 11);
    CHECK(lines.back().text() == "... and 2 more");
}

TEST_CASE("a call is found in a line of Python as it is written") {
    CHECK(app::call_in("x = a.save(f(1), \")\") + save(2)", "save") == "a.save(f(1), \")\")");
    CHECK(app::call_in("unsave(1); save (2)", "save").empty());
    CHECK(app::call_in("save(1,", "save").empty());
    CHECK(app::call_in("save('\\'(', [1)])", "save") == "save('\\'(', [1)]");
    CHECK(app::line_of("a\n  b\n", 2) == "b");
    CHECK(app::line_of("a\n", 2).empty());
}

}  // namespace corodemo::tests
