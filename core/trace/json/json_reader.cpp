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

void get_listing(const Json& listings, const std::string& language,
                 std::optional<Listing>& listing) {
    if (!listings.contains(language)) {
        return;
    }
    within(Place::Kind::listing, language, [&] {
        Lists lists;
        const Json& json = object_at(listings, language);
        listing.emplace();
        get_field(json, "file", listing->file, lists, true);
        get_field(json, "text", listing->text, lists, true);
    });
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
        get_listing(listings, "python", header.python);
        get_listing(listings, "cpp", header.cpp);
        const Json& policy = object_at(json, "policy");
        get_field(policy, "python", header.python_version, lists, true);
        header.set_order = "argument";
        get_field(policy, "set_order", header.set_order, lists);
        get_nullable(policy, "preset_loop", header.preset_loop, lists);
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
        get_field(json, "stdout", outcome.output, lists);
        get_field(json, "time", outcome.time, lists);
        get_field(json, "iterations", outcome.iterations, lists);
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

/// `text`: the lines after the header's.
Trace read_lines(const Json& header, std::string_view text) {
    Trace trace;
    trace.header = header_from_json(header);
    bool ended = false;
    for (std::size_t number = 2; !text.empty(); ++number) {
        const std::string_view line = take_line(text);
        if (is_blank(line)) {
            continue;
        }
        within(Place::Kind::line, number, [&] {
            const Json json = parse(line);
            if (ended) {
                throw FormatError(Problem::after_outcome);
            }
            if (json.contains("outcome")) {
                trace.outcome = outcome_from_json(object_at(json, "outcome"));
                ended = true;
            } else {
                append_event(json, trace);
            }
        });
    }
    if (!ended) {
        throw FormatError(Problem::no_outcome);
    }
    return trace;
}

}  // namespace

Trace read_json(const std::string& text) {
    if (is_blank(text)) {
        throw FormatError(Problem::text_is_empty);
    }
    // In the JSONL form the first line is a complete object, the header; in the document form it is
    // incomplete, unless it is the only line.
    std::string_view rest = text;
    const std::string_view first = take_line(rest);
    if (!is_blank(rest) && Json::accept(first)) {
        return read_lines(parse(first), rest);
    }
    return read_document(text);
}

}  // namespace corodemo::trace
