#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "app/narration/effects.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/step.hpp"
#include "tests/app/texts.hpp"

namespace corodemo::tests {

using app::Cause;
using app::Effect;
using app::Step;
using app::StepKind;
using app::Steps;
using trace::End;
using trace::Role;

namespace {

std::vector<Step> decisions(Steps& steps) {
    std::vector<Step> all;
    while (const Step* step = steps.next()) {
        if (step->is_decision()) {
            all.push_back(*step);
        }
    }
    return all;
}
std::vector<Step> decisions(const trace::Trace&& trace) = delete;  // the steps point into it
std::vector<Step> decisions(const trace::Trace& trace) {
    Steps steps(trace);
    return decisions(steps);
}

std::vector<StepKind> kinds(const trace::Trace& trace) {
    std::vector<StepKind> all;
    Steps steps(trace);
    while (const Step* step = steps.next()) {
        all.push_back(step->kind);
    }
    return all;
}

std::string ready_after(const trace::Trace& trace, std::uint64_t number) {
    Steps steps(trace);
    while (const Step* step = steps.next()) {
        if (step->number == number && step->is_decision()) {
            std::string text;
            std::size_t at = 0;
            for (const trace::Id id : steps.state().ready()) {
                text += (at++ == steps.left_in_iteration() ? "|" : "") + to_string(id) + " ";
            }
            return text;
        }
    }
    return "no such step";
}

std::vector<Effect> effects_of_first_step(const trace::Trace&& trace) = delete;
std::vector<Effect> effects_of_first_step(const trace::Trace& trace) {
    Steps steps(trace);
    while (const Step* step = steps.next()) {
        if (step->is_decision()) {
            return effects(*step, steps);
        }
    }
    return {};
}

}  // namespace

TEST_CASE("gather of three hellos is 13 handles and one jump: 14 steps, numbered from 1") {
    const trace::Trace trace = record("gather");
    const std::vector<Step> steps = decisions(trace);
    REQUIRE(steps.size() == 14);
    CHECK(app::count_steps(trace) == 14);
    for (std::size_t at = 0; at < steps.size(); ++at) {
        CHECK(steps[at].number == at + 1);
    }
    CHECK(steps[3].kind == StepKind::jump);
    CHECK(steps[3].from == 0);
    CHECK(steps[3].time == kSecond);
    CHECK(steps[4].kind == StepKind::timer);
    CHECK(steps[4].owner == task(1));
    CHECK(steps[12].kind == StepKind::callback);
    CHECK(steps[12].count.done == 3);
    CHECK(steps[12].count.of == 3);
    CHECK(steps[13].role == trace::CallbackRole::run);
}

TEST_CASE("the cause of a step is the step that scheduled what it runs") {
    const trace::Trace trace = record("gather");
    const std::vector<Step> steps = decisions(trace);
    const auto cause = [&](std::size_t number) { return steps.at(number - 1).cause; };
    CHECK(cause(1).by == Cause::By::program);
    CHECK(cause(4).step == 1);  // of the jump: the timer to which it jumps
    CHECK(cause(6).step == 2);  // of a timer: the sleep that set it
    CHECK(cause(8).step == 5);  // of a wake-up: the timer
    CHECK(cause(13).step == 10);
    CHECK(cause(14).step == 13);
}

TEST_CASE("the state after a step separates this iteration's handles from the next one's") {
    const trace::Trace trace = record("gather");
    CHECK(ready_after(trace, 1) == "H2 H3 ");
    CHECK(ready_after(trace, 4) == "H4 H5 H6 ");
    CHECK(ready_after(trace, 5) == "H5 H6 |H7 ");
    CHECK(ready_after(trace, 7) == "|H7 H8 H9 ");
    CHECK(ready_after(trace, 14).empty());
}

TEST_CASE("an iteration precedes its jump, with the handles that it will run") {
    const trace::Trace trace = record("gather");
    Steps again(trace);
    std::vector<StepKind> order;
    while (const Step* step = again.next()) {
        if (step->it == 2 && order.size() < 3) {
            order.push_back(step->kind);
            if (step->kind == StepKind::iteration) {
                CHECK(again.state().ready().size() == 3);
            }
        }
    }
    CHECK(order == std::vector{StepKind::iteration, StepKind::jump, StepKind::timer});
}

TEST_CASE("step 0 is the program before its run, even if it did nothing visible") {
    const trace::Trace empty;
    CHECK(kinds(empty) == std::vector{StepKind::program});
    CHECK(kinds(record("hello")).front() == StepKind::program);
}

TEST_CASE(
    "what the program does after a run is a separate step, and the cause of what it schedules") {
    Script script;
    script.begin_run(trace::How::run_forever, {});
    script.end_run(trace::FinishWhy::stopped);
    script.make_task(1);
    script.begin_run();
    script.begin_iteration();
    script.run_step(1, 1, End::yielded);
    const trace::Trace trace = script.take();
    CHECK(kinds(trace) == std::vector{StepKind::program, StepKind::run, StepKind::run_end,
                                      StepKind::program, StepKind::run, StepKind::iteration,
                                      StepKind::task});
    CHECK(decisions(trace).at(0).cause.by == Cause::By::later);
    CHECK(decisions(trace).at(0).run == 2);
}

TEST_CASE("a waiting task knows for what, for how long, and at which line") {
    const trace::Trace trace = record("print-sum");
    const std::vector<Step> steps = decisions(trace);
    CHECK(steps.at(0).awaits == "sleep");
    CHECK(steps.at(0).sleep == 10 * kSecond);
    CHECK(steps.at(0).line == 8);  // in compute, not in print_sum that awaits it
    CHECK(steps.at(0).phase_after == trace::TaskState::Phase::waiting);
}

TEST_CASE("wait counts its tasks, and makes its own task ready at the last") {
    const trace::Trace trace = record("wait");
    std::vector<Step> counting;
    std::ranges::copy_if(decisions(trace), std::back_inserter(counting),
                         [](const Step& step) { return step.role == trace::CallbackRole::wait; });
    REQUIRE(counting.size() == 3);
    CHECK(counting[1].count.done == 2);
    CHECK(counting[1].count.of == 3);
    CHECK_FALSE(counting[1].gather);
}

TEST_CASE("a cancelled timer is not listed, though it is still in the heap") {
    Script script;
    script.set_timer(1, kSecond, Role::call_later, "tick");
    script.set_timer(2, 2 * kSecond, Role::call_later, "tock");
    script.add(trace::HandleCancelled{handle(1)});
    const trace::Trace trace = script.take();
    Steps steps(trace);
    REQUIRE(steps.next() != nullptr);
    CHECK(steps.state().timers().size() == 2);
    REQUIRE(steps.timers().size() == 1);
    CHECK(steps.timers().begin()->second == handle(2));
}

TEST_CASE("a cancelled handle is shown as skipped, but not counted as a step") {
    Script script;
    script.schedule(1, Role::call_soon, {}, "tick");
    script.add(trace::HandleCancelled{handle(1)});
    script.begin_run(trace::How::run_forever, {});
    script.begin_iteration();
    script.add(trace::HandleSkipped{handle(1)});
    script.end_iteration();
    const trace::Trace trace = script.take();
    CHECK(kinds(trace) ==
          std::vector{StepKind::program, StepKind::run, StepKind::iteration, StepKind::skipped});
    CHECK(app::count_steps(trace) == 0);
}

TEST_CASE("a trace that ends in the middle of a step is shown as far as it goes") {
    Script script;
    script.make_task(1);
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.print("half");
    const trace::Trace trace = script.take();
    const std::vector<Step> steps = decisions(trace);
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].started != nullptr);
    CHECK(steps[0].finished == nullptr);
    CHECK(steps[0].phase_after == trace::TaskState::Phase::running);
}

