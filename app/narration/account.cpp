#include "app/narration/account.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

#include "app/narration/effects.hpp"
#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

using trace::Event;
using trace::Id;
using Kind = Effect::Kind;

/// A loop wakes up so much after a deadline only if the machine is busy.
constexpr trace::Nanoseconds kLate = 10'000'000;

Named named(Id id) {
    return {{id}};
}

Line line_of(const Event& event) {
    return {event.line, event.file};
}

Outside outside(std::span<const trace::Text> what) {
    return {{what.begin(), what.end()}};
}

Code code(std::string_view text) {
    return {std::string(text)};
}

// What a callback of asyncio's own is about: a descriptor, if any, and its function:
// "socket 1, connection_made".
std::pair<trace::Text, trace::Text> split_about(trace::Text about) {
    const auto comma = about.find(", ");
    return comma == trace::Text::npos ? std::pair{trace::Text(), about}
                                      : std::pair{about.substr(0, comma), about.substr(comma + 2)};
}

// What a task awaits, a future that is `of` something: `sleep(1)`, `T2`, `queue.get() on Q1`.
std::vector<Clause> awaited(Id future, trace::Text of, trace::Nanoseconds sleep, std::uint32_t line,
                            const trace::ObjectStateNow* object = nullptr) {
    if (of == "wait" && line == 0) {
        return {{Saying::its_tasks, {}}};
    }
    if (of == "sleep") {
        return {{Saying::sleep, {Time{sleep}}}};
    }
    if (of == "gather") {
        return {{Saying::gather, {named(future)}}};
    }
    if (of.empty() || of == "task" || of == "user") {
        return {{Saying::object, {named(future)}}};
    }
    const Clause method{Saying::method, {code(of)}};
    return object != nullptr
               ? std::vector{Clause{Saying::method_of, {std::vector{method}, named(object->id)}}}
               : std::vector{method};
}

// Whether the method that awaits a future `of` it looks again when that is done, and may await
// another one.
bool looks_again(trace::Text of) {
    constexpr std::array<std::string_view, 5> kEnds{".acquire", "Queue.get", "Queue.put",
                                                    "Condition.wait", "Condition.wait_for"};
    return std::ranges::any_of(kEnds, [&](std::string_view end) { return of.ends_with(end); });
}

// `2/3`; `2` if it is unlimited.
Code fill_of(const ObjectDeed& deed) {
    return {std::to_string(deed.value) + (deed.of != 0 ? "/" + std::to_string(deed.of) : "")};
}

// What is put into a queue, or got from it, in one go.
Clause moves_items(Saying few, Saying several, std::span<const ObjectDeed> deeds) {
    constexpr std::size_t kFew = 3;
    std::string items;
    for (const ObjectDeed& deed : deeds) {
        if (deed.item.data() == nullptr || deeds.size() > kFew) {
            return {several,
                    {named(deed.object), std::uint64_t{deeds.size()}, fill_of(deeds.back())}};
        }
        items += (items.empty() ? "" : ", ") + std::string(deed.item);
    }
    return {few, {named(deeds.back().object), Code{items}, fill_of(deeds.back())}};
}

// What was done to a queue, a lock or the like.
Clause deed_clause(std::span<const ObjectDeed> deeds) {
    const ObjectDeed& last = deeds.back();
    const Named object = named(last.object);
    const bool counts = last.object.letter == Id::kSemaphore;
    Named tasks;
    for (const ObjectDeed& deed : deeds) {
        if (deed.to) {
            tasks.ids.push_back(deed.to);
        }
    }
    switch (last.kind) {
        case ObjectDeed::Kind::acquires:
            return counts ? Clause{Saying::acquires_of, {object, last.value}}
                          : Clause{Saying::acquires, {object}};
        case ObjectDeed::Kind::releases:
            return counts ? Clause{Saying::releases_of, {object, last.value}}
                          : Clause{Saying::releases, {object}};
        case ObjectDeed::Kind::gives:
            return {deeds.front().kind == ObjectDeed::Kind::releases ? Saying::releases_to
                                                                     : Saying::gives_permit,
                    {object, tasks}};
        case ObjectDeed::Kind::notifies:
            return {Saying::notifies, {tasks, object}};
        case ObjectDeed::Kind::marks_done:
            return {Saying::marks_done, {object, last.value}};
        case ObjectDeed::Kind::sets:
            return {Saying::sets_event, {object}};
        case ObjectDeed::Kind::clears:
            return {Saying::clears_event, {object}};
        case ObjectDeed::Kind::puts:
            return moves_items(Saying::puts, Saying::puts_several, deeds);
        case ObjectDeed::Kind::gets:
            return moves_items(Saying::gets, Saying::gets_several, deeds);
        case ObjectDeed::Kind::shuts_down:
            return {Saying::shuts_down, {object}};
        case ObjectDeed::Kind::arrives_last:
            return {Saying::arrives_last, {object}};
        case ObjectDeed::Kind::breaks:
            return {Saying::breaks_barrier, {object}};
    }
    return {};
}

