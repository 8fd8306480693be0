#include <ostream>

#include <nlohmann/json.hpp>

#include "core/trace/json.hpp"
#include "core/trace/json_line.hpp"
#include "core/trace/jsonl_sink.hpp"

namespace corodemo::trace {

namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The text of an event, in `line`.
void put(const Event& event, JsonLine& line) {
    line.clear();
    line.raw('{');
    line.field("n", event.n);
    line.field("t", event.t);
    line.nullable("run", event.run);
    line.nullable("it", event.it);
    std::visit(
        [&]<class Kind>(const Kind& payload) {
            line.field("kind", Kind::kKind);
            line.nullable("cause", event.cause);
            line.field("in", event.in);
            if (event.line != 0) {
                line.field("line", event.line);
            }
            if (event.cpp_line != 0) {
                line.field("cpp_line", event.cpp_line);
            }
            if (event.exit) {
                line.field("phase", Text("exit"));
            }
            std::apply([&](auto... field) { (line.field(field.name, payload.*field.member), ...); },
                       Kind::fields());
        },
        event.payload);
    line.raw('}');
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

void JsonLine::escaped(std::string_view text) {
    raw(dump(Json(text)));
}

std::string to_json(const Event& event) {
    JsonLine line;
    put(event, line);
    return std::string(line.text());
}

void write_json(const Trace& trace, std::ostream& out) {
    std::string header = dump(header_to_json(trace.header));
    header.pop_back();  // the brace, which the events and the outcome come before
    out << header << ",\n\"events\":[";
    JsonLine line;
    for (const Event& event : trace.events()) {
        put(event, line);
        out << (event.n == 1 ? "\n" : ",\n") << line.text();
    }
    out << "\n],\n\"outcome\":" << dump(outcome_to_json(trace.outcome)) << "}\n";
}

JsonlSink::JsonlSink(std::ostream& out, const Header& header)
    : out_(out) {
    out_ << dump(header_to_json(header)) << '\n';
}
void JsonlSink::on_event(const Event& event) {
    put(event, line_);
    line_.raw('\n');
    out_.write(line_.text().data(), static_cast<std::streamsize>(line_.text().size()));
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
