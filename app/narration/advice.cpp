#include "app/narration/advice.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "app/narration/narrate.hpp"
#include "app/narration/python_source.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

namespace {

using trace::Event;
using trace::Id;

constexpr std::size_t kLongestCode = 40;

std::string safe(std::string_view text) {
    return elide(text, kLongestCode, Style());
}

/// The call of a function as a line has it, or with its arguments left out.
std::string call_of(std::string_view function, std::string_view line) {
    const std::string_view call = call_in(line, function);
    return call.empty() || display_width(call) > kLongestCode ? safe(function) + "(...)"
                                                              : escape_unsafe(call);
}

/// A call of time.sleep() in a line; empty if there is none.
std::string_view sleep_call(std::string_view line) {
    const std::string_view call = call_in(line, "sleep");
    return call.starts_with("time.") || call.starts_with("sleep") ? call : std::string_view();
}

/// Whether an error tells of a coroutine object, as "'coroutine' object is not iterable" does.
bool tells_of_coroutine(std::string_view message) {
    return message.find("coroutine") != std::string_view::npos;
}

/// The first text in single quotes, as in "coroutine 'sleep' was never awaited".
std::string_view quoted_in(std::string_view message) {
    const std::size_t begin = std::min(message.find('\''), message.size() - 1) + 1;
    return message.substr(begin, message.find('\'', begin) - begin);
}

/// What helps a task that waits in one of asyncio's methods, as Queue.get.
Remedy remedy_of(std::string_view of) {
    struct Row {
        std::string_view end;
        Remedy remedy;
    };
    constexpr std::array kRows{
        Row{"user", Remedy::set_result},         Row{"Lock.acquire", Remedy::release_lock},
        Row{".acquire", Remedy::use_async_with}, Row{"Event.wait", Remedy::set_event},
        Row{"Condition.wait", Remedy::notify},   Row{"Queue.get", Remedy::put_item},
        Row{"Queue.put", Remedy::get_item},      Row{"Queue.join", Remedy::mark_done},
    };
    const auto* row =
        std::ranges::find_if(kRows, [&](const Row& one) { return of.ends_with(one.end); });
    return row != kRows.end() ? row->remedy : Remedy::complete;
}

/// Whether a future `of` this ends when tasks do: they are what hangs.
bool depends_on_tasks(std::string_view of) {
    constexpr std::array<std::string_view, 6> kOf{"task",         "gather", "wait",
                                                  "as_completed", "shield", "wait_for"};
    return std::ranges::find(kOf, of) != kOf.end() || of.starts_with("TaskGroup.");
}

/// How long a step blocked the loop, and what did.
struct Blocking {
    trace::Nanoseconds time = 0;
    Id by;                   // the step's handle, or a task, which may be an eager one
    std::uint32_t line = 0;  // of the longest call that blocked, if it is known
    std::uint32_t file = 0;
};

Blocking blocking_of(const Step& step) {
    Blocking blocking{.by = step.handle.task};
    trace::Nanoseconds blocked = 0;
    trace::Nanoseconds longest = 0;
    trace::Nanoseconds took = 0;
    for (const Event& event : step.events) {
        const auto* advanced = event.as<trace::ClockAdvanced>();
        if (advanced != nullptr && advanced->why == trace::AdvanceWhy::blocked) {
            const trace::Nanoseconds time = advanced->to - advanced->from;
            blocked += time;
            if (time > longest) {
                longest = time;
                blocking.by = event.in;
                blocking.line = event.line;
                blocking.file = event.file;
            }
        } else if (const auto* finished = event.as<trace::StepFinished>()) {
            // The first to finish is the innermost; that of its creator contains it.
            if (finished->took.time > 0 && took == 0 && blocked == 0) {
                blocking.by = finished->task;
            }
            took = std::max(took, finished->took.time);
        } else if (const auto* handle = event.as<trace::HandleFinished>()) {
            took = std::max(took, handle->took.time);
        }
    }
    blocking.time = std::max(blocked, took);
    return blocking;
}

}  // namespace

Advisor::Advisor(const trace::Trace& trace)
    : trace_(trace),
      python_(asyncio::PythonVersion::parse(trace.header.python_version)
                  .value_or(asyncio::PythonVersion())) {}

std::string_view Advisor::source(std::uint32_t file) const {
    const trace::Listing* listing = trace_.header.listing(file);
    return listing != nullptr ? std::string_view(listing->text) : std::string_view();
}