// The first steps of eager tasks, each within that of its creator. The clause of one holds those of
// what it did.
class EagerSteps {
public:
    [[nodiscard]] bool any() const { return !open_.empty(); }
    void begin(Clause step) { open_.push_back(std::move(step)); }
    // What the innermost did.
    void add(Clause clause) {
        std::get<std::vector<Clause>>(open_.back().arguments.back()).push_back(std::move(clause));
    }
    // The innermost has ended, as `how` says; returns all of it.
    Clause end(Clause how) {
        add(std::move(how));
        Clause step = std::move(open_.back());
        open_.pop_back();
        return step;
    }

private:
    std::vector<Clause> open_;  // the innermost last
};

class Teller {
public:
    Teller(const Step& step, const Steps& steps)
        : step_(step),
          steps_(steps),
          effects_(effects(step, steps)) {}

    Account tell() {
        Account account{
            .begin = begin(), .why = why(), .clauses = {}, .end = {}, .consequences = {}};
        if (step_.sleep_choice != nullptr) {
            account.why = orders(*step_.sleep_choice);
        }
        add_effects(account);
        if (step_.kind == StepKind::task && step_.finished != nullptr &&
            account.begin.saying != Saying::never_started) {
            account.end = end();
        }
        if (step_.kind == StepKind::hung) {
            add_hung_tasks(account);
        }
        if (step_.begins_run != nullptr && !is_of_asyncio_run()) {
            account.clauses.push_back({Saying::starts_loop, {}, {step_.line, step_.file}});
        }
        return account;
    }

private:
    // Whether the program's code runs in this step.
    [[nodiscard]] bool is_own_code() const {
        return step_.kind == StepKind::task || step_.kind == StepKind::program ||
               step_.handle.name.data() != nullptr;
    }

    // Whether this is what asyncio.run() does before its run.
    [[nodiscard]] bool is_of_asyncio_run() const {
        return step_.begins_run != nullptr &&
               step_.begins_run->as<trace::RunStarted>()->via == trace::Via::asyncio_run;
    }

    // Whether a run ended though the ready queue is not empty.
    [[nodiscard]] bool leaves_handles() const {
        const auto& finished = *step_.events.front().as<trace::RunFinished>();
        return finished.why == trace::FinishWhy::stopped && !steps_.state().ready().empty();
    }

    // --- Who acts

    [[nodiscard]] Clause begin() {
        switch (step_.kind) {
            case StepKind::task:
                return begin_task();
            case StepKind::jump:
                return begin_jump();
            case StepKind::timer:
                return begin_timer();
            case StepKind::callback:
                return begin_callback();
            case StepKind::call:
                return begin_call();
            case StepKind::skipped: {
                const Subject subject = steps_.subject(step_.handle);
                return {Saying::skipped,
                        {subject.id ? Argument(named(subject.id))
                                    : Argument(Code{std::string(subject.name) + "()"})}};
            }
            case StepKind::hung:
                return {Saying::hangs, {}};
            case StepKind::run_end:
                return {leaves_handles() ? Saying::loop_stops : Saying::program, {}};
            default:
                return step_.thread.empty() ? Clause{Saying::program, {}}
                                            : Clause{Saying::thread_acts, {code(step_.thread)}};
        }
    }

