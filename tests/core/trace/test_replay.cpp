#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "core/trace/replay.hpp"
#include "tests/app/script.hpp"

// Invalid traces are rejected: see "What a trace must be" in docs/trace-format.md.
// tests/core/asyncio checks the replay of valid ones.

namespace corodemo::tests {

namespace {

using trace::Role;

/// Which event of the trace that `write` makes is rejected, and why; empty if none is.
std::string complaint(const std::function<void(Script&)>& write,
                      trace::ClockKind clock = trace::ClockKind::virtual_time) {
    Script script;
    write(script);
    const trace::Trace trace = script.take();
    trace::Replay replay(clock);
    try {
        for (const trace::Event& event : trace.events()) {
            replay.apply(event);
        }
    } catch (const trace::ReplayError& error) {
        return error.places().front().name + ": " + error.what();
    }
    return {};
}

/// The end of a step of T1.
const trace::StepFinished kFinished = [] {
    trace::StepFinished finished;
    finished.task = task(1);
    finished.end = trace::End::returned;
    return finished;
}();

void begin(Script& script) {
    script.make_task(1);
    script.begin_run();
    script.begin_iteration();
}

}  // namespace

TEST_CASE("events are numbered from 1, without gaps") {
    trace::Replay replay;
    trace::Event event;
    event.payload = trace::Note{"first"};
    event.n = 2;
    CHECK_THROWS_WITH(replay.apply(event), "wrong_number: 2");
}

TEST_CASE("runs follow each other, and each event has the number of its run") {
    CHECK(complaint([](Script& script) {
              script.begin_run(trace::How::run_forever, {});
              script.add(trace::RunStarted{});
          }) == "2 (run_started): run_goes_on: 1");
    CHECK(complaint([](Script& script) { script.add(trace::RunFinished{}); }) ==
          "1 (run_finished): no_run");
    Script script;
    begin(script);
    trace::Trace trace = script.take();
    trace::Event note;
    note.n = trace.events().size() + 1;
    note.run = 1;
    note.it = 2;
    note.payload = trace::Note{"here"};
    trace::Replay replay;
    for (const trace::Event& event : trace.events()) {
        replay.apply(event);
    }
    CHECK_THROWS_WITH(replay.apply(note), "other_period: 1, 1");
}

TEST_CASE("iterations follow each other, within a run") {
    CHECK(complaint([](Script& script) { script.add(trace::IterationStarted{}); }) ==
          "1 (iteration_started): no_run");
    CHECK(complaint([](Script& script) {
              begin(script);
              script.begin_iteration();
          }) == "5 (iteration_started): iteration_goes_on: 1");
    CHECK(complaint([](Script& script) {
              script.begin_run(trace::How::run_forever, {});
              script.end_iteration();
          }) == "2 (iteration_finished): no_iteration");
}

TEST_CASE(
    "a handle runs within an iteration, and only if it was ready when that began to run handles") {
    CHECK(complaint([](Script& script) {
              script.make_task(1);
              script.begin_run();
              script.begin_handle(1);
          }) == "4 (handle_started): no_iteration");
    CHECK(complaint([](Script& script) {
              begin(script);
              script.begin_handle(1);
              script.schedule(2, Role::call_soon);
              script.end_handle();
              script.begin_handle(2);
          }) == "8 (handle_started): next_iteration: H2");
    CHECK(complaint([](Script& script) {
              begin(script);
              script.begin_handle(1);
              script.end_iteration();
          }) == "6 (iteration_finished): still_running: H1");
}

TEST_CASE("timers become due before the first handle of an iteration runs") {
    CHECK(complaint([](Script& script) {
              script.set_timer(2, kSecond, Role::call_later);
              script.jump(kSecond, {2});
          }) == "2 (clock_advanced): handles_run");
    CHECK(complaint([](Script& script) {
              script.set_timer(2, 0, Role::call_later);
              begin(script);
              script.begin_handle(1);
              script.add(trace::TimerDue{handle(2)});
          }) == "7 (timer_due): handles_run");
    CHECK(complaint([](Script& script) {
              script.set_timer(2, 0, Role::call_later);
              begin(script);
              script.add(trace::TimerDropped{handle(2)});
          }) == "6 (timer_dropped): not_cancelled: H2");
    CHECK(complaint([](Script& script) { script.set_timer(1, 0, Role::step); }) ==
          "1 (timer_scheduled): no_role_of_a_timer");
}

TEST_CASE("cancelled handles, and only these, are skipped") {
    CHECK(complaint([](Script& script) {
              begin(script);
              script.add(trace::HandleSkipped{handle(1)});
          }) == "5 (handle_skipped): not_cancelled: H1");
    CHECK(complaint([](Script& script) {
              begin(script);
              script.add(trace::HandleCancelled{handle(1)});
              script.begin_handle(1);
          }) == "6 (handle_started): cancelled: H1");
    CHECK(complaint([](Script& script) {
              begin(script);
              script.begin_handle(1);
              script.add(trace::HandleCancelled{handle(1)});
          }) == "6 (handle_cancelled): not_queued: H1");
}

TEST_CASE("a task's step is within a handle that steps it") {
    CHECK(complaint([](Script& script) {
              begin(script);
              script.begin_step(1, true);
          }) == "5 (step_started): no_handle_steps: T1");
    CHECK(complaint([](Script& script) {
              begin(script);
              script.begin_handle(1);
              script.begin_step(1, true);
              script.add(trace::HandleFinished{handle(1)});
          }) == "7 (handle_finished): still_running: T1");
}

TEST_CASE("a task is destroyed once, and before it is done") {
    CHECK(complaint([](Script& script) {
              script.make_task(1);
              script.add(trace::TaskDestroyed{task(1)});
              script.add(trace::TaskDestroyed{task(1)});
          }) == "4 (task_destroyed): already_done: T1");
    CHECK(complaint([](Script& script) {
              begin(script);
              script.begin_handle(1);
              script.begin_step(1, true);
              script.add(trace::TaskDestroyed{task(1)});
          }) == "7 (task_destroyed): still_running: T1");
    CHECK(complaint([](Script& script) {
              begin(script);
              script.run_step(1, 1, trace::End::returned);
              script.add(trace::TaskDestroyed{task(1)});
          }) == "9 (task_destroyed): already_done: T1");
}

TEST_CASE("a request to cancel is delivered once") {
    using trace::CancelOutcome;
    const auto request = [](Script& script, std::optional<std::uint64_t> count) {
        trace::CancelRequested requested;
        requested.task = task(1);
        requested.delivered = trace::Delivered::flag;
        requested.count = count;
        script.add(requested);
    };
    CHECK(complaint([&](Script& script) {
              begin(script);
              request(script, 1);
              script.begin_handle(1);
              script.begin_step(1, true, "CancelledError");
              script.add(trace::CancelDelivered{task(1), CancelOutcome::never_started});
              script.add(trace::CancelDelivered{task(1), CancelOutcome::thrown});
          }) == "9 (cancel_delivered): no_cancel: T1");
    CHECK(complaint([&](Script& script) {
              begin(script);
              request(script, {});
              script.add(trace::CancelDelivered{task(1), CancelOutcome::too_late});
          }) == "6 (cancel_delivered): no_handle_steps: T1");
    CHECK(complaint([&](Script& script) {
              begin(script);
              script.begin_handle(1);
              script.add(trace::CancelDelivered{task(1), CancelOutcome::swallowed});
          }) == "6 (cancel_delivered): no_cancel: T1");
    CHECK(complaint([&](Script& script) {
              begin(script);
              request(script, 2);
          }) == "5 (cancel_requested): other_count: 1");
    CHECK(complaint([&](Script& script) {
              begin(script);
              request(script, 1);
              request(script, 2);
              script.add(trace::Uncancelled{task(1), 0});
          }) == "7 (uncancelled): other_count: 1");
    CHECK(complaint([&](Script& script) {
              begin(script);
              script.add(trace::Uncancelled{task(1), 0});
          }) == "5 (uncancelled): no_cancel: T1");
}

TEST_CASE("what tasks share is created once, and only what is locked is held") {
    const trace::Id lock{'M', 1};
    const auto create = [&](Script& script) {
        trace::ObjectCreated created;
        created.object = lock;
        created.type = "Lock";
        created.state = trace::ObjectState::unlocked;
        script.add(created);
    };
    const auto change = [&](Script& script, std::optional<trace::ObjectState> state,
                            trace::Id held_by) {
        trace::ObjectChanged changed;
        changed.object = lock;
        changed.state = state;
        changed.held_by = held_by;
        script.add(changed);
    };
    CHECK(complaint([&](Script& script) { change(script, {}, {}); }) ==
          "1 (object_changed): unknown_object: M1");
    CHECK(complaint([&](Script& script) {
              create(script);
              create(script);
          }) == "2 (object_created): created_twice: M1");
    CHECK(complaint([&](Script& script) {
              trace::ObjectCreated condition;
              condition.object = {'N', 1};
              condition.type = "Condition";
              condition.lock = lock;
              script.add(condition);
          }) == "1 (object_created): unknown_object: M1");
    CHECK(complaint([&](Script& script) {
              create(script);
              change(script, trace::ObjectState::locked, task(1));
          }) == "2 (object_changed): unknown_object: T1");
    CHECK(complaint([&](Script& script) {
              script.make_task(1);
              create(script);
              change(script, {}, task(1));
          }) == "4 (object_changed): not_locked: M1");
}

TEST_CASE("an event names tasks and futures that exist") {
    CHECK(complaint([](Script& script) { script.schedule(1, Role::callback, task(1)); }) ==
          "1 (handle_scheduled): unknown_object: T1");
    CHECK(complaint([](Script& script) {
              begin(script);
              script.begin_handle(1);
              script.begin_step(1, true);
              script.end_step(trace::End::suspended, {}, future(9));
          }) == "7 (step_finished): unknown_object: F9");
}

TEST_CASE("an eager task takes its first step where it is created, without a handle") {
    const auto create_in_step = [](Script& script) {
        begin(script);
        script.begin_handle(1);
        script.begin_step(1, true);
        script.make_eager_task(2);
        script.begin_eager_step(2);
    };
    CHECK(complaint([&](Script& script) {
              create_in_step(script);
              script.end_step(trace::End::returned);
              script.end_step(trace::End::returned);
              script.end_handle();
          }).empty());
    CHECK(complaint([](Script& script) {  // before the loop runs
              script.make_eager_task(1);
              script.begin_eager_step(1);
              script.end_step(trace::End::returned);
          })
              .empty());
    CHECK(complaint([&](Script& script) {
              create_in_step(script);
              script.add(kFinished);
          }) == "9 (step_finished): not_running: T1");
    CHECK(complaint([&](Script& script) {
              create_in_step(script);
              script.end_step(trace::End::yielded);
              script.begin_eager_step(2);
          }) == "10 (step_started): not_eager: T2");
    CHECK(complaint([](Script& script) {
              script.make_task(1);
              script.begin_eager_step(1);
          }) == "3 (step_started): not_eager: T1");
    CHECK(complaint([&](Script& script) {
              create_in_step(script);
              script.end_step(trace::End::yielded);
              script.begin_step(2);
          }) == "10 (step_started): still_running: T1");
}

TEST_CASE("each thread has its own run, and is in a handle and a step of its own") {
    const auto begin_in_two = [](Script& script) {
        begin(script);
        script.begin_handle(1);
        script.begin_step(1, true);
        script.in_thread("worker-1");
        script.schedule(2, Role::call_soon, {}, {}, callback(1), 2);
        script.begin_run(trace::How::run_forever, {}, 2);
        script.begin_iteration();
        script.begin_handle(2);
    };
    CHECK(complaint([&](Script& script) {
              begin_in_two(script);
              script.in_thread({});
              script.end_step(trace::End::returned);
              script.in_thread("worker-1");
              script.end_handle();
              script.in_thread({});
              script.end_handle();
              script.end_iteration();
              script.in_thread("worker-1");
              script.end_iteration();
              script.end_run(trace::FinishWhy::stopped);
          }).empty());
    CHECK(complaint([&](Script& script) {
              begin_in_two(script);
              script.add(kFinished);
          }) == "11 (step_finished): not_running: T1");
    CHECK(complaint([&](Script& script) {  // a loop runs its own handles only
              begin_in_two(script);
              script.schedule(3, Role::call_soon, {}, {}, callback(1), 1);
              script.end_handle();
              script.begin_handle(3);
          }) == "13 (handle_started): not_first_in_queue: H3");
}

TEST_CASE("a run within a handle ends before the handle does") {
    CHECK(complaint([](Script& script) {
              begin(script);
              script.begin_handle(1);
              script.begin_run(trace::How::run_forever, {});
              script.end_handle();
          }) == "7 (handle_finished): not_running: H1");
    Script script;
    begin(script);
    script.schedule(2, Role::call_soon, {}, {}, callback(1));
    script.begin_handle(1);
    trace::Trace trace = script.take();
    trace::Event event = trace.events().back();
    trace::Replay replay;
    for (const trace::Event& one : trace.events()) {
        replay.apply(one);
    }
    event.in = handle(1);
    event.cause = 0;
    const auto apply = [&](const trace::Payload& payload, std::uint32_t run, std::uint32_t it) {
        ++event.n;
        event.run = run;
        event.it = it;
        event.payload = payload;
        replay.apply(event);
    };
    CHECK(replay.left_in_iteration() == 1);
    apply(trace::RunStarted{{trace::Id::kLoop, 1}, trace::How::run_forever, {}}, 2, 0);
    apply(trace::IterationStarted{}, 2, 1);
    CHECK(replay.running_handle() == trace::Id());
    apply(trace::IterationFinished{}, 2, 1);
    apply(trace::RunFinished{trace::FinishWhy::stopped, {}, {}}, 2, 0);
    apply(trace::Note{"outer"}, 1, 1);
    CHECK(replay.running_handle() == handle(1));
    CHECK(replay.left_in_iteration() == 1);
}

TEST_CASE("a clock never goes back; a virtual one moves with clock_advanced only") {
    const auto pass = [](Script& script) {
        begin(script);
        script.pass_time(kSecond);
        script.begin_handle(1);
    };
    CHECK(complaint(pass) == "5 (handle_started): clock_moves");
    CHECK(complaint(pass, trace::ClockKind::real).empty());
    const auto go_back = [](Script& script) {
        begin(script);
        script.pass_time(kSecond);
        script.begin_handle(1);
        script.pass_time(-1);
        script.end_handle();
    };
    CHECK(complaint(go_back, trace::ClockKind::mixed) ==
          "6 (handle_finished): clock_goes_back: 1000000000");
    const auto jump = [](Script& script) {
        script.set_timer(2, kSecond, Role::call_later);
        begin(script);
        script.pass_time(1);
        script.add(trace::ClockAdvanced{0, 1, trace::AdvanceWhy::waited});
        script.add(trace::ClockAdvanced{0, 1, trace::AdvanceWhy::waited});
    };
    CHECK(complaint(jump) == "7 (clock_advanced): clock_stands_at: 1");
    CHECK(complaint(jump, trace::ClockKind::mixed).empty());
}

TEST_CASE("a handle is caused by what scheduled it, and what is in a handle is while it runs") {
    const auto complaint_about = [](const trace::Payload& payload, trace::EventNumber cause,
                                    trace::Id in) {
        Script script;
        begin(script);
        const trace::Trace trace = script.take();
        trace::Event event = trace.events().back();
        ++event.n;
        event.cause = cause;
        event.in = in;
        event.payload = payload;
        try {
            trace::Replay replay;
            std::ranges::for_each(trace.events(), [&](const auto& one) { replay.apply(one); });
            replay.apply(event);
        } catch (const trace::ReplayError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(complaint_about(trace::HandleStarted{handle(1)}, 1, {}) == "other_cause: 2");
    CHECK(complaint_about(trace::HandleStarted{handle(1)}, 2, {}).empty());
    CHECK(complaint_about(trace::Note{"here"}, 0, handle(1)) == "not_running: H1");
}

TEST_CASE("variables have the values of the last event that names them, until their task is done") {
    Script script;
    script.header().variables = {{"balance", ""}, {"seen", "balance"}};
    script.change({}, {{"balance", "0"}});
    begin(script);
    script.begin_handle(1);
    script.begin_step(1, true);
    script.change(task(1), {{"seen", "0"}, {"delay", "1"}});
    script.end_step(trace::End::yielded);
    script.schedule(2, Role::step, task(1));
    script.end_handle();
    script.end_iteration();
    script.begin_iteration();
    script.begin_handle(2);
    script.begin_step(1);
    script.change({}, {{"balance", "10"}, {"total", "1"}});
    script.change(task(1), {{"delay", {}}});
    script.end_step(trace::End::returned);
    const trace::Trace trace = script.take();
    trace::Replay replay(trace.header);
    using Variables = std::map<trace::Id, std::vector<trace::Variable>>;
    std::vector<Variables> found;
    std::vector<bool> stale;
    for (const trace::Event& event : trace.events()) {
        replay.apply(event);
        if (found.empty() || found.back() != replay.variables()) {
            found.push_back(replay.variables());
            stale.push_back(replay.is_stale({"seen", "0"}));
        }
    }
    const trace::Id module;
    CHECK(found == std::vector<Variables>{
                       {{module, {{"balance", "0"}}}},
                       {{module, {{"balance", "0"}}}, {task(1), {{"seen", "0"}, {"delay", "1"}}}},
                       {{module, {{"balance", "10"}, {"total", "1"}}},
                        {task(1), {{"seen", "0"}, {"delay", "1"}}}},
                       {{module, {{"balance", "10"}, {"total", "1"}}}, {task(1), {{"seen", "0"}}}},
                       {{module, {{"balance", "10"}, {"total", "1"}}}},
                   });
    CHECK(stale == std::vector{false, false, true, true, true});
    CHECK(!replay.is_stale({"total", "2"}));  // a copy of none
}

TEST_CASE("a task's variables change in its own steps") {
    CHECK(complaint([](Script& script) {
              begin(script);
              script.begin_handle(1);
              script.change(task(1), {{"seen", "0"}});
          }) == "6 (variables_changed): not_running: T1");
}

}  // namespace corodemo::tests