void Advisor::add(const Step& step, const Steps& steps) {
    if (step.is_decision()) {
        step_ = step.number;
        look_for_blocking(step);
    }
    for (const Event& event : step.events) {
        look_at(event, steps);
    }
    if (step.kind == StepKind::hung) {
        look_for_waiting(steps.state());
    }
}

void Advisor::look_at(const Event& event, const Steps& steps) {
    const trace::Replay& state = steps.state();
    if (const ObjectDeed* deed = steps.deed(event.n)) {
        on(event, *deed);
    }
    if (const auto* coroutine = event.as<trace::CoroutineCreated>()) {
        coroutines_[coroutine->coroutine.number] = &event;
    } else if (const auto* warned = event.as<trace::Warned>()) {
        on(event, *warned, state);
    } else if (const auto* reported = event.as<trace::ExceptionReported>()) {
        on(event, *reported);
    } else if (const auto* created = event.as<trace::FutureCreated>()) {
        if (created->children) {
            gathers_[created->future.number] = &event;
        }
    } else if (const auto* done = event.as<trace::FutureDone>()) {
        on(event, *done, state);
    } else if (const auto* started = event.as<trace::StepStarted>()) {
        on(event, *started);
    } else if (const auto* added = event.as<trace::CallbackAdded>()) {
        left_.erase(added->future.letter == Id::kTask ? added->future.number : 0);
    } else if (const auto* cancelled = event.as<trace::CancelRequested>()) {
        left_.erase(cancelled->task.number);
    }
}

// --- Coroutines that were never awaited

void Advisor::on(const Event& event, const trace::Warned& warned, const trace::Replay& state) {
    if (!warned.message.ends_with("was never awaited")) {
        return;
    }
    const auto found = coroutines_.find(warned.coroutine.number);
    const bool known = found != coroutines_.end();
    // One of the library's is not known; most often it is dropped in the line that created it.
    const Event& created = known ? *found->second : event;
    if (follows_from_error(event, created, state)) {
        return;
    }
    const std::string_view function =
        known ? created.as<trace::CoroutineCreated>()->coro : quoted_in(warned.message);
    const std::string_view line = line_of(source(created.file), created.line);
    if (!known && call_in(line, function).empty()) {
        return;
    }
    Finding finding{.mistake = Mistake::never_awaited};
    finding.line = created.line;
    finding.file = created.file;
    finding.name = safe(function);
    finding.code = call_of(function, line);
    if (created.in.letter == Id::kTask) {
        finding.remedy = known ? Remedy::await_coroutine : Remedy::await_library;
    } else if (created.in) {
        finding.remedy = Remedy::schedule_coroutine;
    } else {
        finding.remedy = has(7) ? Remedy::run_coroutine : Remedy::run_until_complete;
    }
    add(std::move(finding), function);
}

/// Whether a coroutine was dropped because an exception ended the code that was to await it: then
/// the exception is the mistake.
bool Advisor::follows_from_error(const Event& warned, const Event& created,
                                 const trace::Replay& state) const {
    const std::span rest = std::span(trace_.events()).subspan(warned.n);
    const auto next = std::ranges::find_if(
        rest, [](const Event& event) { return event.as<trace::Warned>() == nullptr; });
    if (created.in.letter != Id::kTask) {
        const auto& error = trace_.outcome.error;
        return created.run == 0 && next == rest.end() && error &&
               !tells_of_coroutine(error->message);
    }
    const trace::FutureStateNow& creator = state.future(created.in);
    if (!creator.done || *creator.done == trace::FutureState::result ||
        tells_of_coroutine(creator.error.message)) {
        return false;
    }
    const auto* done = next != rest.end() ? next->as<trace::FutureDone>() : nullptr;
    const auto* finished = next != rest.end() ? next->as<trace::StepFinished>() : nullptr;
    return warned.in != created.in || (done != nullptr && done->future == created.in) ||
           (finished != nullptr && finished->task == created.in);
}

// --- Steps that block the loop

void Advisor::look_for_blocking(const Step& step) {
    const Blocking blocking = blocking_of(step);
    if (blocking.time < kSlow) {
        return;
    }
    Finding finding{.mistake = Mistake::blocks};
    finding.line = blocking.line;
    finding.file = blocking.file;
    finding.time = blocking.time;
    if (blocking.by.letter == Id::kTask) {
        finding.who = {blocking.by};
        advise_blocking_task(finding);
    } else {
        finding.name = step.handle.name.data() != nullptr ? safe(step.handle.name) + "()" : "";
        finding.remedy = Remedy::use_executor_in_callback;
    }
    const std::string kind = finding.name;
    add(std::move(finding), kind);
}