    [[nodiscard]] Clause begin_jump() const {
        if (step_.waited) {
            const Time time{trace::saturating_span(step_.from, step_.time)};
            if (const auto deadline = deadline_reached()) {
                const Time late{trace::saturating_span(*deadline, step_.time)};
                return late.ns < kLate ? Clause{Saying::waits_until, {time, Time{*deadline}}}
                                       : Clause{Saying::waits_past, {time, Time{*deadline}, late}};
            }
            return step_.outside.empty()
                       ? Clause{Saying::waits, {time}}
                       : Clause{Saying::waits_for, {time, outside(step_.outside)}};
        }
        return {step_.sleep_choice != nullptr ? Saying::clock_jumps_to : Saying::clock_jumps,
                {Time{step_.time}}};
    }

    // The first deadline of the timers that have expired, if the loop waited for one.
    [[nodiscard]] std::optional<trace::Nanoseconds> deadline_reached() const {
        std::optional<trace::Nanoseconds> first;
        for (const Event& event : step_.events) {
            const auto* due = event.as<trace::TimerDue>();
            if (due != nullptr && steps_.state().has_handle(due->handle)) {
                const trace::Nanoseconds when = steps_.state().handle(due->handle).when;
                first = std::min(first.value_or(when), when);
            }
        }
        return first;
    }

    // A call that something outside of the loop brought about; else the program's, or asyncio's
    // own.
    [[nodiscard]] Clause begin_call() const {
        using trace::Role;
        const Outside about = outside({&step_.handle.about, 1});
        switch (step_.handle.role) {
            case Role::reader:
                return {Saying::about_readable, {about}};
            case Role::writer:
                return {Saying::about_writable, {about}};
            case Role::signal:
                return {Saying::about_signal, {about}};
            case Role::job:
                return {Saying::about_job, {about}};
            default:
                break;
        }
        if (step_.handle.name.data() != nullptr) {
            return {Saying::call, {code(step_.handle.name)}};
        }
        if (step_.handle.role == Role::thread) {
            return {Saying::thread_callback, {about}};
        }
        const auto [what, function] = split_about(step_.handle.about);
        if (function.empty()) {
            return {Saying::internal_callback, {}};
        }
        return what.empty()
                   ? Clause{Saying::call_of_asyncio, {code(function)}}
                   : Clause{Saying::call_of_asyncio_about, {outside({&what, 1}), code(function)}};
    }

    // Whether that beginning leaves out that a function of the program is called.
    [[nodiscard]] bool calls_of_outside() const {
        using trace::Role;
        const Role role = step_.handle.role;
        return step_.kind == StepKind::call && step_.handle.name.data() != nullptr &&
               (role == Role::reader || role == Role::writer || role == Role::signal ||
                role == Role::job);
    }

    [[nodiscard]] Clause begin_task() const {
        const Named task = named(step_.handle.task);
        const bool first = step_.started != nullptr && step_.started->first;
        if (step_.started != nullptr && step_.started->thrown.data() != nullptr) {
            if (first) {
                return {Saying::never_started, {task}};
            }
            return {Saying::resumes_with, {task, code(step_.started->thrown)}};
        }
        return {first ? Saying::starts : Saying::resumes, {task}};
    }

    [[nodiscard]] Clause begin_timer() {
        if (step_.handle.name.data() != nullptr) {
            return {Saying::timer_expires, {code(step_.handle.name)}};
        }
        const Named owner = step_.owner ? named(step_.owner) : Named();
        if (step_.handle.role != trace::Role::sleep) {
            const auto cancels_owner = [&](const Effect& effect) {
                return effect.kind == Kind::cancels && effect.ids == owner.ids;
            };
            const bool cancels = std::erase_if(effects_, cancels_owner) > 0;
            return {cancels ? Saying::timeout_cancels : Saying::timeout_expires, {owner}};
        }
        const auto wakes_owner = [&](const Effect& effect) {
            return effect.kind == Kind::readies && effect.ids == owner.ids;
        };
        const bool wakes = std::erase_if(effects_, wakes_owner) > 0;
        return {wakes ? Saying::sleep_expires : Saying::sleep_expires_alone, {owner}};
    }

