#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "core/trace/trace.hpp"

namespace corodemo::tests {

inline trace::Id task(std::uint32_t number) {
    return {trace::Id::kTask, number};
}
inline trace::Id handle(std::uint32_t number) {
    return {trace::Id::kHandle, number};
}
inline trace::Id future(std::uint32_t number) {
    return {trace::Id::kFuture, number};
}
inline trace::Id gather(std::uint32_t number) {
    return {trace::Id::kGather, number};
}
inline trace::Id callback(std::uint32_t number) {
    return {trace::Id::kCallback, number};
}

constexpr trace::Nanoseconds kSecond = 1'000'000'000;

/// Writes a trace by hand, as in docs/trace-format.md. Event numbers, the clock, iterations, `in`
/// and causes are filled in automatically.
class Script {
public:
    Script() {
        trace_.header.name = "script";
        trace_.header.python_version = "3.10";
    }

    void add(const trace::Payload& payload) { add(payload, cause_of(payload)); }

    /// What follows happens in that thread; an empty name is the main thread's. Each has its own
    /// run, and is in a handle or step of its own.
    void in_thread(trace::Text name) {
        thread_name_ = name;
        thread_ = &threads_[name];
    }
    /// The clock moves by itself: it is not a virtual one.
    void pass_time(trace::Nanoseconds time) { now_ += time; }

    void begin_run(trace::How how = trace::How::run_until_complete, trace::Id until = task(1),
                   std::uint32_t loop = 1, std::optional<trace::Via> via = {}) {
        thread_->run = ++runs_;
        thread_->it = 0;
        add(trace::RunStarted{{trace::Id::kLoop, loop}, how, until, via, {}}, 0);
    }
    void end_run(trace::FinishWhy why, trace::Text value = {}, trace::Error error = {}) {
        thread_->it = 0;
        add(trace::RunFinished{why, value, error}, 0);
        thread_->run = 0;
        trace_.outcome.time = now_;
    }
    void begin_iteration() {
        ++thread_->it;
        ++trace_.outcome.iterations;
        add(trace::IterationStarted{}, 0);
    }
    void end_iteration() { add(trace::IterationFinished{}, 0); }

    /// Schedules a handle: one that steps `target`, if it is a task, or a done callback of it.
    void schedule(std::uint32_t number, trace::Role role, trace::Id target = {},
                  trace::Text name = {}, trace::Id callback = {}, std::uint32_t loop = 1) {
        trace::HandleScheduled scheduled;
        scheduled.handle = handle(number);
        scheduled.loop = {trace::Id::kLoop, loop};
        scheduled.callback = callback;
        scheduled.role = role;
        (role == trace::Role::callback ? scheduled.future : scheduled.task) = target;
        scheduled.name = name;
        add(scheduled);
        scheduled_[number] = trace_.events().size();
    }
    void set_timer(std::uint32_t number, trace::Nanoseconds when, trace::Role role,
                   trace::Text name = {}) {
        trace::TimerScheduled scheduled;
        scheduled.handle = handle(number);
        scheduled.loop = {trace::Id::kLoop, 1};
        scheduled.when = when;
        scheduled.role = role;
        scheduled.name = name;
        add(scheduled);
        scheduled_[number] = trace_.events().size();
    }
    void jump(trace::Nanoseconds to, std::initializer_list<std::uint32_t> due) {
        const trace::Nanoseconds from = std::exchange(now_, to);
        add(trace::ClockAdvanced{from, to, trace::AdvanceWhy::idle}, scheduled_[*due.begin()]);
        for (const std::uint32_t number : due) {
            add(trace::TimerDue{handle(number)}, scheduled_[number]);
        }
    }
    /// Blocks the loop, as time.sleep() does.
    void block(trace::Nanoseconds time) {
        const trace::Nanoseconds from = std::exchange(now_, now_ + time);
        add(trace::ClockAdvanced{from, now_, trace::AdvanceWhy::blocked});
    }
    void begin_handle(std::uint32_t number) {
        begin(trace::HandleStarted{handle(number)}, handle(number));
    }
    void end_handle(trace::Nanoseconds took = 0) {
        const Open ended = end();
        add(trace::HandleFinished{ended.id, {took}}, ended.started);
    }
    void begin_step(std::uint32_t number, bool first = false, trace::Text thrown = {}) {
        begin(trace::StepStarted{task(number), first, thrown, {}}, task(number));
    }
    /// The first step of an eager task, within what is open.
    void begin_eager_step(std::uint32_t number) {
        begin(trace::StepStarted{task(number), true, {}, true}, task(number));
    }
    /// `value` is what the task returns, or the message of the ValueError that it raises.
    void end_step(trace::End how, trace::Text value = {}, trace::Id waiting_on = {},
                  std::optional<std::span<const trace::Frame>> stack = {}) {
        const Open ended = end();
        trace::StepFinished finished;
        finished.task = ended.id;
        finished.end = how;
        finished.waiting_on = waiting_on;
        finished.stack = stack;
        if (how == trace::End::raised) {
            finished.error = {"ValueError", value};
        } else {
            finished.value = value;
        }
        add(finished, ended.started);
    }