/// What helps depends on the code that blocks: a function, time.sleep(), or something else.
void Advisor::advise_blocking_task(Finding& finding) const {
    const std::string_view text = source(finding.file);
    const auto definition = definition_around(text, finding.line);
    const std::string_view sleep = sleep_call(line_of(text, finding.line));
    if (definition && !definition->coroutine) {
        finding.remedy = has(9) ? Remedy::call_in_thread : Remedy::call_in_executor;
        finding.code = safe(definition->name);
    } else if (!sleep.empty()) {
        finding.remedy = Remedy::sleep_in_loop;
        finding.code = safe(sleep.substr(sleep.find("sleep")));
    } else {
        finding.remedy = has(9) ? Remedy::use_thread : Remedy::use_executor;
    }
}

// --- Reports of asyncio's

void Advisor::on(const Event& event, const trace::ExceptionReported& reported) {
    const Id about = reported.task ? reported.task : reported.future;
    if (!about) {
        return;
    }
    Finding finding;
    finding.line = event.line;
    finding.file = event.file;
    finding.who = {about};
    if (reported.message.ends_with("exception was never retrieved")) {
        finding.mistake = Mistake::never_retrieved;
        finding.name = safe(error_text(reported.error.type, reported.error.message));
        finding.remedy =
            has(11) && reported.task ? Remedy::await_task_or_group : Remedy::await_task;
        add(std::move(finding), reported.error.type);
    } else if (reported.message.starts_with("Task was destroyed")) {
        const bool loop_runs = event.run != 0;
        if (loop_runs) {
            finding.mistake = Mistake::lost_task;
            finding.remedy = has(11) ? Remedy::keep_task_or_group : Remedy::keep_task;
        } else if (trace_.outcome.status == trace::Outcome::Status::returned) {
            finding.mistake = Mistake::unfinished_task;
            finding.remedy = Remedy::finish_task;
        } else {
            return;  // the program ended in another way than it should
        }
        add(std::move(finding));
    }
}

// --- Children that run on after their gather failed

void Advisor::on(const Event& event, const trace::FutureDone& done, const trace::Replay& state) {
    if (!gathers_.contains(done.future.number) || done.future.letter != Id::kGather ||
        done.state != trace::FutureState::exception) {
        return;
    }
    const trace::FutureStateNow& gather = state.future(done.future);
    for (const Id child : gather.children) {
        if (child.letter != Id::kTask || state.future(child).done) {
            continue;
        }
        const bool awaited = std::ranges::any_of(
            state.future(child).callbacks,
            [&](const trace::CallbackState& one) { return one.callback != gather.via; });
        if (!awaited) {
            left_[child.number] = {gathers_[done.future.number],
                                   error_text(done.error.type, done.error.message), step_,
                                   event.run, event.it};
        }
    }
}

void Advisor::on(const Event& event, const trace::StepStarted& started) {
    look_for_lost_notification(started);
    const auto found = left_.find(started.task.number);
    if (found == left_.end()) {
        return;
    }
    // The iteration after the failure is the first in which the program can cancel the others.
    const Failed& failed = found->second;
    if (event.run == failed.run && event.it <= failed.it + 1) {
        return;
    }
    if (started.thrown.data() == nullptr) {
        Finding finding{.mistake = Mistake::runs_on};
        finding.remedy = has(11) ? Remedy::use_group : Remedy::cancel_others;
        finding.step = failed.step;
        finding.line = failed.created->line;
        finding.file = failed.created->file;
        finding.who = {started.task};
        finding.name = safe(failed.error);
        add(std::move(finding), to_string(failed.created->as<trace::FutureCreated>()->future));
    }
    left_.erase(found);
}

// --- Loops that hang