    [[nodiscard]] Clause begin_callback() {
        using trace::CallbackRole;
        const Named future = named(step_.handle.future);
        if (step_.role == CallbackRole::gather && step_.too_late) {
            return {Saying::gather_too_late, {future, named(step_.gather)}};
        }
        if (step_.role == CallbackRole::gather || step_.role == CallbackRole::wait) {
            const bool gather = step_.role == CallbackRole::gather;
            const bool all = step_.count.done == step_.count.of;
            const Saying some = gather ? Saying::gather_counts : Saying::wait_counts;
            const Saying every = gather ? Saying::gather_counts_all : Saying::wait_counts_all;
            if (all) {
                return {every, {future, step_.count.of}};
            }
            return {some, {future, step_.count.done, step_.count.of}};
        }
        if (step_.role == CallbackRole::user) {
            return {Saying::done_callback, {future, code(step_.handle.name)}};
        }
        const auto is_stop = [](const Effect& effect) { return effect.kind == Kind::stops; };
        if (step_.role == CallbackRole::run && std::erase_if(effects_, is_stop) > 0) {
            return {
                Saying::run_callback,
                {future, code(step_.run_by_asyncio_run ? "asyncio.run()" : "run_until_complete")}};
        }
        return begin_internal_callback(future);
    }

    [[nodiscard]] Clause begin_internal_callback(const Named& future) const {
        const Saying saying = internal_callback();
        const trace::Text function = split_about(step_.handle.about).second;
        return saying == Saying::internal_done_callback && !function.empty()
                   ? Clause{Saying::done_callback_of_asyncio, {future, code(function)}}
                   : Clause{saying, {future}};
    }

    // Whose callback it is, of asyncio's own.
    [[nodiscard]] Saying internal_callback() const {
        using trace::CallbackRole;
        switch (step_.role.value_or(CallbackRole::other)) {
            case CallbackRole::task_group:
                return Saying::task_group_callback;
            case CallbackRole::as_completed:
                return Saying::as_completed_callback;
            case CallbackRole::shield:
                return Saying::shield_callback;
            case CallbackRole::wait_for:
                return Saying::wait_for_callback;
            default:
                return Saying::internal_done_callback;
        }
    }

    // --- Why now

    [[nodiscard]] std::optional<Clause> why() const {
        switch (step_.kind) {
            case StepKind::task:
                return why_task();
            case StepKind::timer:
            case StepKind::call:
                if (step_.handle.role == trace::Role::thread &&
                    step_.handle.about.data() != nullptr && step_.handle.name.data() != nullptr) {
                    return Clause{Saying::because_thread, {outside({&step_.handle.about, 1})}};
                }
                if (step_.handle.name.data() != nullptr && step_.cause.by == Cause::By::step) {
                    return Clause{Saying::because_scheduled, {Place{step_.cause}}};
                }
                return std::nullopt;
            default:
                return std::nullopt;
        }
    }

    [[nodiscard]] std::optional<Clause> why_task() const {
        const bool first = step_.started != nullptr && step_.started->first;
        if (step_.cancelled.by != Cause::By::nobody) {
            return cancelled_by();
        }
        if (first || step_.cause.by == Cause::By::nobody) {
            return std::nullopt;
        }
        const Place place{step_.cause};
        if (step_.handle.role == trace::Role::step) {
            return Clause{Saying::because_yielded, {place}};
        }
        if (!step_.handle.future) {
            return std::nullopt;
        }
        const trace::Text of = steps_.state().future(step_.handle.future).of;
        if (of == "sleep") {
            return Clause{Saying::because_sleep, {place}};
        }
        if (step_.timed_out) {
            return Clause{Saying::because_timeout, {place}};
        }
        if (of == "wait") {
            return Clause{Saying::because_wait, {place}};
        }
        return Clause{looks_again(of) ? Saying::because_woken_up : Saying::because_done,
                      {awaited(step_.handle.future, of, 0, 0), place}};
    }