TEST_CASE("a trace that ends in the middle of a jump shows the iteration and the jump") {
    Script script;
    script.set_timer(1, kSecond, Role::call_later, "tick");
    script.begin_run(trace::How::run_forever, {});
    script.begin_iteration();
    script.jump(kSecond, {1});
    CHECK(kinds(script.take()) ==
          std::vector{StepKind::program, StepKind::run, StepKind::iteration, StepKind::jump});
}

TEST_CASE("an impossible trace is rejected") {
    Script script;
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(7);
    const trace::Trace trace = script.take();
    CHECK_THROWS_AS(decisions(trace), trace::ReplayError);
}

TEST_CASE("tasks that gather creates are distinguished from those that it is given") {
    const auto via = callback(1);
    Script script;
    script.make_task(1);  // existed before
    script.add(trace::CoroutineCreated{{trace::Id::kCoroutine, 9}, "hello"});
    script.make_task(2);
    script.add(trace::CallbackAdded{task(2), trace::CallbackRole::gather, {}, via, {}});
    script.add(trace::CallbackAdded{task(1), trace::CallbackRole::gather, {}, via, {}});
    const std::vector<trace::Id> children{task(2), task(1)};
    script.add(trace::FutureCreated{gather(1), "gather", children, via});
    const trace::Trace trace = script.take();
    Steps steps(trace);
    const Step* program = steps.next();
    REQUIRE(program != nullptr);
    const std::vector<Effect> found = effects(*program, steps);
    REQUIRE(found.size() == 4);
    CHECK(found[0].kind == Effect::Kind::tasks);
    CHECK(found[0].ids == std::vector{task(1)});
    CHECK(found[2].kind == Effect::Kind::tasks);
    CHECK(found[2].future == gather(1));
    CHECK(found[2].ids == std::vector{task(2)});
    CHECK(found[3].kind == Effect::Kind::gathers);
    CHECK(found[3].ids == std::vector{task(1)});
}

