#include "core/trace/json/json_event.hpp"

namespace corodemo::trace {

namespace {

/// Whether a text or id of that name is required in an event of that kind: its first field always
/// is, and some others.
template <class Kind>
bool is_required(std::string_view name) {
    if constexpr (std::same_as<Kind, CancelRequested>) {
        return name == "delivered";
    } else if constexpr (std::same_as<Kind, VariablesChanged>) {
        return name == "values";
    } else {
        const std::string_view first = std::get<0>(Kind::fields()).name;
        return name == first || name == "loop" || name == "coro" || name == "of" ||
               name == "order" || name == "type" || (name == "message" && first == "category");
    }
}

void need(bool there, const char* name) {
    if (!there) {
        throw FormatError(Problem::field_is_missing, {name});
    }
}

// Fields that are required depending on the value of another one.
void check_together(const auto& /*payload*/) {}
void check_together(const CancelRequested& requested) {
    if (!requested.task && !requested.future) {
        throw FormatError(Problem::fields_are_missing, {"task", "future"});
    }
}
void check_together(const HandleScheduled& scheduled) {
    const Role role = scheduled.role;
    need(scheduled.task || (role != Role::step && role != Role::wakeup), "task");
    need(scheduled.future || (role != Role::wakeup && role != Role::callback), "future");
    need(scheduled.callback || (role != Role::callback && role != Role::call_soon), "callback");
}
void check_together(const StepFinished& finished) {
    need(finished.waiting_on || finished.end != End::suspended, "waiting_on");
}

template <class Kind>
void get_payload(const Json& json, Kind& payload, Lists& lists) {
    std::apply(
        [&](auto... field) {
            (get_field(json, field.name, payload.*field.member, lists,
                       is_required<Kind>(field.name)),
             ...);
        },
        Kind::fields());
    check_together(payload);
}

/// An empty payload of the kind called `name`.
template <std::size_t Index = 0>
Payload payload_of_kind(std::string_view name) {
    if constexpr (Index == std::variant_size_v<Payload>) {
        throw FormatError(Problem::unknown_kind, {shortened(name)});
    } else {
        using Kind = std::variant_alternative_t<Index, Payload>;
        return name == Kind::kKind ? Payload(Kind{}) : payload_of_kind<Index + 1>(name);
    }
}

}  // namespace

void append_event(const Json& json, Trace& trace) {
    if (!json.is_object()) {
        throw FormatError(Problem::not_an_object);
    }
    Lists lists;
    Event event;
    get_field(json, "n", event.n, lists);
    get_field(json, "t", event.t, lists);
    get_nullable(json, "run", event.run, lists);
    get_nullable(json, "it", event.it, lists);
    get_nullable(json, "cause", event.cause, lists);
    get_nullable(json, "in", event.in, lists);
    get_nullable(json, "line", event.line, lists);
    get_nullable(json, "cpp_line", event.cpp_line, lists);
    get_nullable(json, "file", event.file, lists);
    get_nullable(json, "cut", event.cut, lists);
    get_field(json, "thread", event.thread, lists);
    Text phase;
    get_field(json, "phase", phase, lists);
    event.exit = phase == "exit";
    if (!event.exit && phase.data() != nullptr) {
        throw FormatError(Problem::unknown_phase, {shortened(phase)});
    }
    Text kind;
    get_field(json, "kind", kind, lists, true);
    event.payload = payload_of_kind(kind);
    std::visit([&](auto& payload) { get_payload(json, payload, lists); }, event.payload);
    if (event.n != trace.events().size() + 1) {
        throw FormatError(Problem::wrong_number, {std::to_string(event.n)});
    }
    if (event.cause >= event.n) {
        throw FormatError(Problem::cause_is_later, {std::to_string(event.cause)});
    }
    if (event.run > event.n || event.it > event.n) {  // each began with an event of its own
        throw FormatError(Problem::too_few_periods);
    }
    trace.append(event);
}

}  // namespace corodemo::trace
