#include <concepts>
#include <ostream>

#include <nlohmann/json.hpp>

#include "core/trace/json.hpp"
#include "core/trace/jsonl_sink.hpp"

namespace corodemo::trace {

namespace {

using Json = nlohmann::ordered_json;

template <class Type>
concept Word = std::is_enum_v<Type>;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Writing: a field that has nothing to say is left out.

void put(Json& json, std::string_view key, Id id) {
    if (id) {
        json[key] = to_string(id);
    }
}
void put(Json& json, std::string_view key, Text text) {
    if (text.data() != nullptr) {
        json[key] = text;
    }
}
void put(Json& json, std::string_view key, NullableText value) {
    json[key] = nullptr;
    put(json, key, value.text);
}
void put(Json& json, std::string_view key, const Error& error) {
    if (error.type.data() != nullptr) {
        json[key] = {{"type", error.type}, {"message", error.message}};
    }
}
void put(Json& json, std::string_view key, std::integral auto number) {
    json[key] = number;
}
void put(Json& json, std::string_view key, Word auto word) {
    json[key] = to_string(word);
}
void put(Json& json, std::string_view key, std::optional<bool> flag) {
    if (flag) {
        json[key] = *flag;
    }
}

Json item_to_json(Id id) {
    return to_string(id);
}
Json item_to_json(std::uint32_t number) {
    return number;
}
Json item_to_json(const Frame& frame) {
    Json json = {{"coro", frame.coro}};
    if (frame.line != 0) {
        json["line"] = frame.line;
    }
    if (frame.cpp_line != 0) {
        json["cpp_line"] = frame.cpp_line;
    }
    return json;
}

template <class Item>
void put(Json& json, std::string_view key, const std::optional<std::span<const Item>>& items) {
    if (items) {
        Json& list = json[key] = Json::array();
        for (const Item& item : *items) {
            list.push_back(item_to_json(item));
        }
    }
}

Json null_if_zero(std::uint64_t number) {
    return number == 0 ? Json(nullptr) : Json(number);
}

Json event_to_json(const Event& event) {
    Json json;
    json["n"] = event.n;
    json["t"] = event.t;
    json["run"] = null_if_zero(event.run);
    json["it"] = null_if_zero(event.it);
    json["kind"] = event.kind();
    json["cause"] = null_if_zero(event.cause);
    put(json, "in", event.in);
    if (event.line != 0) {
        json["line"] = event.line;
    }
    if (event.cpp_line != 0) {
        json["cpp_line"] = event.cpp_line;
    }
    if (event.exit) {
        json["phase"] = "exit";
    }
    std::visit(
        [&]<class Kind>(const Kind& payload) {
            std::apply([&](auto... field) { (put(json, field.name, payload.*field.member), ...); },
                       Kind::fields());
        },
        event.payload);
    return json;
}

Json header_to_json(const Header& header) {
    Json program = {{"name", header.name}, {"title", header.title}, {"arguments", Json::object()}};
    for (const auto& [name, value] : header.arguments) {
        std::visit([&, &key = name](const auto& argument) { program["arguments"][key] = argument; },
                   value);
    }
    Json listings = Json::object();
    const auto put_listing = [&](const char* language, const std::optional<Listing>& listing) {
        if (listing) {
            listings[language] = {{"file", listing->file}, {"text", listing->text}};
        }
    };
    put_listing("python", header.python);
    put_listing("cpp", header.cpp);
    program["listings"] = std::move(listings);

    Json json;
    json["schema"] = kSchema;
    json["version"] = kVersion;
    json["generator"] = header.generator;
    json["program"] = std::move(program);
    json["policy"] = {{"python", header.python_version},
                      {"set_order", header.set_order},
                      {"preset_loop", header.preset_loop}};
    json["clock"] = {{"kind", "virtual"}, {"unit", "ns"}};
    return json;
}

Json outcome_to_json(const Outcome& outcome) {
    Json json = {{"status", to_string(outcome.status)}};
    if (outcome.value) {
        json["value"] = *outcome.value;
    }
    if (outcome.error) {
        json["error"] = {{"type", outcome.error->type}, {"message", outcome.error->message}};
    }
    json["stdout"] = outcome.output;
    json["time"] = outcome.time;
    json["iterations"] = outcome.iterations;
    return json;
}

}  // namespace

std::string to_json(const Event& event) {
    return dump(event_to_json(event));
}

void write_json(const Trace& trace, std::ostream& out) {
    std::string header = dump(header_to_json(trace.header));
    header.pop_back();  // the brace, which the events and the outcome come before
    out << header << ",\n\"events\":[";
    for (const Event& event : trace.events()) {
        out << (event.n == 1 ? "\n" : ",\n") << to_json(event);
    }
    out << "\n],\n\"outcome\":" << dump(outcome_to_json(trace.outcome)) << "}\n";
}

JsonlSink::JsonlSink(std::ostream& out, const Header& header)
    : out_(out) {
    out_ << dump(header_to_json(header)) << '\n';
}
void JsonlSink::on_event(const Event& event) {
    out_ << to_json(event) << '\n';
}
void JsonlSink::finish(const Outcome& outcome) {
    out_ << dump(Json{{"outcome", outcome_to_json(outcome)}}) << '\n';
}

void write_jsonl(const Trace& trace, std::ostream& out) {
    JsonlSink sink(out, trace.header);
    for (const Event& event : trace.events()) {
        sink.on_event(event);
    }
    sink.finish(trace.outcome);
}

}  // namespace corodemo::trace