    [[nodiscard]] Clause cancelled_by() const {
        const Place place{step_.cancelled};
        if (step_.timed_out) {
            return step_.canceller == step_.handle.task
                       ? Clause{Saying::because_timeout, {place}}
                       : Clause{Saying::because_timeout_of, {named(step_.canceller), place}};
        }
        if (step_.cancelled.by != Cause::By::step) {
            return {Saying::because_program_cancelled, {}};
        }
        return step_.canceller && step_.canceller != step_.handle.task
                   ? Clause{Saying::because_cancelled_by, {named(step_.canceller), place}}
                   : Clause{Saying::because_cancelled, {place}};
    }

    // --- What it did

    // A gather's done callback is told by "gather's done callback on T3: 3 of 3 done": what it does
    // to the gather follows.
    [[nodiscard]] Clause completes(const Effect& effect) const {
        const auto& done = *effect.event->as<trace::FutureDone>();
        const bool gather = effect.future.letter == Id::kGather;
        const Named future = named(effect.future);
        switch (done.state) {
            case trace::FutureState::result:
                return {gather ? Saying::gather_completes : Saying::sets_result, {future}};
            case trace::FutureState::exception:
                return {gather ? Saying::gather_fails : Saying::sets_exception,
                        {future, Code{error_text(done.error.type, done.error.message)}}};
            case trace::FutureState::cancelled:
                break;
        }
        return {gather ? Saying::gather_is_cancelled : Saying::is_cancelled, {future}};
    }

    [[nodiscard]] static Clause orders(const trace::ChoiceMade& choice) {
        const auto order = choice.order.value_or(std::span<const std::uint32_t>());
        if (choice.site == "sleep" && order.size() == 1) {
            return {Saying::sleep_order,
                    {std::uint64_t{order.front()}, std::uint64_t{choice.size}}};
        }
        std::string text;
        for (const std::uint32_t index : order) {
            text += (text.empty() ? "" : " ") + std::to_string(index);
        }
        return {Saying::set_order, {code(choice.site), Code{text}}};
    }

    // Since version 2 of the trace, a warning or report that is about an object has the line where
    // the program created it.
    [[nodiscard]] static Clause warns(const Event& event) {
        const auto& warned = *event.as<trace::Warned>();
        const Code text{error_text(warned.category, warned.message)};
        if (event.exit) {
            return {Saying::warns_at_exit, {text}};
        }
        return warned.coroutine && event.line != 0
                   ? Clause{Saying::warns_of_line, {text, line_of(event)}}
                   : Clause{Saying::warns, {text}};
    }

    // Whether it is asyncio.run() that cancels its task, as it does when a SIGINT arrives: neither
    // a task nor the program's own code does.
    [[nodiscard]] bool is_interrupt(const Effect& effect) const {
        const auto* request = effect.event->as<trace::CancelRequested>();
        const bool in_wait = step_.kind == StepKind::jump || step_.kind == StepKind::loop;
        return request != nullptr && in_wait && step_.run_by_asyncio_run && !request->by &&
               effect.event->line == 0;
    }

    [[nodiscard]] static Clause cancel_outcome(const Effect& effect) {
        switch (effect.event->as<trace::CancelDelivered>()->outcome) {
            case trace::CancelOutcome::withdrawn:
                return {Saying::withdraws_cancel, {Named{effect.ids}}};
            case trace::CancelOutcome::too_late:
                return {Saying::cancel_too_late, {}};
            default:
                return {Saying::swallows_cancel, {}};
        }
    }

    [[nodiscard]] static Clause reports(const Event& event) {
        const auto& reported = *event.as<trace::ExceptionReported>();
        std::string text(reported.message);
        if (reported.error.type.data() != nullptr) {
            text += " (" + error_text(reported.error.type, reported.error.message) + ")";
        }
        const Id about = reported.task ? reported.task : reported.future;
        return about ? Clause{Saying::reports_about, {Code{text}, named(about), line_of(event)}}
                     : Clause{Saying::reports, {Code{text}}};
    }