void Advisor::look_for_waiting(const trace::Replay& state) {
    std::vector<const trace::TaskState*> waiting;
    for (const trace::TaskState& task : state.tasks()) {
        if (task.phase == trace::TaskState::Phase::waiting && task.waiting_on && !task.destroyed) {
            waiting.push_back(&task);
        }
    }
    if (waiting.empty()) {
        add({.mistake = Mistake::runs_forever, .remedy = Remedy::stop_loop});
        return;
    }
    // Those that wait for other tasks are told of only if all do, in a circle.
    const auto waits_for_tasks = [&](const trace::TaskState* task) {
        return depends_on_tasks(state.future(task->waiting_on).of);
    };
    if (!std::ranges::all_of(waiting, waits_for_tasks)) {
        std::erase_if(waiting, waits_for_tasks);
    }
    for (const trace::TaskState* task : waiting) {
        const trace::Text of = state.future(task->waiting_on).of;
        const trace::Frame inner = task->stack.empty() ? trace::Frame() : task->stack.back();
        Finding finding{.mistake = Mistake::waits_forever, .remedy = remedy_of(of)};
        finding.line = inner.line;
        finding.file = inner.file;
        finding.who = {task->id};
        finding.awaited = task->waiting_on;
        finding.name = of;
        if (const trace::ObjectStateNow* object = state.object_awaited_by(task->id)) {
            look_at_object(*object, finding, state);
        }
        const bool in_method = of.find('.') != trace::Text::npos;
        const std::string object = finding.other ? to_string(finding.object) : std::string();
        add(std::move(finding), in_method ? std::string(of) + object : to_string(task->waiting_on));
    }
}

/// What helps depends on who holds a lock, and on what the program does already.
void Advisor::look_at_object(const trace::ObjectStateNow& object, Finding& finding,
                             const trace::Replay& state) const {
    finding.object = object.id;
    if (const auto lost = lost_.find(object.id.number);
        lost != lost_.end() && object.id.letter == Id::kCondition) {
        finding.remedy = Remedy::pass_on;
        finding.other = lost->second;
    }
    const std::string_view line = line_of(source(finding.file), finding.line);
    if (finding.remedy == Remedy::use_async_with &&
        line.find("async with") != std::string_view::npos) {
        finding.remedy = Remedy::release_semaphore;
    }
    if (object.held_by.letter == Id::kTask) {
        const trace::TaskState& holder = state.task(object.held_by);
        const trace::ObjectStateNow* next = state.object_awaited_by(holder.id);
        if (holder.phase == trace::TaskState::Phase::done || holder.destroyed) {
            return;
        }
        if (holder.id != finding.who.front() && next != nullptr && next->id.letter == Id::kLock) {
            finding.remedy = Remedy::order_locks;
            return;
        }
        finding.other = holder.id;
        finding.remedy =
            holder.id == finding.who.front() ? Remedy::not_reentrant : Remedy::await_holder;
    }
}

/// Since 3.13, a cancelled task passes its notification on.
void Advisor::on(const Event& event, const ObjectDeed& deed) {
    if (deed.kind == ObjectDeed::Kind::notifies) {
        notified_[deed.to.number] = deed.object;
        const auto lost = lost_.find(deed.object.number);
        if (lost != lost_.end() && lost->second == event.in) {
            lost_.erase(lost);
        }
    }
}

void Advisor::look_for_lost_notification(const trace::StepStarted& started) {
    const auto notified = notified_.find(started.task.number);
    if (notified == notified_.end()) {
        return;
    }
    if (started.thrown.data() != nullptr) {
        lost_[notified->second.number] = started.task;
    }
    notified_.erase(notified);
}

/// Adds a finding, or counts it to one of the same `kind` at the same line.
void Advisor::add(Finding finding, std::string_view kind) {
    const auto [known, is_new] =
        known_.emplace(std::tuple(finding.mistake, finding.file, finding.line, std::string(kind)),
                       findings_.size());
    if (is_new) {
        finding.step = finding.step != 0 ? finding.step : step_;
        if (finding.file != 0 && trace_.header.listing(finding.file) != nullptr) {
            finding.file_name = safe(trace_.header.listing(finding.file)->file);
        }
        finding.create_task = has(7) ? "asyncio.create_task" : "asyncio.ensure_future";
        findings_.push_back(std::move(finding));
        return;
    }
    Finding& first = findings_[known->second];
    ++first.times;
    first.time += finding.time;
    for (const Id one : finding.who) {
        const auto place = std::ranges::lower_bound(first.who, one);
        if (place == first.who.end() || *place != one) {
            first.who.insert(place, one);
        }
    }
}

std::vector<Finding> findings(const trace::Trace& trace) {
    Steps steps(trace);
    Advisor advisor(trace);
    while (const Step* step = steps.next()) {
        advisor.add(*step, steps);
    }
    return advisor.findings();
}

}  // namespace corodemo::app