    /// The step ends, and its task waits for a future, in these frames.
    void suspend(trace::Id waiting_on, std::initializer_list<trace::Frame> stack) {
        const std::vector<trace::Frame> frames(stack);
        const Open ended = end();
        trace::StepFinished finished;
        finished.task = ended.id;
        finished.end = trace::End::suspended;
        finished.waiting_on = waiting_on;
        finished.stack = frames;
        add(finished, ended.started);
    }

    /// A handle that runs a task's first step, from start to end.
    void run_step(std::uint32_t handle_number, std::uint32_t task_number, trace::End end,
                  trace::Text value = {}, trace::Text prints = {}) {
        begin_handle(handle_number);
        begin_step(task_number, true);
        if (prints.data() != nullptr) {
            print(prints);
        }
        end_step(end, value);
        end_handle();
    }

    void make_eager_task(std::uint32_t number, trace::Text coro = "hello") {
        add(trace::TaskCreated{
            task(number), {}, trace::Id{trace::Id::kCoroutine, number}, coro, {}, {}, true});
    }
    void make_task(std::uint32_t number, trace::Text coro = "hello") {
        add(trace::TaskCreated{
            task(number), {}, trace::Id{trace::Id::kCoroutine, number}, coro, {}, {}});
        schedule(number, trace::Role::step, task(number));
    }
    /// The events that follow have this line.
    void at_line(std::uint32_t line, std::uint32_t file = 0) {
        line_ = line;
        file_ = file;
    }
    /// Variables of a task, or without one of the module; no value: it is gone.
    void change(trace::Id scope, std::initializer_list<trace::Variable> values) {
        add(trace::VariablesChanged{scope, std::span(values.begin(), values.size())});
    }
    void print(trace::Text text) { add(trace::Printed{text, trace::Stream::out, {}}); }

    /// A task that is created, starts, prints and returns, in a run of one iteration.
    static trace::Trace one_step(trace::Text prints, trace::Text coro = "hello",
                                 trace::Text value = "None") {
        Script script;
        script.make_task(1, coro);
        script.begin_run();
        script.begin_iteration();
        script.run_step(1, 1, trace::End::returned, value, prints);
        script.end_iteration();
        script.end_run(trace::FinishWhy::stopped, value);
        script.trace_.outcome.value = std::string(value);
        return script.take();
    }

    trace::Outcome& outcome() { return trace_.outcome; }
    trace::Header& header() { return trace_.header; }
    trace::Trace take() { return std::move(trace_); }

private:
    /// A handle or step that runs, and the event that started it.
    struct Open {
        trace::Id id;
        trace::EventNumber started = 0;
    };
    struct Thread {
        std::uint32_t run = 0;
        std::uint32_t it = 0;
        std::vector<Open> open;  // innermost last
    };

    void begin(const trace::Payload& payload, trace::Id id) {
        add(payload);
        thread_->open.push_back({id, trace_.events().size()});
    }
    Open end() {
        const Open ended = thread_->open.back();
        thread_->open.pop_back();
        return ended;
    }

    trace::EventNumber cause_of(const trace::Payload& payload) {
        const auto scheduled = [this](trace::Id id) { return scheduled_[id.number]; };
        return std::visit(trace::Overloaded{
                              [&](const trace::HandleStarted& of) { return scheduled(of.handle); },
                              [&](const trace::HandleSkipped& of) { return scheduled(of.handle); },
                              [&](const trace::TimerDue& of) { return scheduled(of.handle); },
                              [&](const trace::TimerDropped& of) { return scheduled(of.handle); },
                              [&](const auto& /*other*/) {
                                  return thread_->open.empty() ? 0 : thread_->open.back().started;
                              },
                          },
                          payload);
    }

    void add(const trace::Payload& payload, trace::EventNumber cause) {
        trace::Event event;
        event.n = trace_.events().size() + 1;
        event.t = now_;
        event.run = thread_->run;
        event.it = thread_->it;
        event.cause = cause;
        event.in = thread_->open.empty() ? trace::Id() : thread_->open.back().id;
        event.line = line_;
        event.file = file_;
        event.thread = thread_name_;
        event.payload = payload;
        trace_.append(event);
    }

    trace::Trace trace_;
    trace::Nanoseconds now_ = 0;
    std::uint32_t line_ = 0;
    std::uint32_t file_ = 0;
    std::uint32_t runs_ = 0;
    std::unordered_map<trace::Text, Thread> threads_;
    trace::Text thread_name_;
    Thread* thread_ = &threads_[thread_name_];
    std::unordered_map<std::uint32_t, trace::EventNumber> scheduled_;
};

}  // namespace corodemo::tests
