#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <utility>

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

    void add(trace::Payload payload) { add(std::move(payload), in_task_ ? step_ : open_); }

    void begin_run(trace::How how = trace::How::run_until_complete, trace::Id until = task(1)) {
        ++run_;
        add(trace::RunStarted{trace::Id{trace::Id::kLoop, 1}, how, until, {}, {}}, 0);
    }
    void end_run(trace::FinishWhy why, trace::Text value = {}, trace::Error error = {}) {
        it_ = 0;
        add(trace::RunFinished{why, value, error}, 0);
        ++runs_;
        run_ = 0;
        trace_.outcome.time = now_;
    }
    void begin_iteration() {
        ++it_;
        ++trace_.outcome.iterations;
        add(trace::IterationStarted{}, 0);
    }
    void end_iteration() { add(trace::IterationFinished{}, 0); }

    /// Schedules a handle: one that steps `target`, if it is a task, or a done callback of it.
    void schedule(std::uint32_t number, trace::Role role, trace::Id target = {},
                  trace::Text name = {}, trace::Id callback = {}) {
        trace::HandleScheduled scheduled;
        scheduled.handle = handle(number);
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
    void begin_handle(std::uint32_t number) {
        add(trace::HandleStarted{handle(number)}, scheduled_[number]);
        in_handle_ = handle(number);
        open_ = trace_.events().size();
    }
    void end_handle() {
        add(trace::HandleFinished{std::exchange(in_handle_, {})}, open_);
        open_ = 0;
    }
    void begin_step(std::uint32_t number, bool first = false, trace::Text thrown = {}) {
        add(trace::StepStarted{task(number), first, thrown}, open_);
        in_task_ = task(number);
        step_ = trace_.events().size();
    }
    /// `value` is what the task returns, or the message of the ValueError that it raises.
    void end_step(trace::End end, trace::Text value = {}) {
        trace::StepFinished finished;
        finished.task = std::exchange(in_task_, {});
        finished.end = end;
        if (end == trace::End::raised) {
            finished.error = {"ValueError", value};
        } else {
            finished.value = value;
        }
        add(finished, step_);
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

    void make_task(std::uint32_t number, trace::Text coro = "hello") {
        add(trace::TaskCreated{
            task(number), {}, trace::Id{trace::Id::kCoroutine, number}, coro, {}, {}});
        schedule(number, trace::Role::step, task(number));
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
    void add(trace::Payload payload, trace::EventNumber cause) {
        trace::Event event;
        event.n = trace_.events().size() + 1;
        event.t = now_;
        event.run = run_ == 0 ? 0 : runs_ + 1;
        event.it = it_;
        event.cause = cause;
        event.in = in_task_ ? in_task_ : in_handle_;
        event.payload = std::move(payload);
        trace_.append(event);
    }

    trace::Trace trace_;
    trace::Nanoseconds now_ = 0;
    std::uint32_t run_ = 0;
    std::uint32_t runs_ = 0;
    std::uint32_t it_ = 0;
    trace::Id in_handle_;
    trace::Id in_task_;
    trace::EventNumber open_ = 0;
    trace::EventNumber step_ = 0;
    std::unordered_map<std::uint32_t, trace::EventNumber> scheduled_;
};

}  // namespace corodemo::tests
