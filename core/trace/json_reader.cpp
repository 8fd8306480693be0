#include <algorithm>
#include <concepts>

#include <nlohmann/json.hpp>

#include "core/trace/json.hpp"

namespace corodemo::trace {

namespace {

using Json = nlohmann::ordered_json;

template <class Type>
concept Word = std::is_enum_v<Type>;

// Reading: an absent field leaves the member as it is; a field of the wrong type is an error.

/// Texts of an event that is being read live in its JSON until Trace::append has copied them.
struct Lists {
    std::vector<Id> ids;
    std::vector<Frame> frames;
    std::vector<std::uint32_t> numbers;
};

Text text_of(const Json& json) {
    return json.get_ref<const std::string&>();
}

void get(const Json& json, Id& id, Lists& /*lists*/) {
    id = id_from_string(text_of(json));
    if (!id) {
        throw FormatError("'" + json.get<std::string>() + "' is no id");
    }
}
void get(const Json& json, Text& text, Lists& /*lists*/) {
    text = text_of(json);
}
void get(const Json& json, NullableText& value, Lists& /*lists*/) {
    value.text = json.is_null() ? Text() : text_of(json);
}
void get(const Json& json, Error& error, Lists& /*lists*/) {
    error = {text_of(json.at("type")), text_of(json.at("message"))};
}
template <std::integral Number>
void get(const Json& json, Number& number, Lists& /*lists*/) {
    if constexpr (std::same_as<Number, bool>) {
        number = json.get<bool>();
    } else {
        // A negative number, a fraction or one too large must not wrap.
        if (!json.is_number_integer() ||
            (std::unsigned_integral<Number> && !json.is_number_unsigned()) ||
            json != Json(json.get<Number>())) {
            throw FormatError(json.dump().substr(0, 40) + " is no whole number in range");
        }
        number = json.get<Number>();
    }
}
template <Word Type>
void get(const Json& json, Type& word, Lists& /*lists*/) {
    const auto known = words(word);
    const auto found = std::ranges::find(known, text_of(json));
    if (found == known.end()) {
        throw FormatError("'" + json.get<std::string>() + "' is not one of its words");
    }
    word = static_cast<Type>(found - known.begin());
}
void get(const Json& json, std::optional<bool>& flag, Lists& /*lists*/) {
    flag = json.get<bool>();
}

template <class Item, class Parse>
std::span<const Item> get_list(const Json& json, std::vector<Item>& items, Parse parse) {
    for (const Json& item : json.get_ref<const Json::array_t&>()) {
        items.push_back(parse(item));
    }
    return items;
}
void get(const Json& json, std::optional<std::span<const Id>>& items, Lists& lists) {
    items = get_list(json, lists.ids, [&](const Json& item) {
        Id id;
        get(item, id, lists);
        return id;
    });
}
void get(const Json& json, std::optional<std::span<const std::uint32_t>>& items, Lists& lists) {
    items = get_list(json, lists.numbers, [&](const Json& item) {
        std::uint32_t number = 0;
        get(item, number, lists);
        return number;
    });
}
void get(const Json& json, std::optional<std::span<const Frame>>& items, Lists& lists) {
    items = get_list(json, lists.frames, [&](const Json& item) {
        Frame frame{text_of(item.at("coro")), 0, 0};
        if (const auto line = item.find("line"); line != item.end()) {
            get(*line, frame.line, lists);
        }
        if (const auto line = item.find("cpp_line"); line != item.end()) {
            get(*line, frame.cpp_line, lists);
        }
        return frame;
    });
}

template <class Type>
void get_field(const Json& json, std::string_view name, Type& member, Lists& lists) {
    const auto found = json.find(name);
    if (found == json.end()) {
        if constexpr (Word<Type> || std::integral<Type>) {
            throw FormatError("field '" + std::string(name) + "' is missing");
        }
        return;
    }
    try {
        get(*found, member, lists);
    } catch (
        const std::exception& error) {  // ours, and the JSON library's for a value of another type
        const auto* ours = dynamic_cast<const FormatError*>(&error);
        throw FormatError("field '" + std::string(name) +
                          "': " + (ours != nullptr ? ours->what() : "wrong type"));
    }
}

template <class Type>
void get_nullable(const Json& json, std::string_view name, Type& member, Lists& lists) {
    if (const auto found = json.find(name); found != json.end() && !found->is_null()) {
        get_field(json, name, member, lists);
    }
}

/// Makes an empty payload of the kind that is called `name`.
template <std::size_t Index = 0>
Payload payload_of_kind(std::string_view name) {
    if constexpr (Index == std::variant_size_v<Payload>) {
        throw FormatError("'" + std::string(name) + "' is no kind of event");
    } else {
        using Kind = std::variant_alternative_t<Index, Payload>;
        return name == Kind::kKind ? Payload(Kind{}) : payload_of_kind<Index + 1>(name);
    }
}

void append_event(const Json& json, Trace& trace) {
    if (!json.is_object()) {
        throw FormatError("is no object");
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
    event.exit = json.contains("phase");
    Text kind;
    get_field(json, "kind", kind, lists);
    event.payload = payload_of_kind(kind);
    std::visit(
        [&]<class Kind>(Kind& payload) {
            std::apply(
                [&](auto... field) {
                    (get_field(json, field.name, payload.*field.member, lists), ...);
                },
                Kind::fields());
        },
        event.payload);
    if (event.n != trace.events().size() + 1) {
        throw FormatError("its number is " + std::to_string(event.n));
    }
    if (event.cause >= event.n) {
        throw FormatError("its cause, " + std::to_string(event.cause) + ", is not earlier");
    }
    trace.append(event);
}

/// Adds where it happened to an error of what is inside.
template <class Action>
void within(const std::string& place, Action action) {
    try {
        action();
    } catch (const FormatError& error) {
        throw FormatError(place + ": " + error.what());
    } catch (const Json::exception&) {
        throw FormatError(place + ": a value is missing or of the wrong type");
    }
}

std::optional<Listing> listing_from_json(const Json& listings, const char* language) {
    if (!listings.contains(language)) {
        return std::nullopt;
    }
    const Json& listing = listings.at(language);
    return Listing{listing.at("file").get<std::string>(), listing.at("text").get<std::string>()};
}

std::optional<Argument> argument_from_json(const Json& json) {
    if (json.is_boolean()) {
        return json.get<bool>();
    }
    if (json.is_number_integer()) {
        return json.get<std::int64_t>();
    }
    if (json.is_number_float()) {
        return json.get<double>();
    }
    if (json.is_string()) {
        return json.get<std::string>();
    }
    return std::nullopt;
}

Header header_from_json(const Json& json) {
    if (!json.is_object() || json.value("schema", Json()) != kSchema) {
        throw FormatError("this is no corodemo.trace");
    }
    Header header;
    within("header", [&] {
        if (const auto version = json.at("version").get<std::int64_t>(); version != kVersion) {
            throw FormatError("version " + std::to_string(version) +
                              " of the format is not known here, only " + std::to_string(kVersion));
        }
        header.generator = json.value("generator", "");
        const Json& program = json.at("program");
        header.name = program.at("name").get<std::string>();
        header.title = program.value("title", "");
        for (const auto& [name, value] : program.value("arguments", Json::object()).items()) {
            if (auto argument = argument_from_json(value)) {
                header.arguments.emplace_back(name, std::move(*argument));
            }
        }
        const Json listings = program.value("listings", Json::object());
        header.python = listing_from_json(listings, "python");
        header.cpp = listing_from_json(listings, "cpp");
        const Json& policy = json.at("policy");
        header.python_version = policy.at("python").get<std::string>();
        header.set_order = policy.value("set_order", "argument");
        header.preset_loop = policy.value("preset_loop", false);
    });
    return header;
}

Outcome outcome_from_json(const Json& json) {
    Outcome outcome;
    within("outcome", [&] {
        Lists lists;
        get_field(json, "status", outcome.status, lists);
        if (json.contains("value")) {
            outcome.value = json.at("value").get<std::string>();
        }
        if (json.contains("error")) {
            const Json& error = json.at("error");
            outcome.error = Outcome::Raised{error.at("type").get<std::string>(),
                                            error.at("message").get<std::string>()};
        }
        outcome.output = json.value("stdout", "");
        get_field(json, "time", outcome.time, lists);
        get_field(json, "iterations", outcome.iterations, lists);
    });
    return outcome;
}

Json parse(std::string_view text, const std::string& place) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        throw FormatError(place + " is no JSON (at byte " + std::to_string(error.byte) + ")");
    }
}

Trace read_document(const std::string& text) {
    const Json json = parse(text, "this");
    Trace trace;
    trace.header = header_from_json(json);
    if (!json.contains("events") || !json.at("events").is_array() || !json.contains("outcome")) {
        throw FormatError("the trace has no events or no outcome");
    }
    for (const Json& event : json.at("events")) {
        within("event " + std::to_string(trace.events().size() + 1),
               [&] { append_event(event, trace); });
    }
    trace.outcome = outcome_from_json(json.at("outcome"));
    return trace;
}

Trace read_lines(std::string_view text) {
    Trace trace;
    bool ended = false;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        const std::string place = "line " + std::to_string(number);
        const Json json = parse(line, place);
        within(place, [&] {
            if (number == 1) {
                trace.header = header_from_json(json);
            } else if (ended) {
                throw FormatError("stands after the outcome");
            } else if (json.contains("outcome")) {
                trace.outcome = outcome_from_json(json.at("outcome"));
                ended = true;
            } else {
                append_event(json, trace);
            }
        });
    }
    if (!ended) {
        throw FormatError("the trace has no outcome: it ends in the middle");
    }
    return trace;
}

}  // namespace

Trace read_json(const std::string& text) {
    // The first line of the lines form is a whole object; that of the document form is cut off
    // before its events.
    const std::string_view first_line = std::string_view(text).substr(0, text.find('\n'));
    const bool one_line = first_line.size() + 1 >= text.size();
    return !one_line && Json::accept(first_line) ? read_lines(text) : read_document(text);
}

}  // namespace corodemo::trace
