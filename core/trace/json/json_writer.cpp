#include <algorithm>
#include <array>
#include <ostream>
#include <tuple>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/trace/json/json.hpp"
#include "core/trace/json/json_line.hpp"
#include "core/trace/json/json_text.hpp"
#include "core/trace/json/jsonl_sink.hpp"

namespace corodemo::trace {

namespace {

using Json = nlohmann::ordered_json;

/// What precedes the value of a kind's field: `,"name":`, made at compile time.
template <class Kind, std::size_t Index>
constexpr auto kKey = [] {
    constexpr std::string_view kName = std::get<Index>(Kind::fields()).name;
    std::array<char, kName.size() + 4> key{',', '"'};
    std::ranges::copy(kName, key.begin() + 2);
    key[kName.size() + 2] = '"';
    key[kName.size() + 3] = ':';
    return key;
}();

template <class Kind, std::size_t... Index>
void write_fields(const Kind& payload, JsonLine& line, std::index_sequence<Index...> /*all*/) {
    (line.field(std::string_view(kKey<Kind, Index>.data(), kKey<Kind, Index>.size()),
                payload.*std::get<Index>(Kind::fields()).member),
     ...);
}

Json listing_to_json(const Listing& listing) {
    return {{"file", listing.file}, {"text", listing.text}};
}

Json header_to_json(const Header& header) {
    Json program = {{"name", header.name}, {"title", header.title}, {"arguments", Json::object()}};
    for (const auto& [name, value] : header.arguments) {
        std::visit([&, &key = name](const auto& argument) { program["arguments"][key] = argument; },
                   value);
    }
    Json listings = Json::object();
    if (header.python.size() == 1) {
        listings["python"] = listing_to_json(header.python.front());
    } else if (!header.python.empty()) {
        listings["python"] = Json::array();
        for (const Listing& listing : header.python) {
            listings["python"].push_back(listing_to_json(listing));
        }
    }
    if (header.cpp) {
        listings["cpp"] = listing_to_json(*header.cpp);
    }
    program["listings"] = std::move(listings);
    for (const FollowedVariable& variable : header.variables) {
        program["variables"][variable.name] =
            variable.copy_of.empty() ? Json() : Json(variable.copy_of);
    }

    Json json;
    json["schema"] = kSchema;
    json["version"] = kVersion;
    json["generator"] = header.generator;
    json["program"] = std::move(program);
    json["policy"] = {{"python", header.python_version},
                      {"set_order", header.set_order},
                      {"preset_loop", header.preset_loop}};
    json["clock"] = {{"kind", to_string(header.clock)}, {"unit", "ns"}};
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
    if (outcome.signal) {
        json["signal"] = *outcome.signal;
    }
    json["stdout"] = outcome.output;
    json["time"] = outcome.time;
    json["iterations"] = outcome.iterations;
    if (outcome.exit_status) {
        json["exit_status"] = *outcome.exit_status;
    }
    if (outcome.waited != 0) {
        json["waited"] = outcome.waited;
    }
    if (outcome.reproducible) {
        json["reproducible"] = true;
    }
    return json;
}

}  // namespace

void JsonLine::escaped(std::string_view text) {
    raw(json_text(Json(text)));
}

void write_event(const Event& event, JsonLine& line) {
    line.raw("{\"n\":");
    line.value(event.n);
    line.field(",\"t\":", event.t);
    line.raw(",\"run\":");
    line.value_or_null(event.run);
    line.raw(",\"it\":");
    line.value_or_null(event.it);
    std::visit(
        [&]<class Kind>(const Kind& payload) {
            line.raw(",\"kind\":\"");
            line.raw(Kind::kKind);
            line.raw("\",\"cause\":");
            line.value_or_null(event.cause);
            line.field(",\"in\":", event.in);
            if (event.line != 0) {
                line.field(",\"line\":", event.line);
            }
            if (event.file != 0) {
                line.field(",\"file\":", event.file);
            }
            if (event.cpp_line != 0) {
                line.field(",\"cpp_line\":", event.cpp_line);
            }
            if (event.exit) {
                line.raw(",\"phase\":\"exit\"");
            }
            line.field(",\"thread\":", event.thread);
            if (event.cut) {
                line.raw(",\"cut\":true");
            }
            constexpr auto kFields = std::tuple_size_v<decltype(Kind::fields())>;
            write_fields(payload, line, std::make_index_sequence<kFields>());
        },
        event.payload);
    line.raw("}");
}

std::string to_json(const Event& event) {
    JsonLine line;
    write_event(event, line);
    return std::string(line.text());
}

void write_json(const Trace& trace, std::ostream& out) {
    std::string header = json_text(header_to_json(trace.header));
    header.pop_back();  // the closing brace, which comes after the events and the outcome
    out << header << ",\n\"events\":[";
    JsonLine line;
    for (const Event& event : trace.events()) {
        line.clear();
        write_event(event, line);
        out << (event.n == 1 ? "\n" : ",\n") << line.text();
    }
    out << "\n],\n\"outcome\":" << json_text(outcome_to_json(trace.outcome)) << "}\n";
}

JsonlSink::JsonlSink(std::ostream& out, const Header& header)
    : out_(out) {
    out_ << json_text(header_to_json(header)) << '\n';
}
void JsonlSink::on_event(const Event& event) {
    line_.clear();
    write_event(event, line_);
    line_.raw("\n");
    out_.write(line_.text().data(), static_cast<std::streamsize>(line_.text().size()));
}
void JsonlSink::finish(const Outcome& outcome) {
    out_ << json_text(Json{{"outcome", outcome_to_json(outcome)}}) << '\n';
}

void write_jsonl(const Trace& trace, std::ostream& out) {
    JsonlSink sink(out, trace.header);
    for (const Event& event : trace.events()) {
        sink.on_event(event);
    }
    sink.finish(trace.outcome);
}

}  // namespace corodemo::trace
