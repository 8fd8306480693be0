#pragma once

// The events of a trace, as plain values: one struct per kind that docs/trace-format.md describes.
//
// Each kind lists its fields once, in `fields()`; writing, reading and comparing events all go
// through that list. Texts and lists are views: to keep an Event beyond the call that received it,
// copy them (Trace::append does).
//
// The file is long because it is a list: thirty-eight independent kinds of a few lines each.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <variant>

#include "core/trace/enum_names.hpp"
#include "core/trace/id.hpp"
#include "core/trace/nanoseconds.hpp"

namespace corodemo::trace {

/// Text that may be absent: data() is then null, so that an empty text is still present.
using Text = std::string_view;

/// Text that is written as null when it is absent.
struct NullableText {
    Text text;
};

struct Error {
    Text type;
    Text message;
};

/// A duration in real time that was measured; 0 where none was, which is written as no field.
struct Measured {
    Nanoseconds time = 0;
};

/// A frame of a suspended task's await stack, or of a traceback.
struct Frame {
    Text coro;
    std::uint32_t line = 0;      ///< of a Python listing; 0 if unknown
    std::uint32_t cpp_line = 0;  ///< of the C++ listing; 0 if unknown
    std::uint32_t file = 0;      ///< which Python listing

    bool operator==(const Frame&) const = default;
};

/// A variable of the program, and its value as Python's repr writes it: absent if there is no such
/// variable any more, which is written as null.
struct Variable {
    Text name;
    Text value;