    [[nodiscard]] static Clause clause_of(const Effect& effect, const Teller& teller) {
        const Named ids{effect.ids};
        switch (effect.kind) {
            case Kind::prints:
                return {Saying::prints, {Quoted{effect.lines}}};
            case Kind::warns:
                return warns(*effect.event);
            case Kind::reports:
                return reports(*effect.event);
            case Kind::cancel_outcome:
                return cancel_outcome(effect);
            case Kind::destroys:
                return {Saying::task_destroyed, {ids}};
            case Kind::notes:
                return {Saying::notes, {code(effect.event->as<trace::Note>()->text)}};
            case Kind::coroutines:
                return {Saying::calls_coroutine_function, {code(effect.name), effect.amount}};
            case Kind::tasks:
                if (effect.future) {
                    return {teller.step_.kind == StepKind::task ? Saying::creates_with_gather
                                                                : Saying::gather_creates,
                            {ids, named(effect.future)}};
                }
                return {teller.is_of_asyncio_run() ? Saying::asyncio_run_creates
                                                   : Saying::creates_tasks,
                        {ids}};
            case Kind::gathers:
                return {teller.step_.kind == StepKind::task ? Saying::passes_to_gather
                                                            : Saying::gather_takes,
                        {ids}};
            case Kind::counts:
                return {Saying::gather_already_done, {effect.amount}};
            case Kind::future:
                return {Saying::creates_future, {named(effect.future)}};
            case Kind::completes:
                return teller.completes(effect);
            case Kind::cancels:
                return {teller.is_interrupt(effect) ? Saying::interrupt_cancels : Saying::cancels,
                        {ids}};
            case Kind::cancels_woken:
                return {Saying::cancels_woken, {ids}};
            case Kind::cancels_too_late:
                return {Saying::cancels_too_late, {ids}};
            case Kind::cancels_call:
                return {Saying::cancels_call, {code(effect.name)}};
            case Kind::stops:
                return {Saying::stops, {}};
            case Kind::blocks:
                return {Saying::blocks, {Time{effect.time}}};
            case Kind::calls_soon:
                return {Saying::calls_soon, {code(effect.name)}};
            case Kind::calls_later:
                return {Saying::calls_later, {code(effect.name), Time{effect.time}}};
            case Kind::calls_at:
                return {Saying::calls_at, {code(effect.name), Time{effect.time}}};
            case Kind::adds_callback:
                return {Saying::adds_callback, {code(effect.name), named(effect.future)}};
            case Kind::removes_callback:
                return {Saying::removes_callback, {code(effect.name), named(effect.future)}};
            case Kind::orders:
                return orders(*effect.event->as<trace::ChoiceMade>());
            case Kind::calls_threadsafe:
                return {Saying::calls_threadsafe, {code(effect.name)}};
            case Kind::starts_eagerly:
                return {Saying::starts_eagerly, {ids, std::vector<Clause>()}};
            case Kind::ends_eagerly:
                return teller.eager_end(effect);
            case Kind::creates_objects:
                return {Saying::creates_objects, {ids, code(effect.name)}};
            case Kind::creates_condition:
                return teller.creates_condition(effect);
            case Kind::deed:
                return deed_clause(effect.deeds);
            case Kind::readies:
                return {teller.is_own_code() ? Saying::schedules : Saying::readies, {ids}};
        }
        return {};
    }

    [[nodiscard]] Clause creates_condition(const Effect& effect) const {
        const Id lock = effect.ids.back();
        return {Saying::creates_condition,
                {named(effect.ids.front()), code(effect.name), named(lock),
                 code(steps_.state().object(lock).type)}};
    }

    // The event by which a task's step completed the task; null if it didn't.
    [[nodiscard]] const Event* own_end() const {
        const auto ends = [&](const Event& event) {
            const auto* done = event.as<trace::FutureDone>();
            return done != nullptr && done->future == step_.handle.task;
        };
        const auto found = std::ranges::find_if(step_.events, ends);
        return step_.kind != StepKind::task || found == step_.events.end() ? nullptr : &*found;
    }

    // How an eager task's first step ended.
    [[nodiscard]] Clause eager_end(const Effect& effect) const {
        const auto& finished = *effect.event->as<trace::StepFinished>();
        Line line;
        if (finished.stack && !finished.stack->empty()) {
            line = {finished.stack->back().line, finished.stack->back().file};
        }
        const trace::Text of =
            finished.waiting_on ? steps_.state().future(finished.waiting_on).of : trace::Text();
        return end_of(finished, of, effect.time, line, false);
    }