TEST_CASE("a cancellation is one effect, whatever it does to the futures below") {
    Script script;
    script.make_task(1);
    script.make_task(2);
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.add(trace::FutureCreated{future(1), "sleep", {}, {}});
    script.add(trace::CancelRequested{task(2), {}, {}, trace::Delivered::waiter});
    script.add(trace::CancelRequested{{}, future(1), {}, trace::Delivered::done});
    script.add(trace::CancelRequested{task(2), {}, {}, trace::Delivered::refused});
    script.end_step(End::yielded);
    const trace::Trace trace = script.take();
    const std::vector<Effect> found = effects_of_first_step(trace);
    REQUIRE(found.size() == 2);
    CHECK(found[0].kind == Effect::Kind::cancels);
    CHECK(found[0].ids == std::vector{task(2)});
    CHECK(found[1].kind == Effect::Kind::cancels_too_late);
}

TEST_CASE(
    "steps of two threads come in the order in which they started, each with its own events") {
    Script script;
    script.make_task(1, "main");
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.in_thread("worker-1");
    script.schedule(2, Role::call_soon, {}, "outer", callback(1), 2);
    script.begin_run(trace::How::run_forever, {}, 2);
    script.begin_iteration();
    script.begin_handle(2);
    script.in_thread({});
    script.print("main");
    script.in_thread("worker-1");
    script.print("worker");
    script.end_handle();
    script.in_thread({});
    script.end_step(End::returned, "None");
    script.end_handle();
    const trace::Trace trace = script.take();
    Steps by_thread(trace);  // has copies of the events, in the order of each thread
    const std::vector<Step> steps = decisions(by_thread);
    REQUIRE(steps.size() == 2);
    CHECK(steps[0].kind == StepKind::task);
    CHECK(steps[0].thread.empty());
    CHECK(app::printed_lines(steps[0].events) == std::vector<std::string>{"main"});
    CHECK(steps[0].finished != nullptr);
    CHECK(steps[1].kind == StepKind::call);
    CHECK(steps[1].thread == "worker-1");
    CHECK(app::printed_lines(steps[1].events) == std::vector<std::string>{"worker"});
    CHECK(app::count_steps(trace) == 2);
}

TEST_CASE(
    "steps are numbered in the order in which they come, though another thread's loop waits") {
    Script script;
    script.header().clock = trace::ClockKind::mixed;
    script.set_timer(1, kSecond, Role::call_later, "tick");
    script.begin_run(trace::How::run_forever, {});
    script.begin_iteration();
    script.pass_time(kSecond);
    script.add(trace::ClockAdvanced{0, kSecond, trace::AdvanceWhy::waited});
    script.in_thread("worker");
    script.schedule(2, Role::call_soon, {}, "work", callback(1), 2);
    script.begin_run(trace::How::run_forever, {}, 2);
    script.begin_iteration();
    script.begin_handle(2);
    script.end_handle();
    script.in_thread({});
    script.add(trace::TimerDue{handle(1)});
    script.begin_handle(1);
    script.end_handle();
    const trace::Trace trace = script.take();
    std::vector<std::uint64_t> numbers;
    for (const Step& step : decisions(trace)) {
        numbers.push_back(step.number);
    }
    CHECK(numbers == std::vector<std::uint64_t>{1, 2, 3});
}

TEST_CASE("an eager task's first step is no step of its own") {
    Script script;
    script.make_task(1, "main");
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.make_eager_task(2, "child");
    script.begin_eager_step(2);
    script.end_step(End::returned, "2");
    script.end_step(End::yielded);
    script.end_handle();
    const trace::Trace trace = script.take();
    const std::vector<Step> steps = decisions(trace);
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].finished->task == task(1));
    CHECK(app::eager_tasks(steps[0]) == std::vector{task(2)});
}

}  // namespace corodemo::tests