    bool operator==(const Variable&) const = default;
};

/// Number of an event, from 1; 0 where there is none.
using EventNumber = std::uint64_t;

/// One entry of a kind's field list: its name in JSON, and the member that holds it.
template <class Kind, class Type>
struct Field {
    std::string_view name;
    Type Kind::* member;
};
template <class Kind, class Type>
Field(const char*, Type Kind::*) -> Field<Kind, Type>;

struct LoopCreated {
    static constexpr std::string_view kKind = "loop_created";
    Id loop;
    static constexpr auto fields() { return std::tuple{Field{"loop", &LoopCreated::loop}}; }
};

struct LoopClosed {
    static constexpr std::string_view kKind = "loop_closed";
    Id loop;
    static constexpr auto fields() { return std::tuple{Field{"loop", &LoopClosed::loop}}; }
};

struct RunStarted {
    static constexpr std::string_view kKind = "run_started";
    Id loop;
    How how{};
    Id until;
    std::optional<Via> via = {};
    std::optional<bool> internal = {};
    static constexpr auto fields() {
        return std::tuple{Field{"loop", &RunStarted::loop}, Field{"how", &RunStarted::how},
                          Field{"until", &RunStarted::until}, Field{"via", &RunStarted::via},
                          Field{"internal", &RunStarted::internal}};
    }
};

struct IterationStarted {
    static constexpr std::string_view kKind = "iteration_started";
    std::uint64_t ready = 0;
    std::uint64_t timers = 0;
    static constexpr auto fields() {
        return std::tuple{Field{"ready", &IterationStarted::ready},
                          Field{"timers", &IterationStarted::timers}};
    }
};

struct IterationFinished {
    static constexpr std::string_view kKind = "iteration_finished";
    std::uint64_t ready = 0;
    std::uint64_t timers = 0;
    static constexpr auto fields() {
        return std::tuple{Field{"ready", &IterationFinished::ready},
                          Field{"timers", &IterationFinished::timers}};
    }
};

struct ClockAdvanced {
    static constexpr std::string_view kKind = "clock_advanced";
    Nanoseconds from = 0;
    Nanoseconds to = 0;
    AdvanceWhy why{};
    static constexpr auto fields() {
        return std::tuple{Field{"from", &ClockAdvanced::from}, Field{"to", &ClockAdvanced::to},
                          Field{"why", &ClockAdvanced::why}};
    }
};

struct LoopStopRequested {
    static constexpr std::string_view kKind = "loop_stop_requested";
    static constexpr auto fields() { return std::tuple{}; }
};

struct WaitingOutside {
    static constexpr std::string_view kKind = "waiting_outside";
    std::optional<std::span<const Text>> what;
    static constexpr auto fields() { return std::tuple{Field{"what", &WaitingOutside::what}}; }
};

struct LoopHung {
    static constexpr std::string_view kKind = "loop_hung";
    static constexpr auto fields() { return std::tuple{}; }
};

struct RunFinished {
    static constexpr std::string_view kKind = "run_finished";
    FinishWhy why{};
    Text value;
    Error error;
    static constexpr auto fields() {
        return std::tuple{Field{"why", &RunFinished::why}, Field{"value", &RunFinished::value},
                          Field{"error", &RunFinished::error}};
    }
};

struct CoroutineCreated {
    static constexpr std::string_view kKind = "coroutine_created";
    Id coroutine;
    Text coro;
    static constexpr auto fields() {
        return std::tuple{Field{"coroutine", &CoroutineCreated::coroutine},
                          Field{"coro", &CoroutineCreated::coro}};
    }
};

struct TaskCreated {
    static constexpr std::string_view kKind = "task_created";
    Id task;
    NullableText name;
    Id coroutine;
    Text coro;
    Id parent;
    std::optional<bool> internal = {};
    std::optional<bool> eager = {};
    static constexpr auto fields() {
        return std::tuple{
            Field{"task", &TaskCreated::task},           Field{"name", &TaskCreated::name},
            Field{"coroutine", &TaskCreated::coroutine}, Field{"coro", &TaskCreated::coro},
            Field{"parent", &TaskCreated::parent},       Field{"internal", &TaskCreated::internal},
            Field{"eager", &TaskCreated::eager}};
    }
};

struct HandleScheduled {
    static constexpr std::string_view kKind = "handle_scheduled";
    Id handle;
    Id loop;
    Role role{};
    Id task;
    Id future;
    Id callback;
    Text name;
    Text about = {};
    static constexpr auto fields() {
        return std::tuple{Field{"handle", &HandleScheduled::handle},
                          Field{"loop", &HandleScheduled::loop},
                          Field{"role", &HandleScheduled::role},
                          Field{"task", &HandleScheduled::task},
                          Field{"future", &HandleScheduled::future},
                          Field{"callback", &HandleScheduled::callback},
                          Field{"name", &HandleScheduled::name},
                          Field{"about", &HandleScheduled::about}};
    }
};

struct TimerScheduled {
    static constexpr std::string_view kKind = "timer_scheduled";
    Id handle;
    Id loop;
    Nanoseconds when = 0;
    Role role{};
    Id future;
    Id callback;
    Text name;
    static constexpr auto fields() {
        return std::tuple{
            Field{"handle", &TimerScheduled::handle}, Field{"loop", &TimerScheduled::loop},
            Field{"when", &TimerScheduled::when},     Field{"role", &TimerScheduled::role},
            Field{"future", &TimerScheduled::future}, Field{"callback", &TimerScheduled::callback},
            Field{"name", &TimerScheduled::name}};
    }
};

struct TimerDue {
    static constexpr std::string_view kKind = "timer_due";
    Id handle;
    static constexpr auto fields() { return std::tuple{Field{"handle", &TimerDue::handle}}; }
};

struct TimerDropped {
    static constexpr std::string_view kKind = "timer_dropped";
    Id handle;
    static constexpr auto fields() { return std::tuple{Field{"handle", &TimerDropped::handle}}; }
};

struct HandleStarted {
    static constexpr std::string_view kKind = "handle_started";
    Id handle;
    static constexpr auto fields() { return std::tuple{Field{"handle", &HandleStarted::handle}}; }
};

struct HandleFinished {
    static constexpr std::string_view kKind = "handle_finished";
    Id handle;
    Measured took = {};
    static constexpr auto fields() {
        return std::tuple{Field{"handle", &HandleFinished::handle},
                          Field{"took", &HandleFinished::took}};
    }
};

struct HandleSkipped {
    static constexpr std::string_view kKind = "handle_skipped";
    Id handle;
    static constexpr auto fields() { return std::tuple{Field{"handle", &HandleSkipped::handle}}; }
};

struct HandleCancelled {
    static constexpr std::string_view kKind = "handle_cancelled";
    Id handle;
    static constexpr auto fields() { return std::tuple{Field{"handle", &HandleCancelled::handle}}; }
};

struct StepStarted {
    static constexpr std::string_view kKind = "step_started";
    Id task;
    bool first = false;
    Text thrown;
    std::optional<bool> nested = {};
    static constexpr auto fields() {
        return std::tuple{Field{"task", &StepStarted::task}, Field{"first", &StepStarted::first},
                          Field{"throw", &StepStarted::thrown},
                          Field{"nested", &StepStarted::nested}};
    }
};

struct StepFinished {
    static constexpr std::string_view kKind = "step_finished";
    Id task;
    End end{};
    Id waiting_on;
    std::optional<std::span<const Frame>> stack;
    Text value;
    Error error;
    Measured took = {};
    static constexpr auto fields() {
        return std::tuple{Field{"task", &StepFinished::task},
                          Field{"end", &StepFinished::end},
                          Field{"waiting_on", &StepFinished::waiting_on},
                          Field{"stack", &StepFinished::stack},
                          Field{"value", &StepFinished::value},
                          Field{"error", &StepFinished::error},
                          Field{"took", &StepFinished::took}};
    }
};

struct FutureCreated {
    static constexpr std::string_view kKind = "future_created";
    Id future;
    Text of;
    std::optional<std::span<const Id>> children;
    Id via;
    static constexpr auto fields() {
        return std::tuple{Field{"future", &FutureCreated::future}, Field{"of", &FutureCreated::of},
                          Field{"children", &FutureCreated::children},
                          Field{"via", &FutureCreated::via}};
    }
};

struct FutureDone {
    static constexpr std::string_view kKind = "future_done";
    Id future;
    FutureState state{};
    Text value;
    Error error;
    static constexpr auto fields() {
        return std::tuple{Field{"future", &FutureDone::future}, Field{"state", &FutureDone::state},
                          Field{"value", &FutureDone::value}, Field{"error", &FutureDone::error}};
    }
};

struct CallbackAdded {
    static constexpr std::string_view kKind = "callback_added";
    Id future;
    CallbackRole role{};
    Id task;
    Id callback;
    Text name;
    static constexpr auto fields() {
        return std::tuple{Field{"future", &CallbackAdded::future},
                          Field{"role", &CallbackAdded::role}, Field{"task", &CallbackAdded::task},
                          Field{"callback", &CallbackAdded::callback},
                          Field{"name", &CallbackAdded::name}};
    }
};

struct CallbackRemoved {
    static constexpr std::string_view kKind = "callback_removed";
    Id future;
    CallbackRole role{};
    Id task;
    Id callback;
    Text name;
    static constexpr auto fields() {
        return std::tuple{
            Field{"future", &CallbackRemoved::future}, Field{"role", &CallbackRemoved::role},
            Field{"task", &CallbackRemoved::task}, Field{"callback", &CallbackRemoved::callback},
            Field{"name", &CallbackRemoved::name}};
    }
};

struct CancelRequested {
    static constexpr std::string_view kKind = "cancel_requested";
    Id task;
    Id future;
    Text message;
    Delivered delivered{};
    std::optional<std::uint64_t> count = {};
    Id by = {};
    static constexpr auto fields() {
        return std::tuple{Field{"task", &CancelRequested::task},
                          Field{"future", &CancelRequested::future},
                          Field{"message", &CancelRequested::message},
                          Field{"delivered", &CancelRequested::delivered},
                          Field{"count", &CancelRequested::count},
                          Field{"by", &CancelRequested::by}};
    }
};

struct CancelDelivered {
    static constexpr std::string_view kKind = "cancel_delivered";
    Id task;
    CancelOutcome outcome{};
    static constexpr auto fields() {
        return std::tuple{Field{"task", &CancelDelivered::task},
                          Field{"outcome", &CancelDelivered::outcome}};
    }
};

struct Uncancelled {
    static constexpr std::string_view kKind = "uncancelled";
    Id task;
    std::uint64_t count = 0;
    static constexpr auto fields() {
        return std::tuple{Field{"task", &Uncancelled::task}, Field{"count", &Uncancelled::count}};
    }
};

/// An object by which tasks wait for each other: a queue, a lock, ...
struct ObjectCreated {
    static constexpr std::string_view kKind = "object_created";
    Id object;
    Text type;
    Id lock = {};
    std::optional<ObjectState> state = {};
    std::optional<std::uint64_t> value = {};
    std::optional<std::uint64_t> maxsize = {};
    std::optional<std::uint64_t> parties = {};
    static constexpr auto fields() {
        return std::tuple{
            Field{"object", &ObjectCreated::object},  Field{"type", &ObjectCreated::type},
            Field{"lock", &ObjectCreated::lock},      Field{"state", &ObjectCreated::state},
            Field{"value", &ObjectCreated::value},    Field{"maxsize", &ObjectCreated::maxsize},
            Field{"parties", &ObjectCreated::parties}};
    }
};

/// What is absent has not changed; a lock that isn't locked is held by nobody.
struct ObjectChanged {
    static constexpr std::string_view kKind = "object_changed";
    Id object;
    std::optional<ObjectState> state = {};
    Id held_by = {};
    std::optional<std::uint64_t> value = {};
    std::optional<std::uint64_t> size = {};
    std::optional<std::span<const Text>> items = {};
    std::optional<std::uint64_t> unfinished = {};
    std::optional<std::span<const Id>> waiters = {};
    static constexpr auto fields() {
        return std::tuple{Field{"object", &ObjectChanged::object},
                          Field{"state", &ObjectChanged::state},
                          Field{"held_by", &ObjectChanged::held_by},
                          Field{"value", &ObjectChanged::value},
                          Field{"size", &ObjectChanged::size},
                          Field{"items", &ObjectChanged::items},
                          Field{"unfinished", &ObjectChanged::unfinished},
                          Field{"waiters", &ObjectChanged::waiters}};
    }
};

struct ChoiceMade {
    static constexpr std::string_view kKind = "choice_made";
    Text site;
    std::uint64_t size = 0;
    std::optional<std::span<const std::uint32_t>> order;
    static constexpr auto fields() {
        return std::tuple{Field{"site", &ChoiceMade::site}, Field{"size", &ChoiceMade::size},
                          Field{"order", &ChoiceMade::order}};
    }
};

struct Printed {
    static constexpr std::string_view kKind = "printed";
    Text text;
    Stream stream{};
    std::optional<bool> newline;
    static constexpr auto fields() {
        return std::tuple{Field{"text", &Printed::text}, Field{"stream", &Printed::stream},
                          Field{"newline", &Printed::newline}};
    }
};

struct Warned {
    static constexpr std::string_view kKind = "warned";
    Text category;
    Text message;
    Id coroutine = {};
    std::optional<std::span<const Frame>> traceback = {};
    static constexpr auto fields() {
        return std::tuple{Field{"category", &Warned::category}, Field{"message", &Warned::message},
                          Field{"coroutine", &Warned::coroutine},
                          Field{"traceback", &Warned::traceback}};
    }
};

struct ExceptionReported {
    static constexpr std::string_view kKind = "exception_reported";
    Text message;
    Error error;
    Id task = {};
    Id future = {};
    std::optional<std::span<const Frame>> traceback = {};
    static constexpr auto fields() {
        return std::tuple{Field{"message", &ExceptionReported::message},
                          Field{"error", &ExceptionReported::error},
                          Field{"task", &ExceptionReported::task},
                          Field{"future", &ExceptionReported::future},
                          Field{"traceback", &ExceptionReported::traceback}};
    }
};

struct TaskDestroyed {
    static constexpr std::string_view kKind = "task_destroyed";
    Id task;
    static constexpr auto fields() { return std::tuple{Field{"task", &TaskDestroyed::task}}; }
};

/// Those of a task's coroutines, or without a `scope` those of the module.
struct VariablesChanged {
    static constexpr std::string_view kKind = "variables_changed";
    Id scope;
    std::optional<std::span<const Variable>> values;
    static constexpr auto fields() {
        return std::tuple{Field{"scope", &VariablesChanged::scope},
                          Field{"values", &VariablesChanged::values}};
    }
};

struct Note {
    static constexpr std::string_view kKind = "note";
    Text text;
    static constexpr auto fields() { return std::tuple{Field{"text", &Note::text}}; }
};

using Payload =
    std::variant<LoopCreated, LoopClosed, RunStarted, IterationStarted, IterationFinished,
                 ClockAdvanced, LoopStopRequested, WaitingOutside, LoopHung, RunFinished,
                 CoroutineCreated, TaskCreated, HandleScheduled, TimerScheduled, TimerDue,
                 TimerDropped, HandleStarted, HandleFinished, HandleSkipped, HandleCancelled,
                 StepStarted, StepFinished, FutureCreated, FutureDone, CallbackAdded,
                 CallbackRemoved, CancelRequested, CancelDelivered, Uncancelled, ObjectCreated,
                 ObjectChanged, ChoiceMade, Printed, Warned, ExceptionReported, TaskDestroyed,
                 VariablesChanged, Note>;

/// One thing that the loop did: the fields that all kinds share, and those of its kind.
struct Event {
    EventNumber n = 0;
    Nanoseconds t = 0;
    std::uint32_t run = 0;  ///< 0 outside of any run
    std::uint32_t it = 0;   ///< 0 outside of any iteration
    EventNumber cause = 0;  ///< 0 for the program itself, outside the loop
    Id in;
    std::uint32_t line = 0;
    std::uint32_t cpp_line = 0;
    std::uint32_t file = 0;  ///< which Python listing `line` is of
    bool exit = false;       ///< after the program's last line
    bool cut = false;        ///< one of its texts was too long, and ends in "…"
    Text thread;             ///< the thread's name, if it is not the main thread
    Payload payload;

    /// The payload if the event is of that kind, else null.
    template <class Kind>
    [[nodiscard]] const Kind* as() const {
        return std::get_if<Kind>(&payload);
    }
    [[nodiscard]] std::string_view kind() const {
        return std::visit([](const auto& payload_of_kind) { return payload_of_kind.kKind; },
                          payload);
    }
};

/// For std::visit with one lambda per alternative.
template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

}  // namespace corodemo::trace