    void add_effects(Account& account) const {
        if (calls_of_outside()) {
            account.clauses.push_back({Saying::calls, {code(step_.handle.name)}});
        }
        const Event* const end = own_end();
        EagerSteps eager;
        for (const Effect& effect : effects_) {
            Clause clause = clause_of(effect, *this);
            if (effect.kind == Kind::ends_eagerly) {
                clause = eager.end(std::move(clause));
            }
            if (effect.kind == Kind::starts_eagerly) {
                eager.begin(std::move(clause));
            } else if (eager.any()) {
                eager.add(std::move(clause));
            } else if (end != nullptr && effect.event > end &&
                       effect.kind != Kind::cancel_outcome) {
                account.consequences.push_back(as_consequence(std::move(clause)));
            } else {
                account.clauses.push_back(at_line_of(effect, std::move(clause)));
            }
        }
    }

    // What follows from the task's end: those that wait for it are ready.
    [[nodiscard]] static Clause as_consequence(Clause clause) {
        if (clause.saying == Saying::schedules) {
            clause.saying = Saying::readies;
        }
        return clause;
    }

    // What the program does outside of tasks and callbacks has a line: while the loop waits, it is
    // in the handler of a signal.
    [[nodiscard]] Clause at_line_of(const Effect& effect, Clause clause) const {
        const bool of_program = step_.kind == StepKind::program || step_.kind == StepKind::jump;
        if (of_program && !is_aside(clause.saying)) {
            clause.line = line_of(*effect.event);
        }
        return clause;
    }

    // --- Where it stands

    [[nodiscard]] Clause end() const {
        return end_of(*step_.finished, step_.awaits, step_.sleep, {step_.line, step_.file},
                      step_.phase_after == trace::TaskState::Phase::ready);
    }

    [[nodiscard]] Clause end_of(const trace::StepFinished& finished, trace::Text of,
                                trace::Nanoseconds sleep, Line line, bool ready) const {
        switch (finished.end) {
            case trace::End::returned:
                return {Saying::returns, {code(finished.value)}};
            case trace::End::raised:
                return {Saying::raises,
                        {Code{error_text(finished.error.type, finished.error.message)}}};
            case trace::End::cancelled:
                return {Saying::cancelled, {}};
            case trace::End::yielded:
                return {Saying::yields, {line}};
            case trace::End::suspended:
                break;
        }
        if (!finished.waiting_on) {
            return {Saying::yields, {line}};
        }
        return {ready ? Saying::awaits_done : Saying::awaits,
                {awaited(finished.waiting_on, of, sleep, line.number,
                         steps_.state().object_awaited_by(finished.task)),
                 line}};
    }

    void add_hung_tasks(Account& account) const {
        for (const trace::TaskState& task : steps_.state().tasks()) {
            if (task.phase == trace::TaskState::Phase::waiting && task.waiting_on) {
                const trace::Text of = steps_.state().future(task.waiting_on).of;
                const Line line = task.stack.empty()
                                      ? Line()
                                      : Line{task.stack.back().line, task.stack.back().file};
                const trace::ObjectStateNow* object = steps_.state().object_awaited_by(task.id);
                account.clauses.push_back(
                    {Saying::waits_forever,
                     {named(task.id),
                      object != nullptr && object->held_by
                          ? std::vector{Clause{Saying::held_lock,
                                               {named(object->id), named(object->held_by)}}}
                          : awaited(task.waiting_on, of, 0, line.number, object),
                      line}});
            }
        }
    }

    const Step& step_;
    const Steps& steps_;
    std::vector<Effect> effects_;  // that the beginning doesn't tell yet
};

}  // namespace

Clause in_short(const Clause& awaited) {
    if (awaited.saying != Saying::method_of) {
        return awaited;
    }
    const auto& method = std::get<std::vector<Clause>>(awaited.arguments.front()).front();
    return {Saying::method_of_it, {method.arguments.front(), awaited.arguments.back()}};
}

Account account_of(const Step& step, const Steps& steps) {
    return Teller(step, steps).tell();
}

}  // namespace corodemo::app
