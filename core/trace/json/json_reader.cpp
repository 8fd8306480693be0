#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/trace/json/json_builder.hpp"
#include "core/trace/json/json_event.hpp"
#include "core/trace/json/json_fields.hpp"

namespace corodemo::trace {

namespace {

/// The member `name` of `parent`, which has to be an object.
const Json& object_at(const Json& parent, const std::string& name) {
    const auto found = parent.find(name);
    if (found == parent.end() || !found->is_object()) {
        throw FormatError(
            found == parent.end() ? Problem::field_is_missing : Problem::field_is_no_object,
            {name});
    }
    return *found;
}

/// The same, or an empty object if there is none.
const Json& object_if_any(const Json& parent, const std::string& name) {
    static const Json empty = Json::object();
    return parent.contains(name) ? object_at(parent, name) : empty;
}

Listing listing_from_json(const Json& json) {
    if (!json.is_object()) {
        throw FormatError(Problem::not_an_object);
    }
    Listing listing;
    Lists lists;
    get_field(json, "file", listing.file, lists, true);
    get_field(json, "text", listing.text, lists, true);
    return listing;
}

/// The listings of a language: none, one, or a list of them.
std::vector<Listing> listings_from_json(const Json& listings, const std::string& language) {
    std::vector<Listing> found;
    const auto json = listings.find(language);
    if (json != listings.end()) {
        within(Place::Kind::listing, language, [&] {
            if (!json->is_array()) {
                found.push_back(listing_from_json(*json));
                return;
            }
            for (const Json& one : *json) {
                found.push_back(listing_from_json(one));
            }
        });
    }
    return found;
}

/// Which clock the program had; before that was recorded, a virtual one.
void get_clock(const Json& parent, ClockKind& clock) {
    Lists lists;
    get_field(object_if_any(parent, "clock"), "kind", clock, lists);
}

/// Null for a type that a program's argument cannot have (a list, null).
std::optional<Argument> argument_from_json(const Json& json) {
    if (json.is_boolean()) {
        return json.get<bool>();
    }
    if (fits<std::int64_t>(json)) {
        return json.get<std::int64_t>();
    }
    if (json.is_number()) {
        return json.get<double>();
    }
    if (json.is_string()) {
        return json.get<std::string>();
    }
    return std::nullopt;
}

void check_version(const Json& json) {
    Lists lists;
    std::int64_t version = 0;
    get_field(json, "version", version, lists);
    if (version > kVersion) {
        throw FormatError(Problem::version_is_newer,
                          {std::to_string(version), std::to_string(kVersion)});
    }
    if (version < 1) {
        throw FormatError(Problem::version_is_unknown, {std::to_string(version)});
    }
}

Header header_from_json(const Json& json) {
    const auto schema = json.find("schema");
    if (schema == json.end() || !schema->is_string() || text_of(*schema) != kSchema) {
        throw FormatError(Problem::not_a_trace);
    }
    Header header;
    Lists lists;
    within(Place::Kind::header, "", [&] {
        check_version(json);
        get_field(json, "generator", header.generator, lists);
        const Json& program = object_at(json, "program");
        get_field(program, "name", header.name, lists, true);
        get_field(program, "title", header.title, lists);
        for (const auto& [name, value] : object_if_any(program, "arguments").items()) {
            if (auto argument = argument_from_json(value)) {
                header.arguments.emplace_back(name, std::move(*argument));
            }
        }
        const Json& listings = object_if_any(program, "listings");
        header.python = listings_from_json(listings, "python");
        if (std::vector<Listing> cpp = listings_from_json(listings, "cpp"); !cpp.empty()) {
            header.cpp = std::move(cpp.front());
        }
        for (const auto& [name, copy_of] : object_if_any(program, "variables").items()) {
            header.variables.push_back(
                {name, copy_of.is_string() ? std::string(text_of(copy_of)) : std::string()});
        }
        const Json& policy = object_at(json, "policy");
        get_field(policy, "python", header.python_version, lists, true);
        header.set_order = "argument";
        get_field(policy, "set_order", header.set_order, lists);
        get_nullable(policy, "preset_loop", header.preset_loop, lists);
        get_clock(json, header.clock);
    });
    return header;
}

Outcome outcome_from_json(const Json& json) {
    Outcome outcome;
    Lists lists;
    within(Place::Kind::outcome, "", [&] {
        get_field(json, "status", outcome.status, lists);
        get_field(json, "value", outcome.value, lists);
        get_field(json, "error", outcome.error, lists, outcome.status == Outcome::Status::raised);
        get_field(json, "signal", outcome.signal, lists, outcome.status == Outcome::Status::killed);
        get_field(json, "stdout", outcome.output, lists);
        get_field(json, "time", outcome.time, lists);
        get_field(json, "iterations", outcome.iterations, lists);
        get_nullable(json, "exit_status", outcome.exit_status, lists);
        get_nullable(json, "waited", outcome.waited, lists);
        get_nullable(json, "reproducible", outcome.reproducible, lists);
    });
    return outcome;
}

Json parse(std::string_view text) {
    JsonBuilder builder;
    builder.parse(text);
    return builder.take_root();
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Reads a document, but removes its events one by one: as JSON they would take ten times the
/// memory of the text.
class DocumentReader final : public JsonBuilder {
public:
    explicit DocumentReader(Trace& trace)
        : trace_(trace) {}

    /// Throws the first error in an event, if there was one.
    void check() const {
        if (failure_) {
            std::rethrow_exception(failure_);
        }
    }

    bool key(std::string& name) override {
        if (depth() == 1) {
            in_events_ = name == "events";
            if (in_events_ && root().contains(name)) {
                fail(std::make_exception_ptr(FormatError(Problem::two_lists_of_events)));
            }
        }
        return JsonBuilder::key(name);
    }

private:
    void on_value() override {
        if (!in_events_ || depth() != 2 || !innermost().is_array()) {
            return;
        }
        if (!failure_) {
            try {
                within(Place::Kind::event, trace_.events().size() + 1,
                       [&] { append_event(innermost().back(), trace_); });
            } catch (const FormatError&) {
                fail(std::current_exception());
            }
        }
        innermost().clear();
    }
    /// Keeps an error in an event for later: an error in the document as a whole comes first.
    void fail(const std::exception_ptr& failure) {
        if (!failure_) {
            failure_ = failure;
        }
    }

    Trace& trace_;
    bool in_events_ = false;
    std::exception_ptr failure_;
};

Trace read_document(std::string_view text) {
    Trace trace;
    DocumentReader reader(trace);
    reader.parse(text);
    const Json& json = reader.root();  // without its events
    trace.header = header_from_json(json);
    const auto events = json.find("events");
    if (events == json.end() || !events->is_array()) {
        throw FormatError(Problem::no_events);
    }
    reader.check();
    trace.outcome = outcome_from_json(object_at(json, "outcome"));
    return trace;
}

/// Removes the first line from `text`, and returns it without its newline.
std::string_view take_line(std::string_view& text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

/// Reads the JSONL form line by line.
class LinesReader {
public:
    /// `text`: the lines after the header's. `if_cut_off`: see read_json.
    Trace read(const Json& header, std::string_view text, const Outcome* if_cut_off) {
        trace_.header = header_from_json(header);
        for (std::size_t number = 2; !text.empty(); ++number) {
            const std::string_view line = take_line(text);
            if (is_blank(line) || (if_cut_off != nullptr && text.empty() && !Json::accept(line))) {
                continue;  // the second: a line that was not written to its end
            }
            within(Place::Kind::line, number, [&] { read_line(parse(line)); });
        }
        if (!ended_ && if_cut_off == nullptr) {
            throw FormatError(Problem::no_outcome);
        }
        if (!ended_) {
            trace_.outcome = *if_cut_off;
            add_what_events_tell();
        }
        return std::move(trace_);
    }

private:
    void read_line(const Json& json) {
        if (ended_) {
            throw FormatError(Problem::after_outcome);
        }
        const bool is_event = json.contains("kind");  // it may have an outcome of its own
        if (!is_event && json.contains("outcome")) {
            trace_.outcome = outcome_from_json(object_at(json, "outcome"));
            if (json.contains("clock")) {
                get_clock(json, trace_.header.clock);
            }
            ended_ = true;
        } else if (!is_event && json.contains("listing")) {
            within(Place::Kind::listing, "python", [&] {
                trace_.header.python.push_back(listing_from_json(object_at(json, "listing")));
            });
        } else {
            append_event(json, trace_);
        }
    }

    /// What the last line would have said.
    void add_what_events_tell() {
        Outcome& outcome = trace_.outcome;
        bool virtual_time = true;
        for (const Event& event : trace_.events()) {
            const auto* advanced = event.as<ClockAdvanced>();
            const bool may_move = advanced != nullptr && advanced->why != AdvanceWhy::waited;
            virtual_time = virtual_time && (may_move || event.t == outcome.time);
            outcome.time = event.t;
            outcome.iterations += event.as<IterationStarted>() != nullptr ? 1U : 0U;
            const auto* printed = event.as<Printed>();
            if (printed != nullptr && printed->stream == Stream::out) {
                outcome.output += printed->text;
                outcome.output += printed->newline.value_or(true) ? "\n" : "";
            }
        }
        if (!virtual_time && trace_.header.clock == ClockKind::virtual_time) {
            trace_.header.clock = ClockKind::mixed;
        }
    }

    Trace trace_;
    bool ended_ = false;
};

}  // namespace

Trace read_json(const std::string& text, const Outcome* if_cut_off) {
    if (is_blank(text)) {
        throw FormatError(Problem::text_is_empty);
    }
    // In the JSONL form the first line is a complete object, the header; in the document form it is
    // incomplete, unless it is the only line.
    std::string_view rest = text;
    const std::string_view first = take_line(rest);
    if ((!is_blank(rest) || if_cut_off != nullptr) && Json::accept(first)) {
        return LinesReader().read(parse(first), rest, if_cut_off);
    }
    return read_document(text);
}

}  // namespace corodemo::trace
